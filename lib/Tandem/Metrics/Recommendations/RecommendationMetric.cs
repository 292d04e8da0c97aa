namespace Tandem;

/// <summary>A metric of what is recommended, whoever likes it: it is told the lists that were recommended.</summary>
public abstract class RecommendationMetric : Metric
{
    private protected RecommendationMetric(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What <see cref="Metric.Results"/> calls it.</summary>
    public string Name { get; }

    /// <summary>Adds the lists found for some queries.</summary>
    /// <exception cref="ArgumentException">The metric does not know a candidate; the message names it.</exception>
    public void Update(IEnumerable<Recommendations> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        foreach (var list in lists)
        {
            Update(list);
        }
    }

    /// <summary>Adds the list found for a query.</summary>
    /// <exception cref="ArgumentException">The metric does not know a candidate; the message names it.</exception>
    public void Update(Recommendations list)
    {
        ArgumentNullException.ThrowIfNull(list);
        Add([.. list.Select(recommendation => recommendation.Id)]);
    }

    /// <summary>Adds one list: the candidates' identifiers, best first.</summary>
    /// <exception cref="ArgumentException">The metric does not know a candidate; the message names it.</exception>
    public void Update(IReadOnlyList<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        Add(identifiers);
    }

    /// <summary>Adds all that another metric of the same kind has gathered.</summary>
    /// <exception cref="ArgumentException">The other is of another kind, or knows other candidates.</exception>
    public void Merge(RecommendationMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || !MergeFrom(other))
        {
            throw new ArgumentException($"{Name} cannot be merged with {other.Name}: only metrics of the same kind and candidates can.", nameof(other));
        }
    }

    private protected abstract void Add(IReadOnlyList<string> identifiers);

    /// <returns>Whether the other knows the same candidates; if not, nothing was added.</returns>
    private protected abstract bool MergeFrom(RecommendationMetric other);
}
