using BenchmarkDotNet.Attributes;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The fused in-batch softmax with its gradients, without repeated ids.</summary>
public class InBatchSoftmaxBenchmarks
{
    private InBatchSoftmaxProblem _problem;
    private Tensor _loss = null!;
    private Tensor _queryGradient = null!;
    private Tensor _candidateGradient = null!;

    /// <summary>The number of pairs.</summary>
    [Params(2048, 4096, 8192)]
    public int BatchSize { get; set; }

    /// <summary>The length of a row.</summary>
    [Params(32, 64)]
    public int Dimension { get; set; }

    /// <summary>Makes the batch.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var pairs = Indices.From([.. Enumerable.Range(0, BatchSize)]);
        _problem = new InBatchSoftmaxProblem
        {
            Queries = Inputs.Matrix(BatchSize, Dimension, 1),
            Candidates = Inputs.Matrix(BatchSize, Dimension, 2),
            PairQueries = pairs,
            PairCandidates = pairs,
        };
        _loss = Tensor.Empty(default);
        _queryGradient = Tensor.Empty(_problem.Queries.Shape);
        _candidateGradient = Tensor.Empty(_problem.Candidates.Shape);
    }

    /// <summary>The loss alone.</summary>
    [Benchmark]
    public void Forward() => Device.Cpu.InBatchSoftmax(_problem, _loss, null, null);

    /// <summary>The loss and the gradients of both sides.</summary>
    [Benchmark]
    public void ForwardAndBackward() => Device.Cpu.InBatchSoftmax(_problem, _loss, _queryGradient, _candidateGradient);
}
