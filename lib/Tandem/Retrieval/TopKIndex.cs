using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Finds the best candidates for a query. The contract of every index and recommender: results come best first, ties by the lower row of the index; what a
/// query filters out never comes back; where fewer than k are left the list is shorter; identifiers are unique; k is at most <see cref="Count"/>.
/// </summary>
/// <remarks>
/// Many threads may query an index at once, with filters that they share or make themselves; each gets the answer that it would get alone. Training of the query tower
/// must not run meanwhile.
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource))]
public abstract class TopKIndex
{
    private readonly string[] _identifiers;
    private readonly Dictionary<string, int> _rows;

    /// <summary>Names the candidates of an index.</summary>
    /// <param name="identifiers">An identifier for each row; errors name the column.</param>
    /// <exception cref="ArgumentException">There is none, one is null, or two are equal.</exception>
    private protected TopKIndex(Column identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        (_identifiers, _rows) = Unique(identifiers);
    }

    /// <summary>The number of candidates.</summary>
    public int Count => _identifiers.Length;

    /// <summary>The candidates' identifiers, in the order of the index's rows.</summary>
    public IReadOnlyList<string> Identifiers => _identifiers;

    /// <summary>Whether results are the true best; an approximate index may miss some.</summary>
    public virtual bool IsExact => true;

    /// <summary>Loads an index of any kind, which finds the same as when it was saved, bit for bit.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds something else, is truncated, altered, or newer than the library.</exception>
    public static TopKIndex Load(string path) => SavedObjects.Load<TopKIndex>(path);

    /// <summary>Saves the index with all that it needs to be queried, its query tower included. The file appears whole or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="NotSupportedException">The index does not hold its candidates, as with <see cref="Streaming"/>.</exception>
    public void Save(string path) => SavedObjects.Save(path, SavedKinds.Knows(GetType())
        ? this
        : throw new NotSupportedException(this is CustomIndex
            ? $"A {GetType().Name} index cannot be saved: tell how with SavedKinds.Register<{GetType().Name}>(…) first."
            : $"A {GetType().Name} index does not hold its candidates, so it cannot be saved. Save the model whose towers embed them, or a {nameof(BruteForce)} index."));

    /// <summary>What kind of index it is, and how many candidates it has.</summary>
    public override string ToString() => $"{GetType().Name}: {Count:N0} candidates{(IsExact ? "" : ", approximate")}";

    /// <summary>Whether the index holds a candidate.</summary>
    public bool Contains(string identifier) => _rows.ContainsKey(identifier);

    /// <summary>Whether the index can be queried for an id; an id that it never met has no recommendations of its own.</summary>
    public abstract bool Knows(string id);

    /// <summary>The k best candidates for a query.</summary>
    /// <param name="id">The query's id.</param>
    /// <param name="k">How many.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="Count"/>.</exception>
    /// <exception cref="ArgumentException">The index does not know the id.</exception>
    public Recommendations Query(string id, int k = 10, QueryFilter? filter = null) => Query([id], k, filter)[0];

    /// <summary>The k best candidates for each query.</summary>
    /// <param name="ids">The queries' ids.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="Count"/>.</exception>
    /// <exception cref="ArgumentException">The index does not know an id, the filter's lists are not one for each query, or there are more results than one array holds.</exception>
    public IReadOnlyList<Recommendations> Query(IReadOnlyList<string> ids, int k = 10, QueryFilter? filter = null) =>
        Named(ids, QueryRows(ids, k, filter));

    /// <summary>The k best candidates for a query that are not excluded. An excluded candidate never comes back: the list is shorter where too few are left.</summary>
    /// <param name="id">The query's id.</param>
    /// <param name="excluded">Identifiers to leave out; those the index does not hold change nothing.</param>
    /// <param name="k">How many.</param>
    /// <inheritdoc cref="Query(string, int, QueryFilter?)" path="/exception"/>
    public Recommendations QueryWithExclusions(string id, IEnumerable<string> excluded, int k = 10) =>
        Query(id, k, new QueryFilter { Excluded = new CandidateSet(excluded) });

    /// <summary>The k best candidates for each query that are not excluded for it.</summary>
    /// <param name="ids">The queries' ids.</param>
    /// <param name="excluded">For each query, identifiers to leave out; those the index does not hold change nothing.</param>
    /// <param name="k">How many for each.</param>
    /// <inheritdoc cref="Query(IReadOnlyList{string}, int, QueryFilter?)" path="/exception"/>
    public IReadOnlyList<Recommendations> QueryWithExclusions(IReadOnlyList<string> ids, IReadOnlyList<IEnumerable<string>> excluded, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        return Query(ids, k, new QueryFilter { ExcludedPerQuery = [.. excluded.Select(list => new CandidateSet(list))] });
    }

    /// <summary>The k candidates most like a candidate, which is itself left out. Between vectors likeness is the cosine.</summary>
    /// <param name="identifier">The candidate.</param>
    /// <param name="k">How many.</param>
    /// <param name="filter">What may be returned; everything when omitted. What users have seen does not apply.</param>
    /// <inheritdoc cref="Similar(IReadOnlyList{string}, int, QueryFilter?)" path="/exception"/>
    public Recommendations Similar(string identifier, int k = 10, QueryFilter? filter = null) => Similar([identifier], k, filter)[0];

