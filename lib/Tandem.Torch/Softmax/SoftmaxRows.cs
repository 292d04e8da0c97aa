using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// The rows of logits of an in-batch softmax: one for each query; or, where pairs have sums of their own, one for each pair, in which its own column counts with its
/// share. That is more rows, and each sum has its terms alone: taking a part out of a query's would leave the rounding of the whole.
/// </summary>
internal sealed record SoftmaxRows
{
    /// <summary>The rows' queries, times the scale, <c>[rows, d]</c>.</summary>
    public required torch.Tensor Queries { get; init; }

    /// <summary>The candidates, <c>[n, d]</c>.</summary>
    public required torch.Tensor Candidates { get; init; }

    /// <summary>The columns' biases, <c>[n]</c>.</summary>
    public required torch.Tensor? Bias { get; init; }

    /// <summary>The rows' weights, <c>[rows, 1]</c>; 1 when <see langword="null"/>.</summary>
    public required torch.Tensor? Weights { get; init; }

    /// <summary>Each row's own column, <c>[rows, 1]</c>; <see langword="null"/> where rows are queries.</summary>
    public torch.Tensor? OwnColumns { get; init; }

    /// <summary>The logarithm of the share with which the own column counts, <c>[rows, 1]</c>.</summary>
    public torch.Tensor? LogShares { get; init; }

    /// <summary>The number of rows.</summary>
    public long Count => Queries.shape[0];

    /// <summary>Whether rows are pairs.</summary>
    public bool ArePairs => OwnColumns is not null;

    /// <summary>The rows of a problem.</summary>
    public static SoftmaxRows Of(in InBatchSoftmaxProblem problem)
    {
        var queries = Kernel.Matrix(problem.Queries);
        var pairs = problem.PairQueries.Length;
        var bias = problem.ColumnBias is null ? null : Kernel.Flat(problem.ColumnBias);
        var candidates = Kernel.Matrix(problem.Candidates);
        return problem.PairShares is null
            ? new SoftmaxRows
            {
                Queries = queries.Times(problem.Scale),
                Candidates = candidates,
                Bias = bias,
                Weights = Column(problem.RowWeights),
            }
            : new SoftmaxRows
            {
                Queries = queries.index_select(0, Kernel.Flat(problem.PairQueries)).TimesInPlace(problem.Scale),
                Candidates = candidates,
                Bias = bias,
                Weights = Column(problem.PairWeights),
                OwnColumns = Kernel.View(problem.PairCandidates, pairs, 1),
                LogShares = Column(problem.PairShares)!.log(),
            };
    }

    /// <summary>A vector as a column.</summary>
    public static torch.Tensor? Column(Tensor? vector) => vector is null ? null : Kernel.View(vector, vector.Shape.Count, 1);

    /// <summary>Some of the rows.</summary>
    public SoftmaxRows Part(long first, long count) => this with
    {
        Queries = Queries.narrow(0, first, count),
        Weights = Weights?.narrow(0, first, count),
        OwnColumns = OwnColumns?.narrow(0, first, count),
        LogShares = LogShares?.narrow(0, first, count),
    };

    /// <summary>The logits, biases included.</summary>
    public torch.Tensor Logits()
    {
        var columns = Candidates.t();
        var logits = Bias is null ? Queries.mm(columns) : Bias.addmm(Queries, columns);
        return OwnColumns is null ? logits : logits.scatter_add_(1, OwnColumns, LogShares!);
    }

    /// <summary>Each row's value times its weight, in place.</summary>
    public torch.Tensor Weighted(torch.Tensor values) => Weights is null ? values : values.mul_(Weights);
}
