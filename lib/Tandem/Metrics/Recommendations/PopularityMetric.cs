namespace Tandem;

/// <summary>
/// The mean, over all that is recommended, of a number that follows from how often a candidate occurs in the training data. Absent from results when
/// nothing was recommended.
/// </summary>
public abstract class PopularityMetric : RecommendationMetric
{
    private readonly Popularity _training;
    private readonly long _total;
    private WeightedMean _mean;

    private protected PopularityMetric(Column training, string name)
        : base(name)
    {
        _training = new Popularity(training);
        _total = _training.Counts.Values.Sum();
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
            _mean.Add(Measure(_training.Counts.GetValueOrDefault(identifier), _total), 1);
        }
    }

    private protected sealed override bool MergeFrom(RecommendationMetric other)
    {
        var metric = (PopularityMetric)other;
        var (counts, others) = (_training.Counts, metric._training.Counts);
        if (others.Count != counts.Count || others.Any(pair => counts.GetValueOrDefault(pair.Key) != pair.Value))
        {
            return false;
        }

        _mean.Add(metric._mean);
        return true;
    }
}
