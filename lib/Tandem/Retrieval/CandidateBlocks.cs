using Tandem.Tensors;

namespace Tandem;

/// <summary>Candidates that are embedded a block at a time, so that their vectors need not be in memory together.</summary>
internal static class CandidateBlocks
{
    /// <summary>The candidates of a table, embedded with the weights that the tower has when a block's turn comes.</summary>
    public static IEnumerable<Tensor> Embed(Tower tower, Table candidates, int blockRows)
    {
        for (var first = 0; first < candidates.RowCount; first += blockRows)
        {
            var rows = Enumerable.Range(first, Math.Min(blockRows, candidates.RowCount - first)).ToArray();
            yield return tower.Embed(new Batch(candidates, rows)).ToTensor();
        }
    }

    /// <summary>Uses one block after the other, each with the number of its first candidate. What making and using a block allocates is freed before the next is made.</summary>
    public static void ForEach(IEnumerable<Tensor> blocks, Action<Tensor, int> use)
    {
        using var noGradient = new NoGradient();
        using var enumerator = blocks.GetEnumerator();
        for (var first = 0; ;)
        {
            // Opened before the block is made, so that it is freed before the next one is.
            using var scope = new TensorScope();
            if (!enumerator.MoveNext())
            {
                return;
            }

            use(enumerator.Current, first);
            first += enumerator.Current.Shape[0];
        }
    }

    /// <summary>
    /// For each pair of a query and a true candidate, how many candidates of all blocks score strictly higher; <see cref="int.MaxValue"/> when the true score is not finite.
    /// </summary>
    public static int[] RankCounts(IEnumerable<Tensor> blocks, Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates)
    {
        var total = new int[pairQueries.Length];
        ForEach(blocks, (block, _) =>
        {
            var ranks = Indices.Empty(total.Length, block.Device);
            block.Device.RankCounts(queries, trueCandidates, pairQueries, pairCandidates, block, ranks);
            AddRanks(ranks.ToArray(), total);
        });
        return total;
    }

    private static void AddRanks(int[] ranks, int[] total)
    {
        for (var i = 0; i < total.Length; i++)
        {
            total[i] = ranks[i] == int.MaxValue ? int.MaxValue : total[i] + ranks[i];
        }
    }
}
