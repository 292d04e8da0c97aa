using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Exact retrieval: scores every candidate for a query and returns the best. The candidates are embedded when the index is made; train
/// further, and it must be made again.
/// </summary>
public sealed class BruteForce
{
    private readonly Tower _queryTower;
    private readonly string _queryColumn;
    private readonly Tensor _corpus;
    private readonly string[] _identifiers;
    private readonly Dictionary<string, int> _rows;

    /// <summary>Embeds and indexes candidates.</summary>
    /// <param name="queryTower">Embeds the queries; it reads one id column.</param>
    /// <param name="candidateTower">Embeds the candidates.</param>
    /// <param name="candidates">The candidates, one a row.</param>
    /// <param name="identifier">The column whose values are returned for them; must be unique.</param>
    /// <exception cref="ArgumentException">
    /// The candidates are none, or two have one identifier; the towers differ in dimension; the query tower reads more than one id.
    /// </exception>
    public BruteForce(Tower queryTower, Tower candidateTower, Table candidates, string identifier)
    {
        ArgumentNullException.ThrowIfNull(queryTower);
        ArgumentNullException.ThrowIfNull(candidateTower);
        ArgumentNullException.ThrowIfNull(candidates);
        if (queryTower.Features is not [IdFeature queryFeature])
        {
            throw new ArgumentException($"The {queryTower.Name} cannot be queried by id: it must read exactly one id column.", nameof(queryTower));
        }

        if (queryTower.Dimension != candidateTower.Dimension)
        {
            throw new ArgumentException(
                $"The {queryTower.Name} computes {queryTower.Dimension} dimensions and the {candidateTower.Name} {candidateTower.Dimension}; their rows cannot be compared. Give both the same output dimension.",
                nameof(candidateTower));
        }

        _queryTower = queryTower;
        _queryColumn = queryFeature.Column;
        _identifiers = [.. Enumerable.Range(0, candidates.RowCount).Select(row => Identifier(candidates[identifier], row))];
        _rows = UniqueRows(_identifiers, identifier);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        _corpus = TensorScope.Keep(candidateTower.Embed(candidates).ToTensor());
    }

    /// <summary>The number of candidates.</summary>
    public int Count => _identifiers.Length;

    /// <summary>The k best candidates for a query.</summary>
    /// <param name="id">The query's id.</param>
    /// <param name="k">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="Count"/>.</exception>
    /// <exception cref="ArgumentException">The id is not in the query tower's vocabulary.</exception>
    public Recommendations Query(string id, int k = 10) => Query([id], k)[0];

    /// <summary>The k best candidates for each query.</summary>
    /// <inheritdoc cref="Query(string, int)" path="/exception"/>
    public IReadOnlyList<Recommendations> Query(IReadOnlyList<string> ids, int k = 10) => Search(ids, excluded: null, k);

    /// <summary>The k best candidates for a query that are not excluded. An excluded candidate never comes back: the list is shorter where too few are left.</summary>
    /// <param name="id">The query's id.</param>
    /// <param name="excluded">Identifiers to leave out, such as what a user has seen; those the index does not hold change nothing.</param>
    /// <param name="k">How many.</param>
    /// <inheritdoc cref="Query(string, int)" path="/exception"/>
    public Recommendations QueryWithExclusions(string id, IEnumerable<string> excluded, int k = 10) => QueryWithExclusions([id], [excluded], k)[0];

    /// <summary>The k best candidates for each query that are not excluded for it.</summary>
    /// <param name="ids">The queries' ids.</param>
    /// <param name="excluded">For each query, identifiers to leave out.</param>
    /// <param name="k">How many.</param>
    /// <inheritdoc cref="Query(string, int)" path="/exception"/>
    public IReadOnlyList<Recommendations> QueryWithExclusions(IReadOnlyList<string> ids, IReadOnlyList<IEnumerable<string>> excluded, int k = 10)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        return excluded.Count == ids.Count
            ? Search(ids, excluded, k)
            : throw new ArgumentException($"{ids.Count} queries need as many lists of exclusions; there are {excluded.Count}.", nameof(excluded));
    }

    private Recommendations[] Search(IReadOnlyList<string> ids, IReadOnlyList<IEnumerable<string>>? excluded, int k)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (k < 1 || k > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be from 1 to {Count}, the number of candidates in the index.");
        }

        if (ids.Count == 0)
        {
            return [];
        }

        CheckKnown(ids);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var queries = _queryTower.Embed(Table.FromColumns(new StringColumn(_queryColumn, ids))).ToTensor();
        var (offsets, rows) = ExcludedRows(excluded);
        var (scores, found) = (Tensor.Empty(new Shape(ids.Count, k)), Indices.Empty(ids.Count * k));
        _corpus.Device.TopK(queries, _corpus, offsets, rows, scores, found);
        return Results(ids, scores.ToArray(), found.ToArray(), k);
    }

    private void CheckKnown(IReadOnlyList<string> ids)
    {
        var lookup = ((IdFeature)_queryTower.Features[0]).Lookup;
        foreach (var id in ids)
        {
            if (lookup.Token(lookup[id]) != id)
            {
                throw new ArgumentException(
                    $"\"{id}\" is not a {_queryColumn} that the model was trained on, so its recommendations would be noise. Recommend what is popular to new ids.", nameof(ids));
            }
        }
    }

    private (Indices? Offsets, Indices? Rows) ExcludedRows(IReadOnlyList<IEnumerable<string>>? excluded)
    {
        if (excluded is null)
        {
            return (null, null);
        }

        var (offsets, rows) = (new int[excluded.Count + 1], new List<int>());
        for (var i = 0; i < excluded.Count; i++)
        {
            foreach (var id in excluded[i])
            {
                if (_rows.TryGetValue(id, out var row))
                {
                    rows.Add(row);
                }
            }

            offsets[i + 1] = rows.Count;
        }

        return (Indices.From(offsets), Indices.From(rows.ToArray()));
    }

    private Recommendations[] Results(IReadOnlyList<string> ids, float[] scores, int[] rows, int k)
    {
        var results = new Recommendations[ids.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var items = new List<Recommendation>(k);
            for (var r = i * k; r < (i + 1) * k && rows[r] >= 0; r++)
            {
                items.Add(new Recommendation(_identifiers[rows[r]], scores[r]));
            }

            results[i] = new Recommendations(ids[i], items);
        }

        return results;
    }

    private static string Identifier(Column column, int row) => column.Text(row)
        ?? throw new ArgumentException($"Column \"{column.Name}\", row {row}: a candidate needs an identifier, and this one is null. Drop such rows first.");

    private static Dictionary<string, int> UniqueRows(string[] identifiers, string column)
    {
        if (identifiers.Length == 0)
        {
            throw new ArgumentException("An index needs at least one candidate; the table has no rows.");
        }

        var rows = new Dictionary<string, int>(identifiers.Length, StringComparer.Ordinal);
        for (var row = 0; row < identifiers.Length; row++)
        {
            if (!rows.TryAdd(identifiers[row], row))
            {
                throw new ArgumentException(
                    $"Column \"{column}\": candidate \"{identifiers[row]}\" stands in rows {rows[identifiers[row]]} and {row}; identifiers must be unique, or users get results twice. Use Distinct(\"{column}\") first.");
            }
        }

        return rows;
    }
}
