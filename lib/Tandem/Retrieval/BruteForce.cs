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
    /// <exception cref="ArgumentException">The candidates are none, one has no identifier or two have one; the towers differ in dimension; a vector is not finite.</exception>
    public BruteForce(Tower queryTower, Tower candidateTower, Table candidates, string identifier)
        : this(queryTower, Embed(queryTower, candidateTower, candidates), candidates[identifier])
    {
    }

    /// <summary>Indexes vectors.</summary>
    /// <param name="candidates">The candidates' vectors, <c>[candidates, dim]</c>; they are copied.</param>
    /// <param name="identifiers">For each its identifier; must be unique.</param>
    /// <param name="queryTower">Embeds the queries; when omitted, the index is queried with vectors.</param>
    /// <exception cref="ArgumentException">
    /// The candidates are no matrix or none, identifiers are not one for each or not unique, a vector is not finite, or the tower computes another dimension.
    /// </exception>
    public BruteForce(Tensor candidates, IReadOnlyList<string> identifiers, Tower? queryTower = null)
        : this(queryTower, Copy(candidates, identifiers), new StringColumn("identifiers", identifiers))
    {
    }

    private BruteForce(Tower? queryTower, Tensor corpus, Column identifiers)
        : base(queryTower, identifiers, corpus.Shape[1])
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