    /// <summary>The k candidates most like each of some candidates, which is itself left out.</summary>
    /// <param name="identifiers">The candidates.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned; everything when omitted. What users have seen does not apply.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="Count"/>.</exception>
    /// <exception cref="ArgumentException">The index does not hold a candidate, or the filter names what users have seen.</exception>
    /// <exception cref="NotSupportedException">The index has no notion of likeness.</exception>
    public IReadOnlyList<Recommendations> Similar(IReadOnlyList<string> identifiers, int k = 10, QueryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        CheckK(k);
        CheckResults(identifiers.Count, k);
        if (filter?.Seen is not null)
        {
            throw new ArgumentException("What users have seen cannot filter candidates that are like a candidate: no user is asking. Use Excluded.", nameof(filter));
        }

        var rows = identifiers.Select(RowOf).ToArray();
        return Named(identifiers, rows.Length == 0 ? Nothing(k) : SearchSimilar(rows, k, RowFilter.Of(filter, this, identifiers, rows)));
    }

    /// <summary>Why the index knows no id at all, and what to do about it; <see langword="null"/> where it knows some.</summary>
    internal virtual string? WhyNoIdIsKnown => null;

    /// <summary>The row of a candidate.</summary>
    internal bool TryGetRow(string identifier, out int row) => _rows.TryGetValue(identifier, out row);

    /// <summary>As <see cref="Query(IReadOnlyList{string}, int, QueryFilter?)"/>, as rows of the index.</summary>
    internal TopKRows QueryRows(IReadOnlyList<string> ids, int k, QueryFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(ids);
        CheckK(k);
        CheckResults(ids.Count, k);
        foreach (var (query, id) in ids.Index())
        {
            if (id is null)
            {
                throw new ArgumentException($"Query {query} has no id, it is null. Leave it out, or recommend what is popular.", nameof(ids));
            }

            if (!Knows(id))
            {
                throw Unknown(id);
            }
        }

        return ids.Count == 0 ? Nothing(k) : Search(ids, k, RowFilter.Of(filter, this, ids));
    }

    /// <summary>The error for an id that the index does not know.</summary>
    private protected abstract ArgumentException Unknown(string id);

    /// <summary>Finds the best rows for queries by id.</summary>
    /// <param name="ids">Ids that the index knows, at least one.</param>
    /// <param name="k">How many for each, from 1 to <see cref="Count"/>.</param>
    /// <param name="filter">What may be returned.</param>
    private protected abstract TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter);

    /// <summary>Finds the rows most like given ones.</summary>
    /// <param name="rows">Rows of the index, at least one; the filter excludes each for itself.</param>
    /// <param name="k">How many for each, from 1 to <see cref="Count"/>.</param>
    /// <param name="filter">What may be returned.</param>
    private protected abstract TopKRows SearchSimilar(int[] rows, int k, RowFilter filter);

    private protected void CheckK(int k)
    {
        if (k < 1 || k > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be from 1 to {Count}, the number of candidates in the index.");
        }
    }

    /// <summary>The k highest of scores of all candidates, <c>[queries, <see cref="Count"/>]</c>; a candidate whose score is NaN is left out.</summary>
    private protected TopKRows Best(Tensor scores, int k, RowFilter filter)
    {
        using var scope = new TensorScope();
        var device = scores.Device;
        var (best, rows) = (Tensor.Empty(new Shape(scores.Shape[0], k), device), Indices.Empty(scores.Shape[0] * k, device));
        var excluded = filter.AsExclusions(scores.Shape[0], Count);
        var (offsets, excludedRows) = excluded is null
            ? (null, null)
            : (Indices.From(excluded.Offsets, device: device), Indices.From(excluded.Rows, device: device));
        device.SelectTopK(scores, offsets, excludedRows, best, rows);
        return new TopKRows(k, best.ToArray(), rows.ToArray());
    }

    /// <summary>Checks that the results of a query fit in memory that .NET can address at once.</summary>
    private protected static void CheckResults(int queries, int k)
    {
        if ((long)queries * k > Array.MaxLength)
        {
            throw new ArgumentException($"{queries:N0} queries with k = {k:N0} have {(long)queries * k:N0} results, and one call returns at most {Array.MaxLength:N0}. Ask for fewer queries at a time: ids.Chunk({Array.MaxLength / k}).");
        }
    }

    private protected static TopKRows Nothing(int k) => new(k, [], []);

    private protected Recommendations[] Named(IReadOnlyList<string> queries, TopKRows found)
    {
        var results = new Recommendations[queries.Count];
        for (var query = 0; query < results.Length; query++)
        {
            var rows = found.Of(query);
            var items = new Recommendation[rows.Length];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = new Recommendation(_identifiers[rows[i]], found.Scores[(query * found.K) + i]);
            }

            results[query] = new Recommendations(queries[query], items);
        }

        return results;
    }

    private int RowOf(string identifier) => _rows.TryGetValue(identifier, out var row)
        ? row
        : throw new ArgumentException($"\"{identifier}\" is not among the {Count} candidates of the index. {nameof(Identifiers)} lists them.");

    private static (string[] Identifiers, Dictionary<string, int> Rows) Unique(Column identifiers)
    {
        if (identifiers.Length == 0)
        {
            throw new ArgumentException($"Column \"{identifiers.Name}\" has no rows, and an index needs at least one candidate.");
        }

        var (all, rows) = (new string[identifiers.Length], new Dictionary<string, int>(identifiers.Length, StringComparer.Ordinal));
        for (var row = 0; row < identifiers.Length; row++)
        {
            var identifier = all[row] = identifiers.Text(row) ?? throw new ArgumentException(
                $"Column \"{identifiers.Name}\", row {row}: a candidate needs an identifier, and this one is null. Leave such rows out with DropNulls(\"{identifiers.Name}\").");
            if (!rows.TryAdd(identifier, row))
            {
                throw new ArgumentException(
                    $"Column \"{identifiers.Name}\": candidate \"{identifier}\" stands in rows {rows[identifier]} and {row}; identifiers must be unique, or users get results twice. Use Distinct(\"{identifiers.Name}\") first.");
            }
        }

        return (all, rows);
    }
}
