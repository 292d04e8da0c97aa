using Tandem.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Tandem;

/// <summary>
/// An index whose candidates are vectors, and whose score is the inner product with the query's vector. Queries may be ids, rows of features, or vectors.
/// </summary>
/// <remarks>
/// An id alone makes a query where the query tower reads nothing but ids. Where it reads features too, give the index the table of its queries: then it finds an id's features there.
/// </remarks>
public abstract class VectorIndex : TopKIndex
{
    /// <summary>Names the candidates and says how queries become vectors.</summary>
    private protected VectorIndex(Tower? queryTower, Column identifiers, int dimension, Table? queries = null, string? queryIdentifier = null)
        : base(identifiers)
    {
        if (queryTower is not null && queryTower.Dimension != dimension)
        {
            throw new ArgumentException(
                $"The {queryTower.Name} computes {queryTower.Dimension} dimensions and the candidates have {dimension}; they cannot be compared. Give both the same output dimension.",
                nameof(queryTower));
        }

        (QueryTower, Dimension) = (queryTower, dimension);
        if (queries is not null)
        {
            KnownQueries = QueryTable.Of(
                queryTower ?? throw new ArgumentException("A table of queries needs a query tower that embeds them.", nameof(queries)), queries, queryIdentifier);
        }
        else if (queryIdentifier is not null)
        {
            throw new ArgumentException($"\"{queryIdentifier}\" is to be a column of the queries, and no table of queries is given.", nameof(queryIdentifier));
        }
    }

    /// <summary>What embeds queries; <see langword="null"/> for an index that is queried with vectors only.</summary>
    public Tower? QueryTower { get; }

    /// <summary>The length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>
    /// The queries that the index knows by id, with the columns that the query tower reads; <see langword="null"/> where it was given none. Rows that the tower cannot embed are left out:
    /// those without a value in one of its columns, and ids that it was not trained on.
    /// </summary>
    public Table? Queries => KnownQueries?.Rows;

    /// <summary>The queries that the index knows by id; <see langword="null"/> where it was given none.</summary>
    internal QueryTable? KnownQueries { get; }

    /// <summary>The k best candidates for each row of features, such as ids with ages, which the query tower embeds. Results are named by the tower's first id column.</summary>
    /// <param name="queries">The columns that the query tower reads. Ids outside its vocabulary get the embedding of unknown ids.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned; everything when omitted. What users have seen is found by its own column of users.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="TopKIndex.Count"/>.</exception>
    /// <exception cref="ArgumentException">A column is missing, or the filter's lists are not one for each query.</exception>
    /// <exception cref="InvalidOperationException">The index has no query tower.</exception>
    public IReadOnlyList<Recommendations> Query(Table queries, int k = 10, QueryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var tower = RequiredTower();
        var embedded = tower.Embed(queries).ToTensor();
        var names = Texts(queries, filter?.Seen?.UserColumn ?? tower.Features.FirstOrDefault(feature => feature.Ids is not null)?.Column);
        return Query(embedded, k, filter, names);
    }

    /// <summary>The k best candidates for each of some vectors.</summary>
    /// <param name="queries">The vectors, <c>[queries, <see cref="Dimension"/>]</c>.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <param name="ids">What results are named by, and what a filter of seen items knows queries by; their row numbers when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="TopKIndex.Count"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The vectors have another length, ids or the filter's lists are not one for each query, or there is a filter of seen items and no ids.
    /// </exception>
    public IReadOnlyList<Recommendations> Query(Tensor queries, int k = 10, QueryFilter? filter = null, IReadOnlyList<string>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(queries);
        CheckK(k);
        CheckVectors(queries);
        CheckResults(queries.Shape[0], k);
        if (ids is not null && ids.Count != queries.Shape[0])
        {
            throw new ArgumentException($"{queries.Shape[0]} queries need as many ids; there are {ids.Count}.", nameof(ids));
        }

        if (ids is null && filter?.Seen is not null)
        {
            throw new ArgumentException("Vectors do not tell whose they are: a filter of seen items needs the queries' ids too.", nameof(ids));
        }

        var names = ids ?? [.. Enumerable.Range(0, queries.Shape[0]).Select(row => $"{row}")];
        return Named(names, names.Count == 0 ? Nothing(k) : Search(queries, k, RowFilter.Of(filter, this, names)));
    }

