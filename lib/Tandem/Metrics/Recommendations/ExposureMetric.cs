namespace Tandem;

/// <summary>A metric of how often each candidate of a catalogue is recommended. Absent from results when nothing was.</summary>
public abstract class ExposureMetric : RecommendationMetric
{
    private readonly Dictionary<string, long> _times;

    private protected ExposureMetric(IEnumerable<string> catalog, string name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _times = new(StringComparer.Ordinal);
        foreach (var identifier in catalog)
        {
            if (!_times.TryAdd(identifier, 0))
            {
                throw new ArgumentException($"{name}: candidate \"{identifier}\" stands twice in the catalogue. Its candidates must differ.", nameof(catalog));
            }
        }

        if (_times.Count == 0)
        {
            throw new ArgumentException($"{name}: the catalogue is empty, so nothing of it can be recommended.", nameof(catalog));
        }
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        foreach (var identifier in _times.Keys.ToArray())
        {
            _times[identifier] = 0;
        }
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Results() =>
        PredictionMetric.Result(Name, _times.Values.Any(times => times > 0) ? Measure([.. _times.Values]) : null);

    /// <summary>The metric's value.</summary>
    /// <param name="times">How often each candidate was recommended.</param>
    private protected abstract double Measure(long[] times);

    private protected sealed override void Add(IReadOnlyList<string> identifiers)
    {
        if (identifiers.FirstOrDefault(identifier => !_times.ContainsKey(identifier)) is { } unknown)
        {
            throw new ArgumentException($"{Name}: \"{unknown}\" was recommended, but is not in the catalogue. Give the metric all candidates of the index.", nameof(identifiers));
        }

        foreach (var identifier in identifiers)
        {
            _times[identifier]++;
        }
    }

    private protected sealed override bool MergeFrom(RecommendationMetric other)
    {
        var metric = (ExposureMetric)other;
        if (metric._times.Count != _times.Count || !metric._times.Keys.All(_times.ContainsKey))
        {
            return false;
        }

        foreach (var (identifier, times) in metric._times)
        {
            _times[identifier] += times;
        }

        return true;
    }
}
