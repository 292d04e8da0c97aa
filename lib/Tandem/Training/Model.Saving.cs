using System.Reflection;

namespace Tandem;

/// <content>Saving and loading.</content>
public abstract partial class Model : ISaved
{
    internal const string Kind = "model";
    internal const string LayersField = "layers";

    string ISaved.SavedKind => Kind;

    /// <summary>
    /// Saves the layers: weights, buffers and vocabularies. The file appears whole or not at all, and holds all that
    /// <see cref="SavedModel.Load"/> needs to compute the same numbers elsewhere.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="NotSupportedException">A part of a layer cannot be saved; the message says what to do.</exception>
    public void Save(string path) => SavedFile.Write(path, this);

    /// <summary>Puts the weights and buffers of a saved model into this one, which must be made alike: the same layers, settings and vocabularies.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is truncated, altered or newer than the library, or the models differ; the message says where. This model was not changed.
    /// </exception>
    public void Load(string path)
    {
        using var file = SavedFile.Open(path);
        if (file.State(0).Kind != Kind)
        {
            throw file.Refused($"it holds a {file.State(0).Kind} and not a model");
        }

        var graph = SavedGraph.Of(this);
        var comparison = new SavedComparison(file, graph);
        comparison.CompareField(LayersField, file.Objects[0], graph.Objects[0]);
        if (!comparison.Agrees)
        {
            throw file.Refused($"the model in it differs from this {GetType().Name}:\n{comparison.Differences}\nMake the model as it was made when it was saved, from the same vocabularies");
        }

        comparison.LoadWeights();
    }

    void ISaved.Save(StateWriter state)
    {
        state.Write("class", GetType().Name);
        state.WriteParts(LayersField, NamedLayers().Where(layer => IsWorthSaving(layer.Value)).Select(layer => KeyValuePair.Create(layer.Key, (object)layer.Value)));
    }

    /// <summary>The layers under names: the field's, or a number for one that no field holds or whose field's name is taken.</summary>
    private OrderedDictionary<string, Layer> NamedLayers()
    {
        var fields = FieldLayers().DistinctBy(layer => layer.Value).ToDictionary(layer => layer.Value, layer => layer.Key);
        var named = new OrderedDictionary<string, Layer>();
        foreach (var (number, layer) in Layers.Index())
        {
            if (!fields.TryGetValue(layer, out var name) || !named.TryAdd(name, layer))
            {
                named.Add($"layer_{number}", layer);
            }
        }

        return named;
    }

    /// <summary>A task has nothing to save: it is made again with the model.</summary>
    private static bool IsWorthSaving(Layer layer) => SavedKinds.Knows(layer.GetType()) || layer.Parameters.Any() || layer.Buffers.Any();

    /// <summary>A primary constructor's parameter <c>users</c> is kept in a field <c>&lt;users&gt;P</c>, a property <c>Users</c> in <c>&lt;Users&gt;k__BackingField</c>.</summary>
    private static string FieldName(FieldInfo field) =>
        field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>')] : field.Name.TrimStart('_');
}
