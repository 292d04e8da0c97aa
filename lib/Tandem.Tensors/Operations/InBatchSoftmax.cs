namespace Tandem.Tensors;

/// <summary>
/// The in-batch softmax cross-entropy. The kernel computes loss and gradients in one pass over the logits, so forward already
/// knows what backward will ask for.
/// </summary>
internal sealed class InBatchSoftmax : KnownGradients
{
    private InBatchSoftmax(Tensor queries, Tensor candidates, Tensor queryGradient, Tensor candidateGradient)
        : base([queries, candidates], [queryGradient, candidateGradient])
    {
    }

    public static Tensor Forward(in InBatchSoftmaxProblem problem)
    {
        Check(problem);
        var (queries, candidates) = (problem.Queries, problem.Candidates);
        var device = DeviceOf(queries, candidates);
        var loss = Tensor.Empty(default, device);
        if (!NeedsGradient(queries, candidates))
        {
            device.InBatchSoftmax(problem, loss, null, null);
            return loss;
        }

        var queryGradient = Tensor.Empty(queries.Shape, device);
        var candidateGradient = Tensor.Empty(candidates.Shape, device);
        device.InBatchSoftmax(problem, loss, queryGradient, candidateGradient);
        return new InBatchSoftmax(queries, candidates, queryGradient, candidateGradient).Record(loss);
    }

    private static void Check(in InBatchSoftmaxProblem problem)
    {
        Shape queries = problem.Queries.Shape, candidates = problem.Candidates.Shape;
        if (queries.Rank != 2 || candidates.Rank != 2 || queries[1] != candidates[1])
        {
            throw new ArgumentException(
                $"In-batch softmax: queries {queries} and candidates {candidates} must be matrices with rows of the same length. Give both towers the same output dimension.");
        }

        if (queries[0] == 0 || candidates[0] == 0)
        {
            throw new ArgumentException($"In-batch softmax: an empty batch (queries {queries}, candidates {candidates}) has no loss.");
        }

        var pairs = problem.PairQueries.Length;
        if (problem.PairCandidates.Length != pairs || problem.PairQueries.Maximum >= queries[0] || problem.PairCandidates.Maximum >= candidates[0])
        {
            throw new ArgumentException($"In-batch softmax: the pairs must name one of {queries[0]} query rows and one of {candidates[0]} candidate rows each.");
        }

        CheckLength(problem.PairWeights, pairs, "pair weights");
        CheckLength(problem.PairBias, pairs, "pair biases");
        CheckLength(problem.ColumnBias, candidates[0], "column biases");
        CheckLength(problem.RowWeights, queries[0], "row weights");
        CheckLength(problem.PairShares, pairs, "pair shares");
        if (problem is { PairShares: not null, RowWeights: not null })
        {
            throw new ArgumentException("In-batch softmax: with pair shares every pair has a sum of its own. Give pair weights in place of row weights.");
        }
    }

    private static void CheckLength(Tensor? values, int length, string what)
    {
        if (values is not null && values.Shape.Count != length)
        {
            throw new ArgumentException($"In-batch softmax: {values.Shape.Count} {what} were given where {length} are needed.");
        }
    }
}
