namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public void RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates, Tensor corpus, Indices ranks)
    {
        var arguments = new RankArguments
        {
            Queries = Pointer(queries),
            QueryCount = queries.Shape.Rows,
            TrueCandidates = Pointer(trueCandidates),
            Corpus = Pointer(corpus),
            CorpusCount = corpus.Shape.Rows,
            Dimension = queries.Shape.Columns,
            PairQueries = Pointer(pairQueries),
            PairCandidates = Pointer(pairCandidates),
            PairCount = pairQueries.Length,
            Ranks = Pointer(ranks),
        };
        SimdSupport.Run(Simd, new RankKernel(Memory, _pool, arguments));
        KeepAlive(queries, trueCandidates, pairQueries, pairCandidates, corpus, ranks);
    }

    private readonly struct RankKernel(NativeMemoryPool memory, WorkerPool pool, RankArguments arguments) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            new RankCounter<TSimd, TVector>(memory, pool, arguments).Run();
    }
}
