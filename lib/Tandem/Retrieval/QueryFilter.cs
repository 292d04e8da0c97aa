namespace Tandem;

/// <summary>
/// What a query may return: every part that is given must agree. What is filtered out never comes back; a list is shorter than k where too few are left.
/// </summary>
/// <example><code>
/// var seen = new SeenItems(train, "user_id", "movie_title");
/// index.Query("42", k: 10, new() { Seen = seen, Allowed = new(comedies["movie_title"]) })
/// </code></example>
public sealed record QueryFilter
{
    /// <summary>The only candidates that any query may return; all when omitted. Those the index does not hold change nothing.</summary>
    public CandidateSet? Allowed { get; init; }

    /// <summary>Candidates that no query may return. Those the index does not hold change nothing.</summary>
    public CandidateSet? Excluded { get; init; }

    /// <summary>For each query the only candidates that it may return; null for a query that may return all.</summary>
    public IReadOnlyList<CandidateSet?>? AllowedPerQuery { get; init; }

    /// <summary>For each query candidates that it may not return; null for none.</summary>
    public IReadOnlyList<CandidateSet?>? ExcludedPerQuery { get; init; }

    /// <summary>What each user has seen, and is not shown again. A user without history has seen nothing.</summary>
    public SeenItems? Seen { get; init; }

    /// <summary>Checks that lists per query are one for each.</summary>
    /// <exception cref="ArgumentException">They are not; the message names them.</exception>
    internal void CheckLists(int queries)
    {
        (string Name, IReadOnlyList<CandidateSet?>? Lists)[] perQuery = [(nameof(AllowedPerQuery), AllowedPerQuery), (nameof(ExcludedPerQuery), ExcludedPerQuery)];
        foreach (var (name, lists) in perQuery)
        {
            if (lists is not null && lists.Count != queries)
            {
                throw new ArgumentException($"{name} has {lists.Count} lists for {queries} queries. Give one for each, null where a query has none.", name);
            }
        }
    }
}
