namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public void InBatchSoftmax(in InBatchSoftmaxProblem problem, Tensor loss, Tensor? queryGradient, Tensor? candidateGradient)
    {
        int m = problem.Queries.Shape.Rows, n = problem.Candidates.Shape.Rows, d = problem.Queries.Shape.Columns;
        float* q = Pointer(problem.Queries), c = Pointer(problem.Candidates);
        double total = 0;
        double[] dq = new double[m * d], dc = new double[n * d], s = new double[n];
        for (var i = 0; i < m; i++)
        {
            var weight = problem.RowWeights is { } w ? Pointer(w)[i] : 1f;
            for (var j = 0; j < n; j++)
            {
                double dot = 0;
                for (var k = 0; k < d; k++)
                {
                    dot += (double)q[(i * d) + k] * c[(j * d) + k];
                }

                s[j] = (problem.Scale * dot) + (problem.ColumnBias is { } bias ? Pointer(bias)[j] : 0);
            }

            var max = s.Max();
            var lse = max + Math.Log(s.Sum(x => Math.Exp(x - max)));
            total += weight * lse;
            for (var j = 0; j < n; j++)
            {
                var p = weight * problem.Scale * Math.Exp(s[j] - lse);
                for (var k = 0; k < d; k++)
                {
                    dq[(i * d) + k] += p * c[(j * d) + k];
                    dc[(j * d) + k] += p * q[(i * d) + k];
                }
            }
        }

        for (var p = 0; p < problem.PairQueries.Length; p++)
        {
            int i = Pointer(problem.PairQueries)[p], j = Pointer(problem.PairCandidates)[p];
            var weight = problem.PairWeights is { } w ? Pointer(w)[p] : 1f;
            double dot = 0;
            for (var k = 0; k < d; k++)
            {
                dot += (double)q[(i * d) + k] * c[(j * d) + k];
                dq[(i * d) + k] -= weight * problem.Scale * c[(j * d) + k];
                dc[(j * d) + k] -= weight * problem.Scale * q[(i * d) + k];
            }

            total -= weight * ((problem.Scale * dot) + (problem.PairBias is { } b ? Pointer(b)[p] : 0));
        }

        *Pointer(loss) = (float)total;
        if (queryGradient is not null && candidateGradient is not null)
        {
            for (var i = 0; i < dq.Length; i++)
            {
                Pointer(queryGradient)[i] = (float)dq[i];
            }

            for (var i = 0; i < dc.Length; i++)
            {
                Pointer(candidateGradient)[i] = (float)dc[i];
            }
        }
    }

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
