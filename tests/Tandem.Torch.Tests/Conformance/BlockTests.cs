using Tandem.Tensors;

namespace Tandem.Torch.Tests;

/// <summary>Problems so large that they are computed in several blocks, against the library's own kernels, and twice: the bits are the same each time.</summary>
public sealed class BlockTests
{
    public static TheoryData<string> Devices => ["torch-cpu", "cuda"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_softmax_of_a_large_batch_agrees_with_the_processors(string name)
    {
        AssertAgree(name, device => Softmax(device, withShares: false));
        AssertAgree(name, device => Softmax(device, withShares: true));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Rows_that_many_others_are_added_to_agree_with_the_processors(string name) => AssertAgree(name, device =>
    {
        var (target, rows) = (Normal(device, 50, 24), Rows(device, 20_000, 50, seed: 2));
        device.ScatterAdd(Normal(device, 20_000, 24), rows, target);
        var pooled = Tensor.Empty(new Shape(40, 24), device);
        device.PoolRows(target, rows, Indices.From([.. Enumerable.Range(0, 41).Select(i => 500 * i)], device: device), Normal(device, 20_000), pooled);
        return [target, pooled];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void Ranks_in_a_large_corpus_agree_with_the_processors(string name) => AssertAgree(name, device =>
    {
        var (queries, corpus) = (Normal(device, 300, 16), Normal(device, 5000, 16));
        var ranks = Indices.Empty(900, device);
        device.RankCounts(queries, corpus, Rows(device, 900, 300, seed: 5), Rows(device, 900, 5000, seed: 6), corpus, ranks);
        return [Tensor.From([.. ranks.ToArray().Select(rank => (float)rank)], new Shape(900), device)];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_best_of_a_large_corpus_agree_with_the_processors(string name) => AssertAgree(name, device =>
    {
        var (scores, rows) = (Tensor.Empty(new Shape(700, 20), device), Indices.Empty(700 * 20, device));
        var offsets = Indices.From([.. Enumerable.Range(0, 701).Select(i => 2 * i)], device: device);
        var excluded = Indices.From([.. Enumerable.Range(0, 1400).Select(i => (i / 2) + ((i % 2) * 3000))], device: device);
        device.TopK(Normal(device, 700, 16), Normal(device, 5000, 16), offsets, excluded, scores, rows);
        return [scores];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_least_squares_of_many_rows_agree_with_the_processors(string name) => AssertAgree(name, device =>
    {
        const int d = 64;
        int[] offsets = [.. Enumerable.Range(0, 1001).Select(i => (20 * i) - (i % 3))];
        var (table, solution) = (Normal(device, 800, d), Normal(device, 1000, d));
        var gram = Tensor.Empty(new Shape(d, d), device);
        device.MatMul(table, true, table, false, gram, accumulate: false);
        var weights = Tensor.Full(new Shape(offsets[^1]), 2f, device);
        device.ImplicitLeastSquares(gram, table, Indices.From(offsets, device: device), Rows(device, offsets[^1], 800, seed: 7), weights, steps: 3, solution, TestContext.Current.CancellationToken);
        return [solution];
    });

    private static Tensor[] Softmax(IDevice device, bool withShares)
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
    }

    private static void AssertAgree(string name, Func<IDevice, Tensor[]> run)
    {
        using var scope = new TensorScope();
        var device = name == "cuda" ? TorchDevices.Gpu : TorchDevices.Cpu;
        foreach (var (expected, (actual, again)) in run(Device.Cpu).Zip(run(device).Zip(run(device))))
        {
            var values = expected.ToArray();
            var allowed = 1e-5f * values.Max(MathF.Abs);
            Assert.All(values.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, allowed));
            Assert.Equal(actual.ToArray(), again.ToArray());
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
