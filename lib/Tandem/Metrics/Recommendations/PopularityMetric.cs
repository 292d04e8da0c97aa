namespace Tandem;

/// <summary>The mean, over all that is recommended, of a number that follows from how often a candidate occurs in the training data. Absent from results when nothing was recommended.</summary>
public abstract class PopularityMetric : RecommendationMetric
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly long _total;
    private WeightedMean _mean;

    private protected PopularityMetric(Column training, string name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(training);
        var strings = training.AsStrings();
        foreach (var (code, count) in strings.CountCodes().Index())
        {
            _counts.Add(strings.Dictionary[code], count);
            _total += count;
        }

        if (_total == 0)
        {
            throw new ArgumentException($"{name}: column \"{training.Name}\" holds no value to count.", nameof(training));
        }
    }

    /// <inheritdoc/>
    public sealed override void Reset() => _mean = default;

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Results() => PredictionMetric.Result(Name, _mean.Value);

    /// <summary>The number of a candidate.</summary>
    /// <param name="count">In how many rows of the training data it occurs; 0 when it is new.</param>
    /// <param name="total">The number of rows.</param>
    private protected abstract double Measure(long count, long total);

    private protected sealed override void Add(IReadOnlyList<string> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            _mean.Add(Measure(_counts.GetValueOrDefault(identifier), _total), 1);
        }
    }

    private protected sealed override bool MergeFrom(RecommendationMetric other)
    {
        var metric = (PopularityMetric)other;
        if (metric._counts.Count != _counts.Count || metric._counts.Any(pair => !_counts.TryGetValue(pair.Key, out var count) || count != pair.Value))
        {
            return false;
        }

        _mean.Add(metric._mean);
        return true;
    }
}
