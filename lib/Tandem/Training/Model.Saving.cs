using System.Reflection;

namespace Tandem;

/// <content>Saving and loading.</content>
public abstract partial class Model
{
    /// <summary>
    /// Saves the layers: weights, buffers and vocabularies. The file appears whole or not at all, and holds all that
    /// <see cref="SavedModel.Load"/> needs to compute the same numbers elsewhere.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="withOptimizer">Whether to save the optimiser's state and what samplers remember too, for a training that is to go on; not needed to serve.</param>
    /// <exception cref="NotSupportedException">A part of a layer cannot be saved; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The optimiser's state is wanted and the model was not compiled.</exception>
    public void Save(string path, bool withOptimizer = false) => SavedFile.Write(path, withOptimizer && Optimizer is null
        ? throw new InvalidOperationException("There is no optimiser to save: compile the model first, or save it without.")
        : new ModelState(this, withOptimizer));

    /// <summary>
    /// Puts the weights and buffers of a saved model into this one, which must be made alike: the same layers, settings and vocabularies. When the
    /// file holds an optimiser's state and this model is compiled, that is restored as well; load before compiling to start it afresh.
    /// </summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is truncated, altered or newer than the library, or the models differ; the message says where. This model was not changed.
    /// </exception>
    public void Load(string path) => LoadFrom(path, mayGrow: false);

    /// <summary>
    /// As <see cref="Load"/>, into a model whose vocabularies have grown: made from newer data, they hold all entries of the file's in any order, and
    /// new ones. Entries that were known keep their rows and what the optimiser remembers of them; new ones start afresh.
    /// </summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <returns>The vocabularies that have grown.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>; or an entry of the file is missing here. This model was not changed.</exception>
    public IReadOnlyList<GrownVocabulary> LoadGrown(string path) => LoadFrom(path, mayGrow: true);

    /// <summary>The layers under names: the field's, or a number for one that no field holds or whose field's name is taken.</summary>
    internal OrderedDictionary<string, Layer> NamedLayers()
    {
        var fields = InFields<Layer>().DistinctBy(layer => layer.Value).ToDictionary(layer => layer.Value, layer => layer.Key);
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

    private IReadOnlyList<GrownVocabulary> LoadFrom(string path, bool mayGrow) => SavedFile.Read(path, file =>
    {
        if (file.State(0).Kind != ModelState.Kind)
        {
            throw file.Refused($"it holds a {file.State(0).Kind} and not a model");
        }

        var loading = new ModelLoading(file, 0, this, mayGrow: mayGrow);
        if (loading.Differences.Count > 0)
        {
            throw file.Refused(
                $"the model in it differs from this {GetType().Name}:\n  {string.Join("\n  ", loading.Differences)}\nMake and compile the model as it was when it was saved{(mayGrow ? "" : ", from the same vocabularies, or use LoadGrown where they have more entries now")}");
        }

        loading.Apply();
        return loading.Growths;
    });

    /// <summary>A primary constructor's parameter <c>users</c> is kept in a field <c>&lt;users&gt;P</c>, a property <c>Users</c> in <c>&lt;Users&gt;k__BackingField</c>.</summary>
    private static string FieldName(FieldInfo field) =>
        field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>')] : field.Name.TrimStart('_');
}
