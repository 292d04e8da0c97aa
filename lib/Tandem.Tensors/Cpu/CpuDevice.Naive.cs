namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor result, bool accumulate)
    {
        int m = result.Shape.Rows, n = result.Shape.Columns, k = transposeA ? a.Shape.Rows : a.Shape.Columns;
        float* x = Pointer(a), y = Pointer(b), z = Pointer(result);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0f;
                for (var q = 0; q < k; q++)
                {
                    sum += x[transposeA ? (q * m) + i : (i * k) + q] * y[transposeB ? (j * k) + q : (q * n) + j];
                }

                z[(i * n) + j] = accumulate ? z[(i * n) + j] + sum : sum;
            }
        }
    }

    /// <inheritdoc/>
    public void Binary(BinaryOperator op, Tensor a, Tensor b, Broadcast broadcast, Tensor result)
    {
        var n = a.Shape.Columns;
        float* x = Pointer(a), y = Pointer(b), z = Pointer(result);
        for (var i = 0; i < a.Shape.Count; i++)
        {
            var right = y[broadcast switch { Broadcast.None => i, Broadcast.Row => i % n, Broadcast.Column => i / n, _ => 0 }];
            z[i] = op switch { BinaryOperator.Add => x[i] + right, BinaryOperator.Subtract => x[i] - right, BinaryOperator.Multiply => x[i] * right, _ => x[i] / right };
        }
    }

    /// <inheritdoc/>
    public void Unary(UnaryOperator op, Tensor x, Tensor result)
    {
        float* a = Pointer(x), z = Pointer(result);
        for (var i = 0; i < x.Shape.Count; i++)
        {
            var v = a[i];
            z[i] = op switch
            {
                UnaryOperator.Relu => MathF.Max(v, 0),
                UnaryOperator.Sigmoid => 1 / (1 + MathF.Exp(-v)),
                UnaryOperator.Tanh => MathF.Tanh(v),
                UnaryOperator.Exp => MathF.Exp(v),
                UnaryOperator.Log => MathF.Log(v),
                UnaryOperator.Sqrt => MathF.Sqrt(v),
                _ => v * v,
            };
        }
    }

    /// <inheritdoc/>
    public void UnaryGradient(UnaryOperator op, Tensor x, Tensor y, Tensor gradient, Tensor result)
    {
        float* a = Pointer(x), b = Pointer(y), g = Pointer(gradient), z = Pointer(result);
        for (var i = 0; i < x.Shape.Count; i++)
        {
            z[i] = g[i] * op switch
            {
                UnaryOperator.Relu => a[i] > 0 ? 1 : 0,
                UnaryOperator.Sigmoid => b[i] * (1 - b[i]),
                UnaryOperator.Tanh => 1 - (b[i] * b[i]),
                UnaryOperator.Exp => b[i],
                UnaryOperator.Log => 1 / a[i],
                UnaryOperator.Sqrt => 0.5f / b[i],
                _ => 2 * a[i],
            };
        }
    }

    /// <inheritdoc/>
    public void Scale(Tensor x, float factor, Tensor result)
    {
        for (var i = 0; i < x.Shape.Count; i++)
        {
            Pointer(result)[i] = Pointer(x)[i] * factor;
        }
    }

    /// <inheritdoc/>
    public void Sum(Tensor x, Tensor result)
    {
        double sum = 0;
        foreach (var v in Span(x))
        {
            sum += v;
        }

        *Pointer(result) = (float)sum;
    }

    /// <inheritdoc/>
    public void SumRows(Tensor x, Tensor result)
    {
        Span(result).Clear();
        for (var i = 0; i < x.Shape.Count; i++)
        {
            Pointer(result)[i % x.Shape.Columns] += Pointer(x)[i];
        }
    }

    /// <inheritdoc/>
    public void SumColumns(Tensor x, Tensor result)
    {
        for (var i = 0; i < x.Shape.Rows; i++)
        {
            double sum = 0;
            foreach (var v in Span(x).Slice(i * x.Shape.Columns, x.Shape.Columns))
            {
                sum += v;
            }

            Pointer(result)[i] = (float)sum;
        }
    }

    /// <inheritdoc/>
    public bool AllFinite(Tensor x)
    {
        foreach (var v in Span(x))
        {
            if (!float.IsFinite(v))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Gather(Tensor table, Indices rows, Tensor result)
    {
        var d = table.Shape.Columns;
        for (var i = 0; i < rows.Length; i++)
        {
            Span(table).Slice(Pointer(rows)[i] * d, d).CopyTo(Span(result).Slice(i * d, d));
        }
    }

    /// <inheritdoc/>
    public void ScatterAdd(Tensor source, Indices rows, Tensor target)
    {
        var d = target.Shape.Columns;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = 0; k < d; k++)
            {
                Pointer(target)[(Pointer(rows)[i] * d) + k] += Pointer(source)[(i * d) + k];
            }
        }
    }

    /// <inheritdoc/>
    public void CopyColumns(Tensor source, int sourceColumn, Tensor target, int targetColumn, int count)
    {
        for (var i = 0; i < source.Shape.Rows; i++)
        {
            Span(source).Slice((i * source.Shape.Columns) + sourceColumn, count).CopyTo(Span(target)[((i * target.Shape.Columns) + targetColumn)..]);
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

    /// <inheritdoc/>
    public void Sgd(Tensor weights, Tensor gradient, Indices? rows, float rate) =>
        Update(weights, gradient, rows, (w, g) => Pointer(weights)[w] -= rate * g);

    /// <inheritdoc/>
    public void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon) =>
        Update(weights, gradient, rows, (w, g) =>
        {
            var a = Pointer(accumulator)[w] += g * g;
            Pointer(weights)[w] -= rate * g / MathF.Sqrt(a + epsilon);
        });

    /// <inheritdoc/>
    public void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, float beta1, float beta2, float epsilon)
    {
        for (var i = 0; i < weights.Shape.Count; i++)
        {
            Pointer(moment)[i] *= beta1;
            Pointer(variance)[i] *= beta2;
        }

        Update(weights, gradient, rows, (w, g) =>
        {
            Pointer(moment)[w] += (1 - beta1) * g;
            Pointer(variance)[w] += (1 - beta2) * g * g;
        });
        for (var i = 0; i < weights.Shape.Count; i++)
        {
            Pointer(weights)[i] -= rate * Pointer(moment)[i] / (MathF.Sqrt(Pointer(variance)[i]) + epsilon);
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

    private static void Update(Tensor weights, Tensor gradient, Indices? rows, Action<int, float> update)
    {
        var d = weights.Shape.Columns;
        for (var i = 0; i < gradient.Shape.Count; i++)
        {
            update(rows is null ? i : (Pointer(rows)[i / d] * d) + (i % d), Pointer(gradient)[i]);
        }
    }
}
