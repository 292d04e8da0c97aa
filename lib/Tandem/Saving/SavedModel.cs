namespace Tandem;

/// <summary>
/// The layers of a model that was saved, made again from its file alone: no data and no model class are needed, and what they compute is
/// the same bit for bit.
/// </summary>
/// <example><code>
/// model.Save("model.tandem");                                  // where it was trained
/// var users = SavedModel.Load("model.tandem").Tower("users");  // where it serves
/// </code></example>
public sealed class SavedModel
{
    private readonly string _path;
    private readonly OrderedDictionary<string, Layer?> _layers;

    private SavedModel(string path, OrderedDictionary<string, Layer?> layers)
    {
        _path = path;
        _layers = layers;
    }

    /// <summary>The names of the layers: those of the model's fields.</summary>
    public IReadOnlyList<string> Names => _layers.Keys;

    /// <summary>Loads the layers of a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds no model, is truncated, altered, or newer than the library.</exception>
    public static SavedModel Load(string path) => SavedFile.Read(path, file =>
    {
        var model = file.State(0);
        if (model.Kind != ModelState.Kind)
        {
            throw file.Refused($"it holds a {model.Kind} and not a model");
        }

        var layers = new OrderedDictionary<string, Layer?>();
        foreach (var (name, number) in model.PartNumbers(ModelState.LayersField))
        {
            layers.Add(name, SavedKinds.Named(file.State(number).Kind) is null ? null : file.Object(number) as Layer);
        }

        return new SavedModel(path, layers);
    });

    /// <summary>A tower.</summary>
    /// <param name="name">The name of the model's field that held it.</param>
    /// <exception cref="ArgumentException">The model has no such tower; the message lists what it has.</exception>
    public Tower Tower(string name) => Layer<Tower>(name);

    /// <summary>A layer of a type.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name of the model's field that held it.</param>
    /// <exception cref="ArgumentException">The model has no such layer; the message lists what it has.</exception>
    public T Layer<T>(string name)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(name);
        return _layers.TryGetValue(name, out var layer) && layer is T found
            ? found
            : throw new ArgumentException($"\"{_path}\" holds no {typeof(T).Name} \"{name}\". It holds {string.Join(", ", _layers.Select(Describe))}.", nameof(name));
    }

    private static string Describe(KeyValuePair<string, Layer?> layer) =>
        $"\"{layer.Key}\" ({layer.Value?.GetType().Name ?? "of a kind that this program does not know: SavedKinds.Register makes it known"})";
}
