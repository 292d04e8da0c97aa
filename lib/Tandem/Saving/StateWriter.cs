using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Takes down what is needed to make an object again: named values, arrays, weights and parts. See <see cref="SavedKinds"/>.</summary>
public sealed class StateWriter
{
    internal const string ObjectKey = "object";
    internal const string ArrayKey = "array";
    internal const string RowsKey = "rows";

    private readonly SavedGraph _graph;
    private readonly JsonObject _fields;
    private readonly List<object> _parts = [];

    internal StateWriter(SavedGraph graph, JsonObject fields)
    {
        _graph = graph;
        _fields = fields;
    }

    /// <summary>The parts written so far.</summary>
    internal IEnumerable<object> WrittenParts => _parts;

    /// <summary>Writes a truth value.</summary>
    public void Write(string name, bool value) => Add(name, JsonValue.Create(value));

    /// <summary>Writes a whole number.</summary>
    public void Write(string name, long value) => Add(name, JsonValue.Create(value));

    /// <summary>Writes a whole number, or that there is none.</summary>
    public void Write(string name, long? value) => Add(name, JsonValue.Create(value));

    /// <summary>Writes a number; every bit comes back, of NaN and infinities too.</summary>
    public void Write(string name, double value) =>
        Add(name, double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(BitConverter.DoubleToInt64Bits(value).ToString("X16", CultureInfo.InvariantCulture)));

    /// <summary>Writes a text, or that there is none.</summary>
    public void Write(string name, string? value) => Add(name, JsonValue.Create(value));

    /// <summary>Writes a choice by its name.</summary>
    public void Write(string name, Enum value) => Add(name, JsonValue.Create(value?.ToString()));

    /// <summary>Writes texts, such as a vocabulary.</summary>
    public void Write(string name, ReadOnlySpan<string> values) => AddArray(name, values.ToArray());

    /// <summary>Writes numbers that training does not change.</summary>
    public void Write(string name, ReadOnlySpan<float> values) => AddArray(name, values.ToArray());

    /// <summary>Writes numbers.</summary>
    public void Write(string name, ReadOnlySpan<double> values) => AddArray(name, values.ToArray());

    /// <summary>Writes whole numbers.</summary>
    public void Write(string name, ReadOnlySpan<int> values) => AddArray(name, values.ToArray());

    /// <summary>Writes whole numbers.</summary>
    public void Write(string name, ReadOnlySpan<long> values) => AddArray(name, values.ToArray());

    /// <summary>Writes a tensor that training does not change.</summary>
    public void Write(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        AddArray(name, value);
    }

    /// <summary>Writes an object of a kind that can be saved. One that several refer to is written once, and shared again when it is read.</summary>
    public void WritePart(string name, object part)
    {
        ArgumentNullException.ThrowIfNull(part);
        Add(name, Reference(part));
    }

    /// <summary>Writes a layer whose tables have a row for each entry of a vocabulary, which tells them apart when it has grown.</summary>
    internal void WritePart(string name, Layer part, object rowsNamedBy)
    {
        var reference = Reference(part);
        reference.Add(RowsKey, _graph.Number(rowsNamedBy));
        Add(name, reference);
    }

    /// <summary>Writes objects, in order.</summary>
    public void WriteParts(string name, IEnumerable<object> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Add(name, new JsonArray([.. parts.Select(Reference)]));
    }

    /// <summary>Writes named objects.</summary>
    internal void WriteParts(string name, IEnumerable<KeyValuePair<string, object>> parts)
    {
        var named = new JsonObject();
        foreach (var (key, part) in parts)
        {
            named.Add(key, Reference(part));
        }

        Add(name, named);
    }

    /// <summary>Writes tensors that training changes.</summary>
    internal void WriteWeights(IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        var named = new JsonObject();
        foreach (var (key, tensor) in weights)
        {
            named.Add(key, new JsonObject { [ArrayKey] = _graph.ArrayNumber(tensor, isWeights: true) });
        }

        if (named.Count > 0)
        {
            Add(StateReader.WeightsField, named);
        }
    }

    private JsonObject Reference(object part)
    {
        _parts.Add(part);
        return new JsonObject { [ObjectKey] = _graph.Number(part) };
    }

    private void AddArray(string name, object content) => Add(name, new JsonObject { [ArrayKey] = _graph.ArrayNumber(content, isWeights: false) });

    private void Add(string name, JsonNode? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_fields.TryAdd(name, value))
        {
            throw new ArgumentException($"The field \"{name}\" was written twice; give each its own name.", nameof(name));
        }
    }
}
