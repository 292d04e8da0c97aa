using static Tandem.Tensors.Tests.GradientCheck;

namespace Tandem.Tensors.Tests;

/// <summary>Each operation's gradient against central differences in float64.</summary>
public sealed class OperationGradientTests
{
    private const int M = 5, N = 7, K = 4;

    /// <summary>Every operator with every way of repeating its right operand: the operand's extents.</summary>
    public static TheoryData<BinaryOperator, int[]> Binaries
    {
        get
        {
            var data = new TheoryData<BinaryOperator, int[]>();
            foreach (var op in Enum.GetValues<BinaryOperator>())
            {
                foreach (var extents in new int[][] { [M, N], [N], [M, 1], [1], [], [1, 1] })
                {
                    data.Add(op, extents);
                }
            }

            return data;
        }
    }

    public static TheoryData<UnaryOperator> Unaries => [.. Enum.GetValues<UnaryOperator>()];

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Binary_operators_send_gradients_to_both_sides(BinaryOperator op, int[] extents) => Check(
        inputs => Apply(op, inputs[0], inputs[1]),
        values => [.. values[0].Select((left, i) => Apply(op, left, Repeated(values[1], extents, i)))],
        Input.Normal(1, M, N),
        Input.Positive(2, extents));

    [Theory]
    [MemberData(nameof(Unaries))]
    public void Functions_send_the_derivative(UnaryOperator op) => Check(
        inputs => Apply(op, inputs[0]),
        values => [.. values[0].Select(value => ReferenceKernels.Unary(op, value))],
        op is UnaryOperator.Log or UnaryOperator.Sqrt ? Input.Positive(3, M, N) : Input.Normal(3, M, N));

