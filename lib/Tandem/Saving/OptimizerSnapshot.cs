using Tandem.Tensors;

namespace Tandem;

/// <summary>An optimiser's state as files hold it; parameters are named by their place in the model.</summary>
internal sealed class OptimizerSnapshot(Optimizer optimizer, IReadOnlyList<Parameter> parameters) : ISaved
{
    private const string SettingsField = "settings";
    private const string PlacesField = "slot_parameters";
    private const string NamesField = "slot_names";

    public string SavedKind => "optimizer";

    public void Save(StateWriter state)
    {
        var remembered = optimizer.State;
        state.Write(SettingsField, optimizer.ToString());
        state.Write("iterations", remembered.Iterations);
        state.Write("learning_rates", [.. remembered.LearningRates]);
        state.Write(PlacesField, [.. remembered.Slots.Select(slot => Place(slot.Parameter))]);
        state.Write(NamesField, [.. remembered.Slots.Select(slot => slot.Name)]);
        foreach (var (number, slot) in remembered.Slots.Index())
        {
            state.Write(SlotField(number), slot.Value);
        }
    }

    /// <summary>Where an optimiser's settings differ from the saved one's.</summary>
    public static IEnumerable<string> Differences(StateReader state, Optimizer optimizer) =>
        state.Text(SettingsField) is var saved && saved == optimizer.ToString() ? [] : [$"optimizer: {saved} in the file, {optimizer} here"];

    /// <summary>Brings the state back.</summary>
    /// <param name="state">The fields.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="rowsOf">Where the rows of a parameter's value come from, if its vocabulary has grown.</param>
    public static void Restore(StateReader state, Optimizer optimizer, IReadOnlyList<Parameter> parameters, Func<Tensor, RowMap?> rowsOf)
    {
        using var scope = new TensorScope();
        var (places, names) = (state.Ints(PlacesField), state.Texts(NamesField));
        if (places.Length != names.Length || Array.FindIndex(places, place => (uint)place >= (uint)parameters.Count) is >= 0)
        {
            throw new InvalidDataException($"The optimiser's state has {places.Length} places and {names.Length} names of slots of {parameters.Count} parameters, and they do not fit.");
        }

        var slots = places.Zip(names).Select((slot, number) =>
        {
            var (parameter, name) = (parameters[slot.First], slot.Second);
            return new OptimizerSlot(parameter, name, Grown(state.Tensor(SlotField(number)), optimizer, parameter, name, rowsOf(parameter.Value)));
        });
        optimizer.Restore(new OptimizerState(state.Int("iterations"), state.Floats("learning_rates"), [.. slots]));
    }

    /// <summary>A slot with a row for each row of its parameter gets new rows as a training starts them.</summary>
    private static Tensor Grown(Tensor saved, Optimizer optimizer, Parameter parameter, string name, RowMap? rows)
    {
        var layout = optimizer.SlotLayouts(parameter).FirstOrDefault(slot => slot.Name == name);
        if (rows is null || layout is null || !rows.Fits(saved.Shape.Extents, layout.Shape.Extents))
        {
            return saved;
        }

        var grown = Tensor.Full(layout.Shape, layout.Initial, parameter.Value.Device);
        rows.Copy(saved.ToArray(), grown);
        return grown;
    }

    private int Place(Parameter parameter)
    {
        var place = parameters.ToList().IndexOf(parameter);
        return place >= 0
            ? place
            : throw new InvalidOperationException($"The optimiser has trained {parameter}, which is not a parameter of the model, so its state cannot be saved with the model.");
    }

    private static string SlotField(int number) => $"slot_{number}";
}
