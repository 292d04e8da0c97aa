using System.Globalization;

namespace Tandem;

/// <summary>The state of a training between two steps, as a checkpoint holds it.</summary>
internal sealed class CheckpointState(TrainingRun run) : ISaved
{
    private const string Kind = "checkpoint";
    private const string ModelField = "model";
    private const string CallbacksField = "callbacks";
    private const string DescriptionsField = "callback_settings";
    private const string NamesField = "setting_names";
    private const string ValuesField = "setting_values";

    public string SavedKind => Kind;

    public void Save(StateWriter state)
    {
        state.Write(NamesField, [.. run.Settings.Keys]);
        state.Write(ValuesField, [.. run.Settings.Values]);
        state.WritePart(ModelField, new ModelState(run.Model, withOptimizer: true));
        state.WriteParts(CallbacksField, run.Callbacks.Select(callback => new Remembered(callback)));
        state.Write(DescriptionsField, [.. run.Callbacks.Select(callback => $"{callback}")]);
        run.Position.Save(state);
        state.Write("history", run.History.ToJson());
    }

    /// <summary>Brings a training to where a checkpoint was saved.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another training; the message says what differs.</exception>
    public static void Resume(string path, TrainingRun run) => run.Position = SavedFile.Read(path, file => Resume(file, run));

    private static TrainingPosition Resume(SavedFile file, TrainingRun run)
    {
        var state = file.State(0);
        if (state.Kind != Kind)
        {
            throw file.Refused($"it holds a {state.Kind} and not a checkpoint");
        }

        var model = new ModelLoading(file, state.PartNumber(ModelField), run.Model, compareOptimizer: false);
        var saved = state.States(CallbacksField).Zip(state.Texts(DescriptionsField)).Where(callback => callback.First.HasFields).ToArray();
        var callbacks = run.Callbacks.Where(Remembered.Anything).ToArray();
        string[] differences =
        [
            .. Settings(state, run),
            .. Callbacks([.. saved.Select(callback => callback.Second)], [.. callbacks.Select(callback => $"{callback}")]),
            .. model.Differences,
        ];
        if (differences.Length > 0)
        {
            throw file.Refused($"it is of a training with another model, data or settings:\n  {string.Join("\n  ", differences)}\nGive what it was begun with, or begin another training in another folder");
        }

        var (position, history) = (TrainingPosition.Load(state), History.FromJson(state.RequiredText("history")));
        if (position.Batches > (run.Plan.BatchesPerEpoch ?? int.MaxValue) || position.Epoch > history.Epochs.Count)
        {
            throw file.Damaged($"{position} is no place in a training of {run.Plan.BatchesPerEpoch?.ToString(CultureInfo.InvariantCulture) ?? "any number of"} batches an epoch that has {history.Epochs.Count} epochs behind it");
        }

        model.Apply();
        run.History.Resume(history);
        foreach (var (callback, (remembered, _)) in callbacks.Zip(saved))
        {
            callback.LoadState(remembered);
        }

        return position;
    }

    private static IEnumerable<string> Settings(StateReader state, TrainingRun run) =>
        state.Texts(NamesField).Zip(state.Texts(ValuesField))
            .Where(saved => run.Settings.GetValueOrDefault(saved.First) != saved.Second)
            .Select(saved => $"{saved.First}: {saved.Second} in the file, {run.Settings.GetValueOrDefault(saved.First)} here");

    private static IEnumerable<string> Callbacks(string[] saved, string[] own) => saved.SequenceEqual(own)
        ? []
        : [$"callbacks that remember something: {string.Join(", ", saved.DefaultIfEmpty("none"))} in the file, {string.Join(", ", own.DefaultIfEmpty("none"))} here"];
}
