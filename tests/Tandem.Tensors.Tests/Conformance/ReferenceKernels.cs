namespace Tandem.Tensors.Tests;

/// <summary>Every kernel of the device seam as plain loops in float64: what a device is compared with.</summary>
internal static class ReferenceKernels
{
    private const double SeluScale = 1.05070098735548049;
    private const double SeluAlpha = 1.67326324235437728;

    public static double[] MatMul(float[] a, bool transposeA, float[] b, bool transposeB, int m, int n, int k, float[]? start = null)
    {
        var result = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double sum = start?[(i * n) + j] ?? 0;
                for (var q = 0; q < k; q++)
                {
                    sum += (double)a[transposeA ? (q * m) + i : (i * k) + q] * b[transposeB ? (j * k) + q : (q * n) + j];
                }

                result[(i * n) + j] = sum;
            }
        }

        return result;
    }

    /// <summary>In float32, where every device agrees to the last bit.</summary>
    public static float[] Binary(BinaryOperator op, float[] a, float[] b, Broadcast broadcast, int columns)
    {
        var result = new float[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            var right = b[broadcast switch
            {
                Broadcast.None => i,
                Broadcast.Row => i % columns,
                Broadcast.Column => i / columns,
                Broadcast.Scalar => 0,
                _ => throw new ArgumentOutOfRangeException(nameof(broadcast)),
            }];
            result[i] = op switch
            {
                BinaryOperator.Add => a[i] + right,
                BinaryOperator.Subtract => a[i] - right,
                BinaryOperator.Multiply => a[i] * right,
                BinaryOperator.Divide => a[i] / right,
                _ => throw new ArgumentOutOfRangeException(nameof(op)),
            };
        }

        return result;
    }

    public static double Unary(UnaryOperator op, double x) => op switch
    {
        UnaryOperator.Relu => x > 0 || double.IsNaN(x) ? x : 0,
        UnaryOperator.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryOperator.Tanh => Math.Tanh(x),
        UnaryOperator.Exp => Math.Exp(x),
        UnaryOperator.Log => Math.Log(x),
        UnaryOperator.Sqrt => Math.Sqrt(x),
        UnaryOperator.Square => x * x,
        UnaryOperator.Abs => Math.Abs(x),
        UnaryOperator.Elu => x > 0 ? x : ExpMinusOne(x),
        UnaryOperator.Selu => SeluScale * (x > 0 ? x : SeluAlpha * ExpMinusOne(x)),
        UnaryOperator.Gelu => double.IsNegativeInfinity(x) ? 0 : x * NormalDistribution(x),
        UnaryOperator.Softplus => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))),
        UnaryOperator.Softsign => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)),
        UnaryOperator.HardSigmoid => Math.Clamp((0.2 * x) + 0.5, 0, 1),
        UnaryOperator.Swish => double.IsNegativeInfinity(x) ? 0 : x / (1 + Math.Exp(-x)),
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    public static double Derivative(UnaryOperator op, double x) => op switch
    {
        UnaryOperator.Relu => x > 0 ? 1 : 0,
        UnaryOperator.Sigmoid => 1 / ((1 + Math.Exp(-x)) * (1 + Math.Exp(x))),
        UnaryOperator.Tanh => 1 / (Math.Cosh(x) * Math.Cosh(x)),
        UnaryOperator.Exp => Math.Exp(x),
        UnaryOperator.Log => 1 / x,
        UnaryOperator.Sqrt => 0.5 / Math.Sqrt(x),
        UnaryOperator.Square => 2 * x,
        UnaryOperator.Abs => x == 0 ? 0 : Math.Sign(x),
        UnaryOperator.Elu => x > 0 ? 1 : Math.Exp(x),
        UnaryOperator.Selu => SeluScale * (x > 0 ? 1 : SeluAlpha * Math.Exp(x)),
        UnaryOperator.Gelu => NormalDistribution(x) + (x * NormalDensity(x)),
        UnaryOperator.Softplus => 1 / (1 + Math.Exp(-x)),
        UnaryOperator.Softsign => 1 / ((1 + Math.Abs(x)) * (1 + Math.Abs(x))),
        UnaryOperator.HardSigmoid => Math.Abs(x) <= 2.5 ? 0.2 : 0,
        UnaryOperator.Swish => Unary(UnaryOperator.Sigmoid, x) * (1 + (x / (1 + Math.Exp(x)))),
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    /// <summary>Each row's log-sum-exp; −∞ for a row of −∞ alone.</summary>
    public static double[] LogSumExp(float[] x, int columns) => [.. x.Chunk(columns).Select(row =>
    {
        double largest = row.Max();
        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(row.Sum(value => Math.Exp(value - largest)));
    })];

    /// <summary>Each row's softmax or its logarithm; zeros or −∞ for a row of −∞ alone.</summary>
    public static double[] Softmax(float[] x, int columns, bool logarithm)
    {
        var logSums = LogSumExp(x, columns);
        return [.. x.Select((value, i) =>
        {
            var log = float.IsNegativeInfinity(value) ? value : value - logSums[i / columns];
            return logarithm ? log : Math.Exp(log);
        })];
    }

    public static (double[] Dots, double[] Gradient) PairDots(float[] x, float[] upstream, int parts, int d, bool withItself)
    {
        var (dots, gradient) = (new List<double>(), new double[x.Length]);
        for (var first = 0; first < x.Length / d; first += parts)
        {
            for (var i = first; i < first + parts; i++)
            {
                for (var j = first; j < (withItself ? i + 1 : i); j++)
                {
                    for (var k = 0; k < d; k++)
                    {
                        gradient[(i * d) + k] += (double)upstream[dots.Count] * x[(j * d) + k];
                        gradient[(j * d) + k] += (double)upstream[dots.Count] * x[(i * d) + k];
                    }

                    dots.Add(Dot(x, i, x, j, d));
                }
            }
        }

        return ([.. dots], gradient);
    }

    public static double[] SumRows(float[] x, int columns)
    {
        var sums = new double[columns];
        for (var i = 0; i < x.Length; i++)
        {
            sums[i % columns] += x[i];
        }

        return sums;
    }

    public static double[] SumColumns(float[] x, int rows)
    {
        var sums = new double[rows];
        for (var i = 0; i < x.Length; i++)
        {
            sums[i / (x.Length / rows)] += x[i];
        }

        return sums;
    }

    public static double Dot(float[] a, int row, float[] b, int otherRow, int d)
    {
        double sum = 0;
        for (var k = 0; k < d; k++)
        {
            sum += (double)a[(row * d) + k] * b[(otherRow * d) + k];
        }

        return sum;
    }

    public static int[] RankCounts(RetrievalCase scored, int[] pairQueries, int[] pairCandidates, float[] trueCandidates)
    {
        var ranks = new int[pairQueries.Length];
        for (var p = 0; p < ranks.Length; p++)
        {
            var score = Dot(scored.Queries, pairQueries[p], trueCandidates, pairCandidates[p], scored.Dim);
            var query = pairQueries[p];
            ranks[p] = double.IsFinite(score)
                ? Enumerable.Range(0, scored.CorpusRows).Count(row => Dot(scored.Queries, query, scored.Corpus, row, scored.Dim) > score)
                : int.MaxValue;
        }

        return ranks;
    }

    public static (double[] Scores, int[] Rows) TopK(RetrievalCase scored, int query, int k, IReadOnlySet<int> excluded)
    {
        var best = Enumerable.Range(0, scored.CorpusRows)
            .Where(row => !excluded.Contains(row))
            .Select(row => (Row: row, Score: Dot(scored.Queries, query, scored.Corpus, row, scored.Dim)))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Row)
            .Concat(Enumerable.Repeat((Row: -1, Score: double.NegativeInfinity), k))
            .Take(k).ToArray();
        return ([.. best.Select(hit => hit.Score)], [.. best.Select(hit => hit.Row)]);
    }

    public static (double Loss, double[] QueryGradient, double[] CandidateGradient) InBatchSoftmax(SoftmaxCase batch)
    {
        var (queryGradient, candidateGradient) = (new double[batch.Queries.Length], new double[batch.Candidates.Length]);
        double loss = 0;
        for (var q = 0; q < batch.QueryRows && batch.PairShares is null; q++)
        {
            AddLogSum(q, batch.RowWeights?[q] ?? 1, LogitsOf(q));
        }

        for (var p = 0; p < batch.PairQueries.Length && batch.PairShares is not null; p++)
        {
            var logits = LogitsOf(batch.PairQueries[p]);
            logits[batch.PairCandidates[p]] += Math.Log(batch.PairShares[p]);
            AddLogSum(batch.PairQueries[p], batch.PairWeights?[p] ?? 1, logits);
        }

        for (var p = 0; p < batch.PairQueries.Length; p++)
        {
            double weight = batch.PairWeights?[p] ?? 1;
            loss -= weight * (Logit(batch, batch.PairQueries[p], batch.PairCandidates[p]) + (batch.PairBias?[p] ?? 0));
            AddLogitGradient(batch.PairQueries[p], batch.PairCandidates[p], -weight);
        }

        return (loss, queryGradient, candidateGradient);

        double[] LogitsOf(int q) => [.. Enumerable.Range(0, batch.CandidateRows).Select(c => Logit(batch, q, c) + (batch.ColumnBias?[c] ?? 0))];

        void AddLogSum(int q, double weight, double[] logits)
        {
            var max = logits.Max();
            var logSum = max + Math.Log(logits.Sum(logit => Math.Exp(logit - max)));
            loss += weight * logSum;
            for (var c = 0; c < logits.Length; c++)
            {
                AddLogitGradient(q, c, weight * Math.Exp(logits[c] - logSum));
            }
        }

        void AddLogitGradient(int q, int c, double gradient)
        {
            for (var k = 0; k < batch.Dim; k++)
            {
                queryGradient[(q * batch.Dim) + k] += gradient * batch.Scale * batch.Candidates[(c * batch.Dim) + k];
                candidateGradient[(c * batch.Dim) + k] += gradient * batch.Scale * batch.Queries[(q * batch.Dim) + k];
            }
        }
    }

    public static double[] Adagrad(double[] weights, double[] accumulator, double[] gradient, double rate, double epsilon)
    {
        var updated = new double[weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            accumulator[i] += gradient[i] * gradient[i];
            updated[i] = weights[i] - (rate * gradient[i] / Math.Sqrt(accumulator[i] + epsilon));
        }

        return updated;
    }

    public static double[] Adam(
        double[] weights, double[] moment, double[] variance, double[] gradient, double rate, double beta1, double beta2, double epsilon)
    {
        var updated = new double[weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            moment[i] = (beta1 * moment[i]) + ((1 - beta1) * gradient[i]);
            variance[i] = (beta2 * variance[i]) + ((1 - beta2) * gradient[i] * gradient[i]);
            updated[i] = weights[i] - (rate * moment[i] / (Math.Sqrt(variance[i]) + epsilon));
        }

        return updated;
    }

    /// <summary>Matrix and right side of a row's normal equations.</summary>
    public static (double[] Matrix, double[] RightSide) NormalEquations(
        float[] gram, float[] table, int[] offsets, int[] rows, float[] weights, int d, int row)
    {
        var (matrix, rightSide) = (gram.ToDoubles(), new double[d]);
        for (var e = offsets[row]; e < offsets[row + 1]; e++)
        {
            for (var i = 0; i < d; i++)
            {
                double entry = table[(rows[e] * d) + i];
                rightSide[i] += (1 + (double)weights[e]) * entry;
                for (var j = 0; j < d; j++)
                {
                    matrix[(i * d) + j] += weights[e] * entry * table[(rows[e] * d) + j];
                }
            }
        }

        return (matrix, rightSide);
    }

    public static double[] ImplicitLeastSquares(
        float[] gram, float[] table, int[] offsets, int[] rows, float[] weights, int d, int steps, float[] start)
    {
        var result = new double[start.Length];
        for (var row = 0; row < offsets.Length - 1; row++)
        {
            if (offsets[row] < offsets[row + 1])
            {
                var (matrix, rightSide) = NormalEquations(gram, table, offsets, rows, weights, d, row);
                ConjugateGradient(matrix, rightSide, start.AsSpan(row * d, d).ToArray().ToDoubles(), steps).CopyTo(result, row * d);
            }
        }

        return result;
    }

    private static double[] ConjugateGradient(double[] matrix, double[] rightSide, double[] x, int steps)
    {
        var product = Product(matrix, x);
        var residual = rightSide.Zip(product, (b, ax) => b - ax).ToArray();
        var direction = residual.ToArray();
        for (var step = 0; step < steps; step++)
        {
            product = Product(matrix, direction);
            var length = residual.Sum(r => r * r);
            var rate = length / direction.Zip(product, (p, ap) => p * ap).Sum();
            x = [.. x.Zip(direction, (value, p) => value + (rate * p))];
            residual = [.. residual.Zip(product, (r, ap) => r - (rate * ap))];
            var growth = residual.Sum(r => r * r) / length;
            direction = [.. direction.Zip(residual, (p, r) => r + (growth * p))];
        }

        return x;
    }

    private static double[] Product(double[] matrix, double[] x) =>
        [.. Enumerable.Range(0, x.Length).Select(i => Enumerable.Range(0, x.Length).Sum(j => matrix[(i * x.Length) + j] * x[j]))];
    /// <summary>By its power series near zero, by Laplace's continued fraction in the lower tail.</summary>
    private static double NormalDistribution(double x)
    {
        if (x > 2)
        {
            return 1 - NormalDistribution(-x);
        }

        if (x < -2)
        {
            var denominator = -x;
            for (var k = 300; k > 0; k--)
            {
                denominator = -x + (k / denominator);
            }

            return NormalDensity(x) / denominator;
        }

        var (sum, term) = (x, x);
        for (var k = 3; k < 100; k += 2)
        {
            sum += term *= x * x / k;
        }

        return 0.5 + (NormalDensity(x) * sum);
    }

    private static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double ExpMinusOne(double x) => x < -1 ? Math.Exp(x) - 1 : 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);

    private static double LogOnePlus(double u) => u < 1e-5 ? u - (u * u / 2) + (u * u * u / 3) : Math.Log(1 + u);

    public static double[] Momentum(double[] weights, double[] velocity, double[] gradient, double rate, double momentum, bool nesterov)
    {
        var updated = new double[weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            velocity[i] = (momentum * velocity[i]) - (rate * gradient[i]);
            updated[i] = weights[i] + (nesterov ? (momentum * velocity[i]) - (rate * gradient[i]) : velocity[i]);
        }

        return updated;
    }

    public static double[] RowWiseAdagrad(double[] weights, double[] accumulator, double[] gradient, double rate, double epsilon)
    {
        var updated = new double[weights.Length];
        var d = weights.Length / accumulator.Length;
        for (var row = 0; row < accumulator.Length; row++)
        {
            accumulator[row] += Enumerable.Range(row * d, d).Sum(i => gradient[i] * gradient[i]) / d;
            for (var i = row * d; i < (row + 1) * d; i++)
            {
                updated[i] = weights[i] - (rate * gradient[i] / (Math.Sqrt(accumulator[row]) + epsilon));
            }
        }

        return updated;
    }

    public static (double[] Weights, double Factor) ClippyAdagrad(double[] weights, double[] accumulator, double[] gradient, ClippyAdagradRule rule)
    {
        var before = rule.Accumulation == ClippyAccumulation.BeforeStep;
        var roots = accumulator.Zip(gradient, (sum, g) => Math.Sqrt(sum + (before ? g * g : 0) + rule.Epsilon)).ToArray();
        var steps = gradient.Zip(roots, (g, root) => rule.Rate * g / root).ToArray();
        var factor = Enumerable.Range(0, weights.Length).Where(i => steps[i] != 0).Select(i =>
            ((rule.OfWeight * Math.Abs(weights[i])) + (rule.OfPrecondition / roots[i]) + rule.Absolute) / Math.Abs(steps[i])).Append(1).Min();
        for (var i = 0; i < accumulator.Length; i++)
        {
            var counted = gradient[i] * (rule.Accumulation == ClippyAccumulation.ClippedAfterStep ? factor : 1);
            accumulator[i] += counted * counted;
        }

        return ([.. weights.Zip(steps, (w, step) => w - (factor * step))], factor);
    }

    public static double[] RmsProp(
        double[] weights, double[] squares, double[]? means, double[]? steps, double[] gradient, double rate, double rho, double momentum, double epsilon)
    {
        var updated = new double[weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            squares[i] = (rho * squares[i]) + ((1 - rho) * gradient[i] * gradient[i]);
            var spread = squares[i];
            if (means is not null)
            {
                means[i] = (rho * means[i]) + ((1 - rho) * gradient[i]);
                spread -= means[i] * means[i];
            }

            var step = rate * gradient[i] / Math.Sqrt(spread + epsilon);
            if (steps is not null)
            {
                step = steps[i] = (momentum * steps[i]) + step;
            }

            updated[i] = weights[i] - step;
        }

        return updated;
    }

    public static double[] Ftrl(double[] weights, double[] accumulator, double[] linear, double[] gradient, FtrlRule rule)
    {
        var updated = new double[weights.Length];
        for (var i = 0; i < updated.Length; i++)
        {
            var (old, g) = (accumulator[i], gradient[i]);
            accumulator[i] += g * g;
            var sigma = (Math.Pow(accumulator[i], rule.Power) - Math.Pow(old, rule.Power)) / rule.Rate;
            linear[i] += g + (2 * rule.L2Shrinkage * weights[i]) - (sigma * weights[i]);
            var divisor = (Math.Pow(accumulator[i], rule.Power) / rule.Rate) + (2 * rule.L2) + (rule.Beta / rule.Rate);
            updated[i] = divisor > 0 ? (Math.Clamp(linear[i], -rule.L1, rule.L1) - linear[i]) / divisor : weights[i];
        }

        return updated;
    }

    private static double Logit(SoftmaxCase batch, int query, int candidate) =>
        batch.Scale * Dot(batch.Queries, query, batch.Candidates, candidate, batch.Dim);

    /// <summary>The weighted sum of each bag's rows.</summary>
    public static double[] PoolRows(double[] table, int d, int[] rows, int[] offsets, float[]? weights)
    {
        var result = new double[(offsets.Length - 1) * d];
        for (var bag = 0; bag < offsets.Length - 1; bag++)
        {
            for (var entry = offsets[bag]; entry < offsets[bag + 1]; entry++)
            {
                for (var k = 0; k < d; k++)
                {
                    result[(bag * d) + k] += (weights is null ? 1.0 : weights[entry]) * table[(rows[entry] * d) + k];
                }
            }
        }

        return result;
    }
}
