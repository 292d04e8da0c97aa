namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public void RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates, Tensor corpus, Indices ranks)
    {
        for (var p = 0; p < pairQueries.Length; p++)
        {
            var score = Dot(queries, Pointer(pairQueries)[p], trueCandidates, Pointer(pairCandidates)[p]);
            var above = 0;
            for (var j = 0; j < corpus.Shape.Rows; j++)
            {
                above += Dot(queries, Pointer(pairQueries)[p], corpus, j) > score ? 1 : 0;
            }

            Pointer(ranks)[p] = float.IsFinite(score) ? above : int.MaxValue;
        }
    }

    /// <inheritdoc/>
    public void TopK(Tensor queries, Tensor corpus, Indices? excludedOffsets, Indices? excluded, Tensor scores, Indices rows)
    {
        var k = scores.Shape.Columns;
        for (var i = 0; i < queries.Shape.Rows; i++)
        {
            HashSet<int> out_ = excludedOffsets is null ? [] : [.. Span(excluded!)[Pointer(excludedOffsets)[i]..Pointer(excludedOffsets)[i + 1]]];
            var row = i;
            var best = Enumerable.Range(0, corpus.Shape.Rows).Where(j => !out_.Contains(j)).Select(j => (j, s: Dot(queries, row, corpus, j)))
                .OrderByDescending(x => x.s).ThenBy(x => x.j).Take(k).ToArray();
            for (var r = 0; r < k; r++)
            {
                Pointer(scores)[(i * k) + r] = r < best.Length ? best[r].s : float.NegativeInfinity;
                Pointer(rows)[(i * k) + r] = r < best.Length ? best[r].j : -1;
            }
        }
    }

    private static float Dot(Tensor a, int i, Tensor b, int j)
    {
        var sum = 0f;
        for (var k = 0; k < a.Shape.Columns; k++)
        {
            sum = MathF.FusedMultiplyAdd(Pointer(a)[(i * a.Shape.Columns) + k], Pointer(b)[(j * a.Shape.Columns) + k], sum);
        }

        return sum;
    }
}
