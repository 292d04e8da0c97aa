using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tandem;

/// <summary>
/// What an evaluation measured, by name. A metric that was not computed is absent. The short names that progress shows, such as <c>val_top_100</c>, are understood as well.
/// </summary>
[TypeFormatterSource(typeof(MetricValuesFormatterSource))]
public sealed class MetricValues : IReadOnlyDictionary<string, double>
{
    private readonly OrderedDictionary<string, double> _values = [];

    /// <summary>
    /// Metrics of your own. Shown by a notebook, <c>new MetricValues([new("top_100", 0.26)])</c> is a table to its reader, and its numbers go into the
    /// file of metrics that <c>tandem run</c> leaves behind.
    /// </summary>
    /// <param name="values">Names and values, in the order of showing.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="InvalidOperationException">Two metrics have the same name.</exception>
    public MetricValues(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(values));
            if (!_values.TryAdd(name, value))
            {
                throw new InvalidOperationException(
                    $"Two metrics are called \"{name}\", and one would hide the other. Give the tasks of a model a name each, or their metrics.");
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value of a metric.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured; the message lists what was.</exception>
    public double this[string name] => TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no metric \"{name}\". Measured were: {string.Join(", ", _values.Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        value = 0;
        return _values.TryGetValue(key, out value) || (MetricNames.Find(key, _values.Keys) is { } full && _values.TryGetValue(full, out value));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _values.GetEnumerator();

    /// <summary>A line for each metric.</summary>
    public override string ToString()
    {
        var width = _values.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
        return string.Join('\n', _values.Select(pair => $"{pair.Key.PadRight(width)}  {Format(pair.Value)}"));
    }

    /// <summary>Four significant digits, and no fewer than the integer part has.</summary>
    internal static string Format(double value) => Math.Abs(value) >= 1000
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
