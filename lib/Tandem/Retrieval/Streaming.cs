using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Exact retrieval over candidates that are embedded while the index is searched, a block at a time: for a corpus whose vectors do not fit in memory, or
/// whose tower is still being trained. Every search embeds all candidates anew; ask for many queries at once.
/// </summary>
public sealed class Streaming : VectorIndex
{
    private readonly Tower _candidateTower;
    private readonly Table _candidates;
    private readonly int _blockRows;

    /// <summary>Indexes the candidates of a table.</summary>
    /// <param name="queryTower">Embeds the queries.</param>
    /// <param name="candidateTower">Embeds the candidates, at each search, with the weights that it then has.</param>
    /// <param name="candidates">The candidates, one a row.</param>
    /// <param name="identifier">The column whose values are returned for them; must be unique.</param>
    /// <param name="blockRows">How many candidates are embedded at a time.</param>
    /// <exception cref="ArgumentException">The candidates are none, one has no identifier or two have one; the towers differ in dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Blocks would have no rows.</exception>
    public Streaming(Tower queryTower, Tower candidateTower, Table candidates, string identifier, int blockRows = 16384)
        : base(Checked(queryTower, candidateTower, candidates), candidates[identifier], candidateTower.Dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockRows);
        (_candidateTower, _candidates, _blockRows) = (candidateTower, candidates, blockRows);
    }

    internal override TopKRows Search(Tensor queries, int k, RowFilter filter) =>
        SearchBlocks(k, (block, first) => Best(queries, block, first, k, filter));

    internal override int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates)
    {
        var total = new int[pairQueries.Length];
        ForEachBlock((block, _) =>
        {
            var ranks = Indices.Empty(total.Length, block.Device);
            block.Device.RankCounts(queries, trueCandidates, pairQueries, pairCandidates, block, ranks);
            AddRanks(ranks.ToArray(), total);
        });
        return total;
    }

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var queries = Directions(_candidateTower.Embed(new Batch(_candidates, rows)).ToTensor());
        return SearchBlocks(k, (block, first) => Best(queries, Directions(block), first, k, filter));
    }

    private TopKRows SearchBlocks(int k, Func<Tensor, int, TopKRows> search)
    {
        TopKRows? best = null;
        ForEachBlock((block, first) =>
        {
            var found = search(block, first);
            best = best is null ? found : Merge(best, found, k);
        });
        return best!;
    }

    private void ForEachBlock(Action<Tensor, int> use)
    {
        using var noGradient = new NoGradient();
        for (var first = 0; first < Count; first += _blockRows)
        {
            using var scope = new TensorScope();
            var rows = Enumerable.Range(first, Math.Min(_blockRows, Count - first)).ToArray();
            use(_candidateTower.Embed(new Batch(_candidates, rows)).ToTensor(), first);
        }
    }

    /// <summary>The best of two results for the same queries, of which the first found lower rows.</summary>
    private static TopKRows Merge(TopKRows lower, TopKRows higher, int k)
    {
        var (scores, rows) = (new float[lower.Scores.Length], new int[lower.Rows.Length]);
        for (var begin = 0; begin < rows.Length; begin += k)
        {
            var (a, b) = (begin, begin);
            for (var i = begin; i < begin + k; i++)
            {
                var takeHigher = lower.Rows[a] < 0 || (higher.Rows[b] >= 0 && higher.Scores[b] > lower.Scores[a]);
                (scores[i], rows[i]) = takeHigher ? (higher.Scores[b], higher.Rows[b++]) : (lower.Scores[a], lower.Rows[a++]);
            }
        }

        return new TopKRows(k, scores, rows);
    }

    private static void AddRanks(int[] ranks, int[] total)
    {
        for (var i = 0; i < total.Length; i++)
        {
            total[i] = ranks[i] == int.MaxValue ? int.MaxValue : total[i] + ranks[i];
        }
    }

    private static Tower Checked(Tower queryTower, Tower candidateTower, Table candidates)
    {
        CheckTowers(queryTower, candidateTower);
        CheckCandidates(candidates);
        return queryTower;
    }
}
