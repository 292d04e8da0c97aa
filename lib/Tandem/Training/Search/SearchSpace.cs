namespace Tandem;

/// <summary>The hyper-parameters that a search varies, and the values they may have.</summary>
/// <example><code>
/// var space = new SearchSpace().Choice("dimension", 16, 32, 64).LogUniform("learning_rate", 0.01, 1);
/// </code></example>
public sealed class SearchSpace
{
    private readonly OrderedDictionary<string, SearchDimension> _dimensions = [];

    /// <summary>The names of the hyper-parameters, in the order of being added.</summary>
    public IReadOnlyList<string> Names => _dimensions.Keys;

    internal IReadOnlyList<SearchDimension> Dimensions => _dimensions.Values;

    /// <summary>One of some values: numbers, texts, truth values or choices of an enumeration.</summary>
    /// <exception cref="ArgumentException">There is none, one occurs twice, or the name is taken.</exception>
    public SearchSpace Choice<T>(string name, params IReadOnlyList<T> values)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || values.Distinct().Count() < values.Count)
        {
            throw new ArgumentException($"\"{name}\" needs values to choose from, each given once; they are {string.Join(", ", values.Select(value => $"{value}"))}.", nameof(values));
        }

        return Add(name, new SearchDimension(name, [.. values], random => values[random.NextInt(values.Count)]));
    }

    /// <summary>A number from a range, each with the same probability. For random search.</summary>
    /// <exception cref="ArgumentException">The range is empty, or the name is taken.</exception>
    public SearchSpace Uniform(string name, double minimum, double maximum)
    {
        CheckRange(name, minimum, maximum);
        return Add(name, new SearchDimension(name, null, random => minimum + (random.NextDouble() * (maximum - minimum))));
    }

    /// <summary>A number from a range whose logarithm is uniform: as many between 0.01 and 0.1 as between 0.1 and 1. For random search.</summary>
    /// <exception cref="ArgumentException">The range is empty or not above 0, or the name is taken.</exception>
    public SearchSpace LogUniform(string name, double minimum, double maximum)
    {
        CheckRange(name, minimum, maximum);
        return minimum > 0
            ? Add(name, new SearchDimension(name, null, random => Math.Clamp(minimum * Math.Pow(maximum / minimum, random.NextDouble()), minimum, maximum)))
            : throw new ArgumentOutOfRangeException(nameof(minimum), minimum, $"\"{name}\": a logarithm needs numbers above 0.");
    }

    /// <summary>A whole number from a range, both ends included. For random search.</summary>
    /// <exception cref="ArgumentException">The range is empty, or the name is taken.</exception>
    public SearchSpace Integer(string name, int minimum, int maximum)
    {
        CheckRange(name, minimum, maximum);
        var count = (long)maximum - minimum + 1;
        return count <= int.MaxValue
            ? Add(name, new SearchDimension(name, null, random => minimum + random.NextInt((int)count)))
            : throw new ArgumentException($"\"{name}\": the range from {minimum} to {maximum} has {count} numbers, more than can be drawn from. Use LogUniform.", nameof(maximum));
    }

    private SearchSpace Add(string name, SearchDimension dimension)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _dimensions.TryAdd(name, dimension)
            ? this
            : throw new ArgumentException($"\"{name}\" is in the search space already; name each hyper-parameter once.", nameof(name));
    }

    private static void CheckRange(string name, double minimum, double maximum)
    {
        if (!(minimum < maximum) || !double.IsFinite(maximum - minimum))
        {
            throw new ArgumentException($"\"{name}\": the range from {minimum} to {maximum} is empty or not finite. Give the smaller end first.");
        }
    }
}