    [Fact]
    public void Scaling_negation_and_mean_send_their_factor()
    {
        Check(inputs => -2.5f * inputs[0], values => [.. values[0].Select(value => -2.5 * value)], Input.Normal(4, M, N));
        Check(inputs => -inputs[0], values => [.. values[0].Select(value => -value)], Input.Normal(4, M, N));
        Check(inputs => inputs[0].Mean(), values => [values[0].Average()], Input.Normal(4, M, N));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Matrix_products_send_gradients_to_both_sides_for_all_transposes(bool transposeA, bool transposeB) => Check(
        inputs => inputs[0].MatMul(inputs[1], transposeA, transposeB),
        values => Product(values[0], transposeA, values[1], transposeB),
        transposeA ? Input.Normal(5, K, M) : Input.Normal(5, M, K),
        transposeB ? Input.Normal(6, N, K) : Input.Normal(6, K, N));

    [Fact]
    public void Sums_repeat_their_gradient_over_what_was_summed()
    {
        Check(inputs => inputs[0].Sum(), values => [values[0].Sum()], Input.Normal(7, M, N));
        Check(inputs => inputs[0].SumRows(), values => Columns(values[0]), Input.Normal(7, M, N));
        Check(inputs => inputs[0].SumColumns(), values => [.. values[0].Chunk(N).Select(row => row.Sum())], Input.Normal(7, M, N));
    }

    [Fact]
    public void Concat_sends_each_part_its_columns() => Check(
        inputs => Tensor.Concat(inputs),
        values => [.. Enumerable.Range(0, M).SelectMany(row => values.SelectMany(part => part.Chunk(part.Length / M).ElementAt(row)))],
        Input.Normal(8, M, 3),
        Input.Normal(9, M, 1),
        Input.Normal(10, M, N));

    [Theory]
    [InlineData(0, N)]
    [InlineData(2, 3)]
    [InlineData(6, 1)]
    [InlineData(7, 0)]
    public void Columns_send_their_gradient_to_where_they_were(int start, int count) => Check(
        inputs => inputs[0].Columns(start, count),
        values => [.. values[0].Chunk(N).SelectMany(row => row[start..(start + count)])],
        Input.Normal(21, M, N));

    [Fact]
    public void ScatterRows_gives_each_row_the_gradient_of_its_target()
    {
        int[] targets = [2, 0, 2, 5, 0];
        Check(
            inputs => inputs[0].ScatterRows(Indices.From(targets), rows: 6),
            values =>
            {
                var sums = new double[6 * N];
                for (var i = 0; i < values[0].Length; i++)
                {
                    sums[(targets[i / N] * N) + (i % N)] += values[0][i];
                }

                return sums;
            },
            Input.Normal(22, M, N));
    }

    [Fact]
    public void Reshaping_keeps_the_elements_and_their_gradients() => Check(
        inputs => inputs[0].Reshape(new Shape(N, M)).Tanh().Reshape(new Shape(M * N)),
        values => [.. values[0].Select(Math.Tanh)],
        Input.Normal(23, M, N));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_of_pairs_send_each_part_the_other(bool withItself) => Check(
        inputs => inputs[0].PairDots(parts: 3, withItself),
        values => [.. values[0].Chunk(12).SelectMany(row => Enumerable.Range(0, 3).SelectMany(i => Enumerable.Range(0, withItself ? i + 1 : i)
            .Select(j => Enumerable.Range(0, 4).Sum(k => row[(i * 4) + k] * row[(j * 4) + k]))))],
        Input.Normal(27, M, 12));

    [Fact]
    public void Softmax_its_logarithm_and_log_sum_exp_send_the_derivative()
    {
        Check(inputs => inputs[0].Softmax(), values => [.. values[0].Chunk(N).SelectMany(Softmax)], Input.Normal(24, M, N));
        Check(inputs => inputs[0].LogSoftmax(), values => [.. values[0].Chunk(N).SelectMany(Softmax).Select(x => Math.Log(x))], Input.Normal(25, M, N));
        Check(inputs => inputs[0].LogSumExp(), values => [.. values[0].Chunk(N).Select(row => Math.Log(row.Sum(Math.Exp)))], Input.Normal(26, M, N));
    }

    [Fact]
    public void Elements_that_take_no_part_in_a_log_sum_exp_get_no_gradient()
    {
        using var scope = new TensorScope();
        const float none = float.NegativeInfinity;
        var leaf = new Input([1f, none, 1f, none, none, none], 2, 3).ToLeaf();
        leaf.LogSumExp().Sum().Backward();
        Assert.Equal([0.5f, 0f, 0.5f, 0f, 0f, 0f], leaf.Gradient!.Values.ToArray());
    }

    [Theory]
    [InlineData(new[] { 3, 0, 4 })]
    [InlineData(new[] { 2, 2, 0, 2, 4, 0 })]
    [InlineData(new int[0])]
    public void Gather_sends_rows_back_to_where_they_came_from(int[] rows)
    {
        double[] Formula(double[][] values) => [.. rows.SelectMany(row => values[0][(row * N)..((row + 1) * N)])];
        Check(inputs => inputs[0].Gather(Indices.From(rows)), Formula, Input.Normal(11, M, N));
    }

    [Fact]
    public void Gather_from_a_computed_table_sends_rows_back_through_it()
    {
        int[] rows = [1, 4, 1];
        Check(
            inputs => inputs[0].Tanh().Gather(Indices.From(rows)),
            values => [.. rows.SelectMany(row => values[0][(row * N)..((row + 1) * N)]).Select(Math.Tanh)],
            Input.Normal(12, M, N));
    }

    [Fact]
    public void The_in_batch_softmax_sends_gradients_to_queries_and_candidates()
    {
        var batch = SoftmaxCase.Random(6, 8, K, seed: 13, pairs: 9).WithAllParts(seed: 14);
        Check(
            inputs => 3f * Tensor.InBatchSoftmax(batch.Upload(Device.Current) with { Queries = inputs[0], Candidates = inputs[1] }),
            values => [3 * SoftmaxLoss(batch, values[0], values[1])],
            new Input(batch.Queries, 6, K),
            new Input(batch.Candidates, 8, K));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(M)]
    [InlineData(M + 1)]
    public void A_sum_over_row_blocks_has_the_gradients_of_the_whole(int blockRows) => Check(
        inputs => Tensor.SumOverRowBlocks(
            inputs[0], inputs[1], blockRows, (rows, shared, _) => rows.MatMul(shared).Square().Sum()),
        values => [Product(values[0], false, values[1], false).Sum(x => x * x)],
        Input.Normal(31, M, K),
        Input.Normal(32, K, N));

    [Fact]
    public void A_tensor_that_is_used_several_times_gets_the_sum_of_its_gradients() => Check(
        inputs =>
        {
            var shared = inputs[0].Sigmoid();
            return (shared * shared) + (inputs[0] * shared) - inputs[0];
        },
        values => [.. values[0].Select(x => (Logistic(x) * Logistic(x)) + (x * Logistic(x)) - x)],
        Input.Normal(15, M, N));

    [Fact]
    public void A_two_layer_network_sends_gradients_to_all_its_weights() => Check(
        inputs => ((inputs[0].MatMul(inputs[1]) + inputs[2]).Tanh().MatMul(inputs[3], transposeOther: true) + inputs[4]).Square().SumColumns(),
        values =>
        {
            var hidden = Product(values[0], false, values[1], false).Select((x, i) => Math.Tanh(x + values[2][i % N])).ToArray();
            var output = ReferenceProduct(hidden, false, values[3], true, M, 3, N).Select((x, i) => x + values[4][i % 3]);
            return [.. output.Select(x => x * x).Chunk(3).Select(row => row.Sum())];
        },
        Input.Normal(16, M, K),
        Input.Normal(17, K, N),
        Input.Normal(18, N),
        Input.Normal(19, 3, N),
        Input.Normal(20, 3));

    private static Tensor Apply(BinaryOperator op, Tensor a, Tensor b) => op switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        _ => a / b,
    };

