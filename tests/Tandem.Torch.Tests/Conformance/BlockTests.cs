using Tandem.Tensors;

namespace Tandem.Torch.Tests;

/// <summary>Problems so large that they are computed in several blocks, against the library's own kernels.</summary>
public sealed class BlockTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_softmax_of_a_large_batch_agrees_with_the_processors(bool withShares) => AssertAgree(device =>
    {
        var (queries, candidates) = (Normal(device, 2000, 24), Normal(device, 1100, 24));
        var (pairQueries, pairCandidates) = (Rows(device, 3000, 2000, seed: 3), Rows(device, 3000, 1100, seed: 4));
        var (loss, ofQueries, ofCandidates) = (Tensor.Empty(default, device), Tensor.Empty(queries.Shape, device), Tensor.Empty(candidates.Shape, device));
        var problem = new InBatchSoftmaxProblem
        {
            Queries = queries,
            Candidates = candidates,
            PairQueries = pairQueries,
            PairCandidates = pairCandidates,
            ColumnBias = Normal(device, 1100),
            PairShares = withShares ? Tensor.Full(new Shape(3000), 0.25f, device) : null,
        };
        device.InBatchSoftmax(problem, loss, ofQueries, ofCandidates);
        return [loss, ofQueries, ofCandidates];
    });

    [Fact]
    public void Ranks_in_a_large_corpus_agree_with_the_processors() => AssertAgree(device =>
    {
        var (queries, corpus) = (Normal(device, 300, 16), Normal(device, 5000, 16));
        var ranks = Indices.Empty(900, device);
        device.RankCounts(queries, corpus, Rows(device, 900, 300, seed: 5), Rows(device, 900, 5000, seed: 6), corpus, ranks);
        return [Tensor.From([.. ranks.ToArray().Select(rank => (float)rank)], new Shape(900), device)];
    });

    [Fact]
    public void The_best_of_a_large_corpus_agree_with_the_processors() => AssertAgree(device =>
    {
        var (scores, rows) = (Tensor.Empty(new Shape(700, 20), device), Indices.Empty(700 * 20, device));
        var offsets = Indices.From([.. Enumerable.Range(0, 701).Select(i => 2 * i)], device: device);
        var excluded = Indices.From([.. Enumerable.Range(0, 1400).Select(i => (i / 2) + ((i % 2) * 3000))], device: device);
        device.TopK(Normal(device, 700, 16), Normal(device, 5000, 16), offsets, excluded, scores, rows);
        return [scores];
    });

    [Fact]
    public void The_least_squares_of_many_rows_agree_with_the_processors() => AssertAgree(device =>
    {
        const int d = 64;
        int[] offsets = [.. Enumerable.Range(0, 1001).Select(i => (20 * i) - (i % 3))];
        var (table, solution) = (Normal(device, 800, d), Normal(device, 1000, d));
        var gram = Tensor.Empty(new Shape(d, d), device);
        device.MatMul(table, true, table, false, gram, accumulate: false);
        var weights = Tensor.Full(new Shape(offsets[^1]), 2f, device);
        device.ImplicitLeastSquares(gram, table, Indices.From(offsets, device: device), Rows(device, offsets[^1], 800, seed: 7), weights, steps: 3, solution);
        return [solution];
    });

    private static void AssertAgree(Func<IDevice, Tensor[]> run)
    {
        using var scope = new TensorScope();
        foreach (var (expected, actual) in run(Device.Cpu).Zip(run(TorchDevices.Cpu)))
        {
            var values = expected.ToArray();
            var allowed = 1e-5f * values.Max(MathF.Abs);
            Assert.All(values.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, allowed));
        }
    }

    private static Indices Rows(IDevice device, int count, int tableRows, int seed)
    {
        var random = new Random(seed);
        return Indices.From([.. Enumerable.Range(0, count).Select(_ => random.Next(tableRows))], device: device);
    }

    private static Tensor Normal(IDevice device, params int[] extents)
    {
        var random = new Random(extents[0]);
        var shape = new Shape(extents);
        return Tensor.From([.. Enumerable.Range(0, shape.Count).Select(_ => random.NextSingle() - 0.5f)], shape, device);
    }
}
