using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Gives back what a <see cref="StateWriter"/> took down.</summary>
public sealed class StateReader
{
    internal const string WeightsField = "weights";

    private const int MostIndicesWithoutRows = 1 << 20;

    private readonly SavedFile _file;
    private readonly JsonObject _fields;
    private readonly List<object> _parts = [];

    internal StateReader(SavedFile file, JsonObject fields)
    {
        _file = file;
        _fields = fields;
    }

    /// <summary>The kind of the object.</summary>
    public string Kind => Text("kind") ?? "";

    /// <summary>The parts read so far.</summary>
    internal IEnumerable<object> ReadParts => _parts;

    /// <summary>Whether a field was written, and with a value.</summary>
    public bool Has(string name) => _fields[name] is not null;

    /// <summary>A truth value.</summary>
    /// <exception cref="InvalidDataException">There is no such field, or it is of another type. So for all methods.</exception>
    public bool Bool(string name) => Scalar<bool>(name);

    /// <summary>A whole number.</summary>
    public int Int(string name) => Long(name) is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Unfit(name, "a whole number of 32 bits");

    /// <summary>A whole number.</summary>
    public long Long(string name) => Scalar<long>(name);

    /// <summary>A whole number, if there was one.</summary>
    public long? OptionalLong(string name) => Field(name) is null ? null : Long(name);

    /// <summary>A whole number, if there was one.</summary>
    public int? OptionalInt(string name) => Field(name) is null ? null : Int(name);

    /// <summary>A number.</summary>
    public float Float(string name) => (float)Double(name);

