using System.Runtime.CompilerServices;
using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch.Tests;

/// <summary>Kernels keep none of libtorch's tensors but their results, and these go with their storage.</summary>
public sealed class NativeTensorTests
{
    private static readonly Dictionary<string, Action<TorchDevice>> _kernels = new()
    {
        ["copies"] = device =>
        {
            var x = Normal(device, 5, 3);
            device.Copy(x, Tensor.Full(new Shape(5, 3), 1, device));
            _ = Indices.From([1, 2], device: device).ToArray();
            _ = x.ToArray();
        },
        ["products"] = device =>
        {
            device.MatMul(Normal(device, 5, 3), false, Normal(device, 4, 3), true, Empty(device, 5, 4), accumulate: false);
            device.MatMul(Normal(device, 3, 5), true, Normal(device, 3, 4), false, Normal(device, 5, 4), accumulate: true);
            device.Dense(Normal(device, 5, 3), Normal(device, 3, 4), Normal(device, 4), relu: true, Empty(device, 5, 4));
            device.DenseGradient(Normal(device, 5, 3), Normal(device, 5, 3), Empty(device, 5, 3), Empty(device, 3));
            device.ActiveColumns(Normal(device, 5, 3), new bool[3]);
        },
        ["elementwise operations"] = device =>
        {
            foreach (var op in Enum.GetValues<BinaryOperator>())
            {
                device.Binary(op, Normal(device, 5, 3), Normal(device, 3), Broadcast.Row, Empty(device, 5, 3));
            }

            foreach (var op in Enum.GetValues<UnaryOperator>())
            {
                device.Unary(op, Normal(device, 5, 3), Empty(device, 5, 3));
                device.UnaryGradient(op, Normal(device, 5, 3), Normal(device, 5, 3), Normal(device, 5, 3), Empty(device, 5, 3));
            }

            device.Scale(Normal(device, 5, 3), 2, Empty(device, 5, 3));
            device.Clamp(Normal(device, 5, 3), -1, 1, Empty(device, 5, 3));
        },
        ["reductions"] = device =>
        {
            var x = Normal(device, 5, 6);
            device.Sum(x, Empty(device));
            device.SumRows(x, Empty(device, 6));
            device.SumColumns(x, Empty(device, 5));
            device.Softmax(x, logarithm: false, Empty(device, 5, 6));
            device.LogSumExp(x, Empty(device, 5));
            device.PairDots(x, 3, withItself: false, Empty(device, 5, 3));
            device.PairDotsGradient(x, 3, withItself: false, Normal(device, 5, 3), Empty(device, 5, 6));
            device.AllFinite(x);
        },
        ["rows"] = device =>
        {
            var (table, rows) = (Normal(device, 5, 3), Indices.From([4, 0, 4], device: device));
            device.Gather(table, rows, Empty(device, 3, 3));
            device.ScatterAdd(Normal(device, 3, 3), rows, table);
            device.PoolRows(table, rows, Indices.From([0, 2, 3], device: device), Normal(device, 3), Empty(device, 2, 3));
            device.CopyColumns(table, 0, Normal(device, 5, 4), 1, 2);
            device.GatherColumns(table, Indices.From([2, 0], device: device), Empty(device, 5, 2));
            device.ScatterColumns(Normal(device, 5, 2), Indices.From([2, 0], areDistinct: true, device), table);
        },
        ["the in-batch softmax"] = device =>
        {
            device.InBatchSoftmax(Batch(device), Empty(device), null, null);
            device.InBatchSoftmax(Batch(device) with { RowWeights = Normal(device, 5) }, Empty(device), Empty(device, 5, 3), Empty(device, 4, 3));
            device.InBatchSoftmax(Batch(device) with { PairShares = Tensor.Full(new Shape(2), 0.5f, device) }, Empty(device), Empty(device, 5, 3), Empty(device, 4, 3));
        },
        ["rankings"] = device =>
        {
            var (queries, corpus, pairs) = (Normal(device, 5, 3), Normal(device, 6, 3), Indices.From([0, 1, 2], device: device));
            device.RankCounts(queries, corpus, pairs, pairs, corpus, Indices.Empty(3, device));
            var (offsets, excluded) = (Indices.From([0, 1, 1, 3, 3, 3], device: device), Indices.From([2, 0, 5], device: device));
            device.TopK(queries, corpus, null, null, Empty(device, 5, 2), Indices.Empty(10, device));
            device.TopK(queries, corpus, offsets, excluded, Empty(device, 5, 6), Indices.Empty(30, device));
            device.SelectTopK(Normal(device, 5, 6), offsets, excluded, Empty(device, 5, 2), Indices.Empty(10, device));
        },
        ["optimisers"] = device =>
        {
            foreach (var rows in new[] { null, Indices.From([2, 0], areDistinct: true, device) })
            {
                var (weights, gradient) = (Normal(device, 5, 3), Normal(device, rows is null ? 5 : 2, 3));
                var (first, second, third) = (Ones(device, 5, 3), Ones(device, 5, 3), Ones(device, 5, 3));
                device.Sgd(weights, gradient, rows, 0.1f);
                device.Momentum(weights, first, gradient, rows, 0.1f, 0.9f, nesterov: true);
                device.Adagrad(weights, first, gradient, rows, 0.1f, 1e-7f);
                device.RowWiseAdagrad(weights, Ones(device, 5), gradient, rows, 0.1f, 1e-7f);
                device.ClippyAdagrad(weights, first, gradient, rows, new ClippyAdagradRule(0.1f, 1e-7f, 0.1f, 0, 1e-7f, ClippyAccumulation.AfterStep));
                device.Adam(weights, first, second, gradient, rows, 0.1f, 0.9, 0.999, 1e-7f);
                device.RmsProp(weights, first, second, third, gradient, rows, 0.1f, 0.9, 0.5f, 1e-7f);
                device.Ftrl(weights, first, second, gradient, rows, new FtrlRule(0.1f, 0.7f, 0.1f, 0.1f, 0.1f, 0.1f));
            }
        },
        ["linear algebra"] = device =>
        {
            var (rows, gram) = (Normal(device, 9, 3), Empty(device, 3, 3));
            device.MatMul(rows, true, rows, false, gram, accumulate: false);
            var (offsets, entries) = (Indices.From([0, 2, 3], device: device), Indices.From([4, 0, 4], device: device));
            device.ImplicitLeastSquares(gram, rows, offsets, entries, Ones(device, 3), 2, Normal(device, 2, 3), TestContext.Current.CancellationToken);
            Assert.Equal(-1, device.InvertPositiveDefinite(gram, TestContext.Current.CancellationToken));
            Assert.NotEqual(-1, device.InvertPositiveDefinite(Tensor.Full(new Shape(3, 3), -1, device), TestContext.Current.CancellationToken));
        },
    };

