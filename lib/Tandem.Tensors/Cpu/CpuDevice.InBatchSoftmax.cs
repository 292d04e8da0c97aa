namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public void InBatchSoftmax(in InBatchSoftmaxProblem problem, Tensor loss, Tensor? queryGradient, Tensor? candidateGradient)
    {
        var arguments = new SoftmaxArguments
        {
            QueryCount = problem.Queries.Shape.Rows,
            CandidateCount = problem.Candidates.Shape.Rows,
            Dimension = problem.Queries.Shape.Columns,
            PairCount = problem.PairQueries.Length,
            Queries = Pointer(problem.Queries),
            Candidates = Pointer(problem.Candidates),
            PairQueries = Pointer(problem.PairQueries),
            PairCandidates = Pointer(problem.PairCandidates),
            PairWeights = OptionalPointer(problem.PairWeights),
            PairBias = OptionalPointer(problem.PairBias),
            ColumnBias = OptionalPointer(problem.ColumnBias),
            RowWeights = OptionalPointer(problem.RowWeights),
            PairShares = OptionalPointer(problem.PairShares),
            Scale = problem.Scale,
            QueryGradient = OptionalPointer(queryGradient),
            CandidateGradient = OptionalPointer(candidateGradient),
        };
        SimdSupport.Run(Simd, new InBatchSoftmaxKernel(Memory, _pool, arguments, Pointer(loss)));
        KeepAlive(problem.Queries, problem.Candidates, problem.PairQueries, problem.PairCandidates, problem.PairWeights, problem.PairBias);
        KeepAlive(problem.ColumnBias, problem.RowWeights, problem.PairShares, loss, queryGradient, candidateGradient);
    }

    private static float* OptionalPointer(Tensor? tensor) => tensor is null ? null : Pointer(tensor);

    private readonly struct InBatchSoftmaxKernel(NativeMemoryPool memory, WorkerPool pool, SoftmaxArguments arguments, float* loss) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            *loss = (float)new FusedSoftmax<TSimd, TVector>(memory, pool, arguments).Run();
    }
}
