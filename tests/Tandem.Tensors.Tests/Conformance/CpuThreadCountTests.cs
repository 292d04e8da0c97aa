namespace Tandem.Tensors.Tests;

/// <summary>Every kernel gives the same bits on 1, 2, 3 and 8 threads, at sizes large enough to be cut into tasks.</summary>
public sealed class CpuThreadCountTests
{
    private static readonly int[] _threads = [1, 2, 3, 8];

    public static TheoryData<SimdLevel> Levels => [.. Enum.GetValues<SimdLevel>()];

    [Theory]
    [MemberData(nameof(Levels))]
    public void MatMul_does_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (tall, wide, result) = (Normal(device, 700, 150), Normal(device, 150, 300), Tensor.Empty(new Shape(700, 300), device));
        device.MatMul(tall, false, wide, false, result, accumulate: false);
        var (squareA, squareB) = (Tensor.Empty(new Shape(150, 150), device), Tensor.Empty(new Shape(700, 700), device));
        device.MatMul(tall, true, tall, false, squareA, accumulate: false);
        device.MatMul(tall, false, tall, true, squareB, accumulate: false);
        return [result, squareA, squareB];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Dense_layers_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (rows, kernel, bias) = (Normal(device, 1700, 60), Normal(device, 60, 130), Normal(device, 130));
        var (result, gradient, sums) = (Tensor.Empty(new Shape(1700, 130), device), Tensor.Empty(new Shape(1700, 130), device), Tensor.Empty(new Shape(130), device));
        device.Dense(rows, kernel, bias, relu: true, result);
        device.DenseGradient(result, result, gradient, sums);
        return [result, gradient, sums];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Optimisers_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (weights, sums, rowSums, gradient) = (Normal(device, 3000, 61), Tensor.Full(new Shape(3000, 61), 0.1f, device), Tensor.Full(new Shape(3000), 0.1f, device), Normal(device, 3000, 61));
        device.RowWiseAdagrad(weights, rowSums, gradient, null, 0.1f, 1e-7f);
        device.ClippyAdagrad(weights, sums, gradient, null, new ClippyAdagradRule(0.1f, 1e-7f, 0.1f, 0, 1e-7f, ClippyAccumulation.AfterStep));
        device.Adagrad(weights, sums, gradient, null, 0.1f, 1e-7f);
        return [weights, sums, rowSums];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Elementwise_kernels_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (x, row, column) = (Normal(device, 501, 601), Normal(device, 601), Normal(device, 501, 1));
        List<Tensor> results = [];
        foreach (var (operand, broadcast) in new[] { (x, Broadcast.None), (row, Broadcast.Row), (column, Broadcast.Column) })
        {
            results.Add(Tensor.Empty(x.Shape, device));
            device.Binary(BinaryOperator.Divide, x, operand, broadcast, results[^1]);
        }

        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            var (y, gradient) = (Tensor.Empty(x.Shape, device), Tensor.Empty(x.Shape, device));
            device.Unary(op, x, y);
            device.UnaryGradient(op, x, y, x, gradient);
            results.AddRange([y, gradient]);
        }

        return results;
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Reductions_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var x = Normal(device, 5003, 61);
        var (sum, rows, columns) = (Tensor.Empty(default, device), Tensor.Empty(new Shape(61), device), Tensor.Empty(new Shape(5003), device));
        device.Sum(x, sum);
        device.SumRows(x, rows);
        device.SumColumns(x, columns);
        var (softmax, logarithm, logSums) = (Tensor.Empty(x.Shape, device), Tensor.Empty(x.Shape, device), Tensor.Empty(new Shape(5003), device));
        device.Softmax(x, logarithm: false, softmax);
        device.Softmax(x, logarithm: true, logarithm);
        device.LogSumExp(x, logSums);
        var (wide, dots, dotsGradient) = (Normal(device, 3001, 60), Tensor.Empty(new Shape(3001, 10), device), Tensor.Empty(new Shape(3001, 60), device));
        device.PairDots(wide, parts: 5, withItself: false, dots);
        device.PairDotsGradient(wide, parts: 5, withItself: false, dots, dotsGradient);
        return [sum, rows, columns, softmax, logarithm, logSums, dots, dotsGradient];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Row_kernels_and_optimizers_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (table, rows) = (Normal(device, 3000, 40), Indices.From(TestData.Rows(9000, 3000, seed: 5), device: device));
        var distinct = Indices.From(TestData.DistinctRows(2500, 3000, seed: 6), areDistinct: true, device);
        var (gathered, scattered, part) = (Tensor.Empty(new Shape(9000, 40), device), Normal(device, 3000, 40), Tensor.Zeros(new Shape(9000, 50), device));
        device.Gather(table, rows, gathered);
        device.ScatterAdd(gathered, rows, scattered);
        device.CopyColumns(gathered, 3, part, 7, 30);
        var pooled = Tensor.Empty(new Shape(600, 40), device);
        device.PoolRows(table, rows, Indices.From([.. Enumerable.Range(0, 601).Select(bag => bag * 15)], device: device), null, pooled);
        var (gradient, first, second) = (Normal(device, 2500, 40), Tensor.Full(table.Shape, 0.1f, device), Tensor.Full(table.Shape, 0.1f, device));
        device.Sgd(table, gradient, distinct, 0.1f);
        device.Adagrad(table, first, gradient, distinct, 0.1f, 1e-7f);
        device.Adam(table, first, second, gradient, distinct, 0.1f, 0.9, 0.999, 1e-7f);
        return [gathered, scattered, part, pooled, table, first, second];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_in_batch_softmax_does_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var problem = SoftmaxCase.Random(700, 500, 33, seed: 1, pairs: 900).WithAllParts(seed: 2).Upload(device);
        var loss = Tensor.Empty(default, device);
        var (queries, candidates) = (Tensor.Empty(problem.Queries.Shape, device), Tensor.Empty(problem.Candidates.Shape, device));
        device.InBatchSoftmax(problem, loss, queries, candidates);
        return [loss, queries, candidates];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Rankings_do_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (queries, corpus) = (Normal(device, 400, 20), Normal(device, 900, 20));
        var (scores, rows) = (Tensor.Empty(new Shape(400, 30), device), Indices.Empty(400 * 30, device));
        device.TopK(queries, corpus, null, null, scores, rows);
        var ranks = Indices.Empty(2000, device);
        var (pairQueries, pairCandidates) = (TestData.Rows(2000, 400, seed: 3), TestData.Rows(2000, 900, seed: 4));
        device.RankCounts(queries, corpus, Indices.From(pairQueries, device: device), Indices.From(pairCandidates, device: device), corpus, ranks);
        return [scores, AsFloats(rows), AsFloats(ranks)];
    });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Linear_algebra_does_not_depend_on_the_number_of_threads(SimdLevel level) => AssertSameBits(level, device =>
    {
        var (rows, gram) = (Normal(device, 1000, 900), Tensor.Empty(new Shape(900, 900), device));
        device.MatMul(rows, true, rows, false, gram, accumulate: false);
        Assert.Equal(-1, device.InvertPositiveDefinite(gram));
        int[] offsets = [.. Enumerable.Range(0, 301).Select(i => 7 * i)];
        var (table, starts, entries) = (Normal(device, 500, 65), Indices.From(offsets, device: device), Indices.From(TestData.Rows(2100, 500, seed: 1), device: device));
        var (pooled, solution) = (Tensor.Empty(new Shape(300, 65), device), Normal(device, 300, 65));
        device.PoolRows(table, entries, starts, Normal(device, 2100), pooled);
        var small = Tensor.Empty(new Shape(65, 65), device);
        device.MatMul(table, true, table, false, small, accumulate: false);
        device.ImplicitLeastSquares(small, table, starts, entries, Tensor.Full(new Shape(2100), 2f, device), steps: 3, solution);
        return [gram, pooled, solution];
    });

    private static void AssertSameBits(SimdLevel level, Func<CpuDevice, IEnumerable<Tensor>> run)
    {
        Needs.That(SimdSupport.IsSupported(level), $"This processor does not run {level} in hardware.");
        float[][]? expected = null;
        foreach (var threads in _threads)
        {
            using var scope = new TensorScope();
            float[][] results = [.. run(new CpuDevice(threads, level)).Select(tensor => tensor.ToArray())];
            expected ??= results;
            Assert.All(expected.Zip(results), pair => Close.SameBits(pair.First, pair.Second));
        }
    }

    private static Tensor AsFloats(Indices indices) => Tensor.From([.. indices.ToArray().Select(value => (float)value)], new Shape(indices.Length));

    private static Tensor Normal(CpuDevice device, params int[] extents) =>
        Tensor.From(TestData.Normal(new Shape(extents).Count, seed: extents[0]), new Shape(extents), device);
}
