using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tandem;

/// <summary>The values that a trial of a search is to use, by name.</summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed class HyperParameters : IReadOnlyDictionary<string, object>
{
    private readonly OrderedDictionary<string, object> _values;

    internal HyperParameters(IEnumerable<KeyValuePair<string, object>> values) => _values = new(values);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>A value.</summary>
    /// <exception cref="KeyNotFoundException">The search space has no such hyper-parameter; the message lists what it has.</exception>
    public object this[string key] => _values.TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no hyper-parameter \"{key}\". The search space has {string.Join(", ", _values.Keys)}.");

    /// <summary>A whole number.</summary>
    /// <exception cref="InvalidCastException">The value is none.</exception>
    public int Int(string name) => this[name] is int or long or short or byte
        ? Convert.ToInt32(this[name], CultureInfo.InvariantCulture)
        : throw new InvalidCastException($"The hyper-parameter \"{name}\" is {Text(name)}, not a whole number.");

    /// <summary>A number.</summary>
    /// <exception cref="InvalidCastException">The value is none.</exception>
    public double Double(string name) => this[name] is int or long or short or byte or float or double or decimal
        ? Convert.ToDouble(this[name], CultureInfo.InvariantCulture)
        : throw new InvalidCastException($"The hyper-parameter \"{name}\" is {Text(name)}, not a number.");

    /// <summary>A number, rounded to 32 bits.</summary>
    /// <exception cref="InvalidCastException">The value is none.</exception>
    public float Float(string name) => (float)Double(name);

    /// <summary>The value as text, whatever it is.</summary>
    public string Text(string name) => Format(this[name]);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

    /// <summary>As in <c>dimension=32, learning_rate=0.1</c>.</summary>
    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={Format(pair.Value)}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Format(object value) => value switch
    {
        double or float => $"{value:G6}",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