    /// <summary>A number.</summary>
    public double Double(string name) => Field(name) is JsonValue value && value.TryGetValue<string>(out var bits)
        ? long.TryParse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var parsed) ? BitConverter.Int64BitsToDouble(parsed) : throw Unfit(name, "a number")
        : Scalar<double>(name);

    /// <summary>A text, or <see langword="null"/> when there was none.</summary>
    public string? Text(string name) =>
        _fields.TryGetPropertyValue(name, out var node) && node is null ? null : Scalar<string>(name);

    /// <summary>A choice.</summary>
    /// <typeparam name="TEnum">Its type.</typeparam>
    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum =>
        Choice<TEnum>(Text(name), name);

    /// <summary>Choices that were written as texts.</summary>
    /// <typeparam name="TEnum">Their type.</typeparam>
    internal IEnumerable<TEnum> Choices<TEnum>(string name)
        where TEnum : struct, Enum =>
        Texts(name).Select(text => Choice<TEnum>(text, name));

    /// <summary>Texts.</summary>
    public string[] Texts(string name) => Elements<string>(name);

    /// <summary>Numbers.</summary>
    public float[] Floats(string name) => Elements<float>(name);

    /// <summary>Numbers.</summary>
    public double[] Doubles(string name) => Elements<double>(name);

    /// <summary>Whole numbers.</summary>
    public int[] Ints(string name) => Elements<int>(name);

    /// <summary>Whole numbers.</summary>
    public long[] Longs(string name) => Elements<long>(name);

    /// <summary>A tensor, on the current device.</summary>
    public Tensor Tensor(string name) =>
        Tensors.Tensor.From(Elements<float>(name), new Shape(_file.Array(ArrayOf(Field(name), name)).Shape));

    /// <summary>An object; the same one wherever the same one was written.</summary>
    /// <typeparam name="T">Its type, or a base of it.</typeparam>
    public T Part<T>(string name)
        where T : class => Part<T>(Field(name), name);

    /// <summary>Objects, in order.</summary>
    /// <typeparam name="T">Their type, or a base of it.</typeparam>
    public T[] Parts<T>(string name)
        where T : class =>
        Field(name) is JsonArray parts ? [.. parts.Select(part => Part<T>(part, name))] : throw Unfit(name, "a list of objects");

    /// <summary>A whole number, 0 or more.</summary>
    internal long NotNegative(string name) => Long(name) is >= 0 and var value ? value : throw Unfit(name, "a number of 0 or more");

    /// <summary>A whole number, 0 or more.</summary>
    internal int Count(string name) => Int(name) is >= 0 and var value ? value : throw Unfit(name, "a number of 0 or more");

    /// <summary>A number of parts that each have weights of their own, so that there cannot be more of them than the object has weights.</summary>
    internal int WeightedCount(string name) => Count(name) is var count && count <= SavedWeights.Count
        ? count
        : throw Unfit(name, $"as small as the number of its weights, {SavedWeights.Count}");

    /// <summary>
    /// A number of indices that take memory. An embedding has a row in the file for each; without one, a file may ask for a million.
    /// </summary>
    internal int IndexCount(string name) => Count(name) is var count && count <= Math.Max(_file.Length, MostIndicesWithoutRows)
        ? count
        : throw Unfit(name, $"as small as what the file holds, {_file.Length} bytes");

    /// <summary>A text that must be there.</summary>
    internal string RequiredText(string name) => Text(name) ?? throw Unfit(name, "a text");

    /// <summary>A tensor of finite numbers, on the current device.</summary>
    internal Tensor FiniteTensor(string name)
    {
        RequireFinite(name, Elements<float>(name));
        return Tensor(name);
    }

    /// <summary>Throws unless all numbers are finite.</summary>
    internal void RequireFinite(string name, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw Unfit(name, $"finite, element {i} is {values[i]}");
            }
        }
    }

    /// <summary>Whether the object has a saved weight of a name and shape.</summary>
    internal void RequireWeight(string name, Shape shape)
    {
        var alike = SavedWeights.Where(weight => weight.Key == name || weight.Key.StartsWith(name + '#', StringComparison.Ordinal));
        if (!alike.Any(weight => new Shape(_file.Array(ArrayOf(weight.Value, name)).Shape) == shape))
        {
            throw _file.Damaged($"a {Kind} needs a weight \"{name}\" of shape {shape}, and the file has none");
        }
    }

    /// <summary>Whether there is more than the kind.</summary>
    internal bool HasFields => _fields.Count > 1;

    /// <summary>The fields of objects, in order, for whoever has objects to put them into.</summary>
    internal IEnumerable<StateReader> States(string name) => Field(name) is JsonArray parts
        ? parts.Select(part => _file.State(ReferenceOf(part, StateWriter.ObjectKey) ?? throw Unfit(name, "objects")))
        : throw Unfit(name, "a list of objects");

    /// <summary>The fields of named objects.</summary>
    internal OrderedDictionary<string, StateReader> NamedStates(string name) =>
        new(PartNumbers(name).Select(part => KeyValuePair.Create(part.Key, _file.State(part.Value))));

    /// <summary>The number of an object.</summary>
    internal int PartNumber(string name) => ReferenceOf(Field(name), StateWriter.ObjectKey) ?? throw Unfit(name, "an object");

    /// <summary>The fields of an object, if it was written.</summary>
    internal StateReader? Optional(string name) => Has(name) ? _file.State(PartNumber(name)) : null;

    /// <summary>The numbers of named objects.</summary>
    internal IEnumerable<KeyValuePair<string, int>> PartNumbers(string name) => Field(name) is JsonObject parts
        ? parts.Select(part => KeyValuePair.Create(part.Key, ReferenceOf(part.Value, StateWriter.ObjectKey) ?? throw Unfit(name, "objects")))
        : throw Unfit(name, "named objects");

    /// <summary>The shape of a layer's own weights, for layers whose settings follow from it.</summary>
    internal Shape WeightsShape(string weights)
    {
        var array = _file.Array(ArrayOf(SavedWeights[weights], weights));
        return array.Type == SavedType.Float32 ? new Shape(array.Shape) : throw Unfit(WeightsField, "an array of numbers");
    }

    /// <summary>Fills tensors with the weights that were written for them.</summary>
    internal void ReadWeights(IReadOnlyCollection<KeyValuePair<string, Tensor>> weights)
    {
        var saved = SavedWeights;
        if (saved.Count != weights.Count)
        {
            throw _file.Damaged($"a {Kind} has {saved.Count} saved weights and {weights.Count} of its own");
        }

        foreach (var (key, tensor) in weights)
        {
            _file.ReadInto(ArrayOf(saved[key], key), tensor);
        }
    }

    /// <summary>The number that a reference holds; <see langword="null"/> for what is none.</summary>
    internal static int? ReferenceOf(JsonNode? node, string key) =>
        node is JsonObject reference && reference[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private JsonObject SavedWeights => _fields[WeightsField] as JsonObject ?? [];

    private TEnum Choice<TEnum>(string? text, string name)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(text, out var value) && Enum.IsDefined(value) ? value : throw Unfit(name, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    private T Part<T>(JsonNode? node, string name)
        where T : class
    {
        var number = ReferenceOf(node, StateWriter.ObjectKey) ?? throw Unfit(name, "an object");
        var part = _file.Object(number);
        _parts.Add(part);
        return part as T ?? throw Unfit(name, $"a {typeof(T).Name}");
    }

    private T[] Elements<T>(string name) => _file.ReadArray(ArrayOf(Field(name), name)) as T[] ?? throw Unfit(name, $"an array of {typeof(T).Name}");

    private int ArrayOf(JsonNode? node, string name) => ReferenceOf(node, StateWriter.ArrayKey) ?? throw Unfit(name, "an array");

    private T Scalar<T>(string name) => Field(name) is JsonValue value && value.TryGetValue<T>(out var scalar) ? scalar : throw Unfit(name, $"a {typeof(T).Name}");

    private JsonNode? Field(string name) => _fields.TryGetPropertyValue(name, out var node) ? node : throw Unfit(name, "present");

    private InvalidDataException Unfit(string field, string wanted) => _file.Damaged($"the field \"{field}\" of a {_fields["kind"]} is not {wanted}");
}