    /// <inheritdoc/>
    public override bool Knows(string id) =>
        KnownQueries is { } known ? known.Contains(id) : QueryTower?.Features is [{ Ids: { } ids }] && QueryTable.Knows(ids, id);

    /// <summary>Finds the rows with the highest inner products.</summary>
    /// <param name="queries"><c>[queries, <see cref="Dimension"/>]</c>.</param>
    /// <param name="k">How many for each, from 1 to <see cref="TopKIndex.Count"/>.</param>
    /// <param name="filter">What may be returned.</param>
    internal abstract TopKRows Search(Tensor queries, int k, RowFilter filter);

    /// <summary>
    /// For each pair of a query and a true candidate, how many candidates of the index score strictly higher; <see cref="int.MaxValue"/> when the true score is not finite.
    /// Only for exact indexes.
    /// </summary>
    internal abstract int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates);

    internal override string? WhyNoIdIsKnown => (KnownQueries, QueryTower) switch
    {
        (not null, _) or (_, { Features: [{ Ids: not null }] }) => null,
        (_, null) => "The index has no query tower, so it cannot embed ids. Give it one, or query with vectors.",
        (_, var tower) => $"The {tower.Name} of the index reads the columns {string.Join(", ", QueryTable.ColumnsOf(tower))}, so an id alone does not make a query. Give the index the table of its queries, "
            + $"new {GetType().Name}(…, queries: table), or ask with a table that has what the tower reads.",
    };

    private protected override ArgumentException Unknown(string id) => new(
        KnownQueries is { } known
            ? $"\"{id}\" is not among the {known.Rows.RowCount} queries of the index, by their column \"{known.Identifier}\". Query with its features, or recommend what is popular to new ids."
            : WhyNoIdIsKnown
                ?? $"\"{id}\" is not a {QueryTower!.Features[0].Column} that the model was trained on, so its recommendations would be noise. Recommend what is popular to new ids.");

    private protected override TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var tower = RequiredTower();
        var queries = KnownQueries?.Embed(ids) ?? tower.Embed(Table.FromColumns(new StringColumn(tower.Features[0].Column, ids))).ToTensor();
        return Search(queries, k, filter);
    }

    /// <summary>The k best rows of a corpus, or of the part of it that the filter leaves.</summary>
    /// <param name="queries"><c>[queries, dim]</c>.</param>
    /// <param name="corpus">Rows <paramref name="first"/> and on of the index, <c>[rows, dim]</c>.</param>
    /// <param name="first">The row of the index that the corpus begins with.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned.</param>
    /// <exception cref="InvalidOperationException">The score of a pair is beyond single precision.</exception>
    private protected TopKRows Best(Tensor queries, Tensor corpus, int first, int k, RowFilter filter)
    {
        using var scope = new TensorScope();
        var (searched, excluded) = filter.Within(first, corpus.Shape[0]);
        var device = corpus.Device;
        if (searched is not null)
        {
            var places = Array.ConvertAll(searched, row => row - first);
            corpus = corpus.Gather(Indices.From(places, areDistinct: true, device));
        }

        var (scores, rows) = (Tensor.Empty(new Shape(queries.Shape[0], k), device), Indices.Empty(queries.Shape[0] * k, device));
        var (offsets, excludedRows) = excluded is null
            ? (null, null)
            : (Indices.From(excluded.Offsets, device: device), Indices.From(excluded.Rows, device: device));
        device.TopK(queries, corpus, offsets, excludedRows, scores, rows);
        var found = rows.ToArray();
        if (searched is not null || first > 0)
        {
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = found[i] < 0 ? -1 : searched is null ? found[i] + first : searched[found[i]];
            }
        }

        var best = new TopKRows(k, scores.ToArray(), found);
        RequireFinite(best);
        return best;
    }

    private void RequireFinite(TopKRows best)
    {
        for (var i = 0; i < best.Rows.Length; i++)
        {
            if (best.Rows[i] >= 0 && !float.IsFinite(best.Scores[i]))
            {
                throw new InvalidOperationException(
                    $"Candidate \"{Identifiers[best.Rows[i]]}\" has the score {best.Scores[i]} for query {i / best.K}: the product of the two vectors is beyond what a single-precision number holds. "
                    + "Scale the vectors down, or look for extreme values in what they were computed from.");
            }
        }
    }

    /// <summary>The rows of a matrix at length 1, so that inner products are cosines; rows of zeros stay.</summary>
    private protected static Tensor Directions(Tensor rows)
    {
        var (values, d) = (rows.ToArray(), rows.Shape[1]);
        for (var row = 0; row < rows.Shape[0]; row++)
        {
            var span = values.AsSpan(row * d, d);
            var norm = TensorPrimitives.Norm<float>(span);
            if (norm > 0)
            {
                TensorPrimitives.Divide(span, norm, span);
            }
        }

        return Tensor.From(values, rows.Shape, rows.Device);
    }

    /// <summary>Refuses vectors that are not finite: products with them could not be ranked, and their candidates would be missing from results.</summary>
    /// <param name="vectors"><c>[rows, dim]</c>.</param>
    /// <param name="ids">What the vectors are of.</param>
    /// <param name="role">What that is.</param>
    /// <param name="first">Which of the ids is the first row's.</param>
    /// <exception cref="ArgumentException">A vector is not finite.</exception>
    private protected static void CheckFinite(Tensor vectors, IReadOnlyList<string> ids, string role, int first = 0)
    {
        if (vectors.Device.AllFinite(vectors))
        {
            return;
        }

        var place = Array.FindIndex(vectors.ToArray(), value => !float.IsFinite(value));
        throw new ArgumentException(
            $"The vector of {role} \"{ids[first + (place / vectors.Shape[1])]}\" is not finite in component {place % vectors.Shape[1]}. Look for extreme values in what it was computed from, or leave it out.",
            nameof(vectors));
    }

    private protected static void CheckTowers(Tower queryTower, Tower candidateTower)
    {
        ArgumentNullException.ThrowIfNull(queryTower);
        ArgumentNullException.ThrowIfNull(candidateTower);
        if (queryTower.Dimension != candidateTower.Dimension)
        {
            throw new ArgumentException(
                $"The {queryTower.Name} computes {queryTower.Dimension} dimensions and the {candidateTower.Name} {candidateTower.Dimension}; their rows cannot be compared. Give both the same output dimension.",
                nameof(candidateTower));
        }
    }

    private protected static void CheckCandidates(Table candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.RowCount == 0)
        {
            throw new ArgumentException("An index needs at least one candidate; the table has no rows.", nameof(candidates));
        }
    }

    internal void CheckVectors(Tensor queries)
    {
        if (queries.Shape.Rank != 2 || queries.Shape[1] != Dimension)
        {
            throw new ArgumentException($"Queries are vectors of {Dimension} numbers, [queries, {Dimension}]; these have shape {queries.Shape}.", nameof(queries));
        }
    }

    private Tower RequiredTower() => QueryTower ?? throw new InvalidOperationException(
        "The index has no query tower to embed features with. Give it one, or query with vectors.");

    private static IReadOnlyList<string> Texts(Table queries, string? column) => column is null
        ? [.. Enumerable.Range(0, queries.RowCount).Select(row => $"{row}")]
        : [.. Enumerable.Range(0, queries.RowCount).Select(row => queries[column].Text(row) ?? "")];
}