    public static TheoryData<string> Kernels => [.. _kernels.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_return_what_they_took(string kernels)
    {
        var device = TorchDevices.Cpu;
        Run(device, kernels);
        var (tensors, storages) = (torch.Tensor.TotalCount, device.LiveStorages);
        Run(device, kernels);
        Assert.Equal((tensors, storages), (torch.Tensor.TotalCount, device.LiveStorages));
    }

    [Fact]
    public void A_scope_of_libtorch_that_is_open_does_not_own_what_kernels_compute()
    {
        var device = TorchDevices.Cpu;
        using var tensors = new TensorScope();
        Tensor sum;
        using (torch.NewDisposeScope())
        {
            sum = Empty(device);
            device.Sum(Tensor.Full(new Shape(3), 2, device), sum);
        }

        Assert.Equal(6, sum.Item());
    }

    [Fact]
    public void Memory_that_nobody_refers_to_is_collected()
    {
        var device = TorchDevices.Cpu;
        Collect();
        var (tensors, storages) = (torch.Tensor.TotalCount, device.LiveStorages);
        Forget(device);
        Collect();
        Assert.Equal((tensors, storages), (torch.Tensor.TotalCount, device.LiveStorages));
    }

    [Fact]
    public void A_tensor_that_was_disposed_says_so()
    {
        var device = TorchDevices.Cpu;
        var storage = device.Allocate(3);
        storage.Dispose();
        storage.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ((TorchStorage)storage).Value);
    }

    [Fact]
    public void Memory_that_does_not_suffice_is_told_in_words_that_say_what_to_do()
    {
        // A million parts have a million times a million products: terabytes.
        using var scope = new TensorScope();
        var device = TorchDevices.Cpu;
        var error = Assert.Throws<InsufficientMemoryException>(() => device.PairDots(Normal(device, 1, 1_000_000), 1_000_000, withItself: false, Empty(device, 1)));
        Assert.Contains($"{device.Name} is out of memory", error.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(TorchDevice device)
    {
        device.Sum(Normal(device, 5, 3), Empty(device));
        _ = Indices.From([1, 2, 3], device: device);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void Run(TorchDevice device, string kernels)
    {
        using var scope = new TensorScope();
        _kernels[kernels](device);
    }

    private static InBatchSoftmaxProblem Batch(TorchDevice device) => new()
    {
        Queries = Normal(device, 5, 3),
        Candidates = Normal(device, 4, 3),
        PairQueries = Indices.From([0, 4], device: device),
        PairCandidates = Indices.From([3, 3], device: device),
        PairWeights = Ones(device, 2),
        PairBias = Ones(device, 2),
        ColumnBias = Ones(device, 4),
        Scale = 2,
    };

    private static Tensor Empty(TorchDevice device, params int[] extents) => Tensor.Empty(new Shape(extents), device);

    private static Tensor Ones(TorchDevice device, params int[] extents) => Tensor.Full(new Shape(extents), 1, device);

    private static Tensor Normal(TorchDevice device, params int[] extents)
    {
        var random = new Random(1);
        var shape = new Shape(extents);
        return Tensor.From([.. Enumerable.Range(0, shape.Count).Select(_ => random.NextSingle() - 0.5f)], shape, device);
    }
}
