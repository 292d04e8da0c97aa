using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Exact retrieval: scores every candidate for a query and returns the best. The candidates are embedded when the index is made; train
/// further, and it must be made again (or use <see cref="Streaming"/>).
/// </summary>
public sealed class BruteForce : VectorIndex
{
    private readonly Lazy<Tensor> _directions;

    /// <summary>Embeds and indexes candidates.</summary>
    /// <param name="queryTower">Embeds the queries.</param>
    /// <param name="candidateTower">Embeds the candidates.</param>
    /// <param name="candidates">The candidates, one a row.</param>
    /// <param name="identifier">The column whose values are returned for them; must be unique.</param>
    /// <param name="queries">
    /// The queries that may be asked for by id, one a row, with the columns that the query tower reads: users with their ages, say. Not needed where the tower reads an id alone.
    /// </param>
    /// <param name="queryIdentifier">The column of <paramref name="queries"/> that has their ids; the query tower's first column of ids when omitted.</param>
    /// <exception cref="ArgumentException">
    /// There are no candidates, or an identifier is missing or duplicated; the towers differ in dimension; a vector is not finite; a column is missing from the queries, an id occurs in two of their rows, or the tower
    /// can embed none of them.
    /// </exception>
    public BruteForce(Tower queryTower, Tower candidateTower, Table candidates, string identifier, Table? queries = null, string? queryIdentifier = null)
        : this(queryTower, Embed(queryTower, candidateTower, candidates), candidates[identifier], queries, queryIdentifier)
    {
    }

    /// <summary>Indexes vectors.</summary>
    /// <param name="candidates">The candidates' vectors, <c>[candidates, dim]</c>; they are copied.</param>
    /// <param name="identifiers">For each its identifier; must be unique.</param>
    /// <param name="queryTower">Embeds the queries; when omitted, the index is queried with vectors.</param>
    /// <param name="queries">
    /// The queries that may be asked for by id, one a row, with the columns that the query tower reads: users with their ages, say. Not needed where the tower reads an id alone.
    /// </param>
    /// <param name="queryIdentifier">The column of <paramref name="queries"/> that has their ids; the query tower's first column of ids when omitted.</param>
    /// <exception cref="ArgumentException">
    /// The candidates are no matrix or none, identifiers are not one for each or not unique, a vector is not finite, the tower computes another dimension, or the queries do not fit the tower.
    /// </exception>
    public BruteForce(Tensor candidates, IReadOnlyList<string> identifiers, Tower? queryTower = null, Table? queries = null, string? queryIdentifier = null)
        : this(queryTower, Copy(candidates, identifiers), new StringColumn("identifiers", identifiers), queries, queryIdentifier)
    {
    }

    private BruteForce(Tower? queryTower, Tensor corpus, Column identifiers, Table? queries, string? queryIdentifier)
        : base(queryTower, identifiers, corpus.Shape[1], queries, queryIdentifier)
    {
        CheckFinite(corpus, Identifiers, "candidate");
        Candidates = corpus;
        _directions = new Lazy<Tensor>(() => TensorScope.Keep(Directions(corpus)));
    }

    /// <summary>The candidates' vectors, <c>[<see cref="TopKIndex.Count"/>, <see cref="VectorIndex.Dimension"/>]</c>, in the order of <see cref="TopKIndex.Identifiers"/>.</summary>
    public Tensor Candidates { get; }

    internal override TopKRows Search(Tensor queries, int k, RowFilter filter) => Best(queries, Candidates, 0, k, filter);

    internal override int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates)
    {
        using var scope = new TensorScope();
        var ranks = Indices.Empty(pairQueries.Length, Candidates.Device);
        Candidates.Device.RankCounts(queries, trueCandidates, pairQueries, pairCandidates, Candidates, ranks);
        return ranks.ToArray();
    }

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var directions = _directions.Value;
        return Best(directions.Gather(Indices.From(rows, device: directions.Device)), directions, 0, k, filter);
    }

    private static Tensor Embed(Tower queryTower, Tower candidateTower, Table candidates)
    {
        CheckTowers(queryTower, candidateTower);
        CheckCandidates(candidates);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        return TensorScope.Keep(candidateTower.Embed(candidates).ToTensor());
    }

    private static Tensor Copy(Tensor candidates, IReadOnlyList<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(identifiers);
        if (candidates.Shape.Rank != 2 || candidates.Shape[0] != identifiers.Count)
        {
            throw new ArgumentException(
                $"{identifiers.Count} identifiers need a matrix of as many rows, one vector for each candidate; this one has shape {candidates.Shape}.", nameof(candidates));
        }

        var copy = TensorScope.Keep(Tensor.Empty(candidates.Shape, candidates.Device));
        candidates.Device.Copy(candidates, copy);
        return copy;
    }
}