    private static double Apply(BinaryOperator op, double a, double b) => op switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        _ => a / b,
    };

    private static Tensor Apply(UnaryOperator op, Tensor x) => op switch
    {
        UnaryOperator.Relu => x.Relu(),
        UnaryOperator.Sigmoid => x.Sigmoid(),
        UnaryOperator.Tanh => x.Tanh(),
        UnaryOperator.Exp => x.Exp(),
        UnaryOperator.Log => x.Log(),
        UnaryOperator.Sqrt => x.Sqrt(),
        UnaryOperator.Abs => x.Abs(),
        UnaryOperator.Elu => x.Elu(),
        UnaryOperator.Selu => x.Selu(),
        UnaryOperator.Gelu => x.Gelu(),
        UnaryOperator.Softplus => x.Softplus(),
        UnaryOperator.Softsign => x.Softsign(),
        UnaryOperator.HardSigmoid => x.HardSigmoid(),
        UnaryOperator.Swish => x.Swish(),
        _ => x.Square(),
    };

    /// <summary>The right operand at element i of <c>[M, N]</c>.</summary>
    private static double Repeated(double[] b, int[] extents, int i) => extents switch
    {
        [M, N] => b[i],
        [N] => b[i % N],
        [M, 1] => b[i / N],
        _ => b[0],
    };

    private static double[] Softmax(double[] row) => [.. row.Select(x => Math.Exp(x) / row.Sum(Math.Exp))];

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Columns(double[] x) => [.. Enumerable.Range(0, N).Select(column => x.Where((_, i) => i % N == column).Sum())];

    private static double[] Product(double[] a, bool transposeA, double[] b, bool transposeB) => ReferenceProduct(a, transposeA, b, transposeB, M, N, K);

    private static double[] ReferenceProduct(double[] a, bool transposeA, double[] b, bool transposeB, int m, int n, int k)
    {
        var result = new double[m * n];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = (i / n, i % n);
            result[i] = Enumerable.Range(0, k).Sum(q =>
                a[transposeA ? (q * m) + row : (row * k) + q] * b[transposeB ? (column * k) + q : (q * n) + column]);
        }

        return result;
    }

    private static double SoftmaxLoss(SoftmaxCase batch, double[] queries, double[] candidates)
    {
        double Logit(int q, int c) => batch.Scale * Enumerable.Range(0, K).Sum(k => queries[(q * K) + k] * candidates[(c * K) + k]);
        var normalisers = Enumerable.Range(0, 6).Sum(q =>
            batch.RowWeights![q] * Math.Log(Enumerable.Range(0, 8).Sum(c => Math.Exp(Logit(q, c) + batch.ColumnBias![c]))));
        return normalisers - Enumerable.Range(0, batch.PairQueries.Length).Sum(p =>
            batch.PairWeights![p] * (Logit(batch.PairQueries[p], batch.PairCandidates[p]) + batch.PairBias![p]));
    }
}
