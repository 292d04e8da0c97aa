namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    /// <remarks>A row whose score is NaN is left out, as an excluded one is.</remarks>
    public void TopK(Tensor queries, Tensor corpus, Indices? excludedOffsets, Indices? excluded, Tensor scores, Indices rows)
    {
        var arguments = new TopKArguments
        {
            Queries = Pointer(queries),
            QueryCount = queries.Shape.Rows,
            Corpus = Pointer(corpus),
            CorpusCount = corpus.Shape.Rows,
            Dimension = queries.Shape.Columns,
            ExcludedOffsets = excludedOffsets is null ? null : Pointer(excludedOffsets),
            Excluded = excluded is null ? null : Pointer(excluded),
            K = scores.Shape.Columns,
            Scores = Pointer(scores),
            Rows = Pointer(rows),
        };
        SimdSupport.Run(Simd, new TopKKernel(Memory, _pool, arguments));
        KeepAlive(queries, corpus, excludedOffsets, excluded, scores, rows);
    }

    private readonly struct TopKKernel(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            new TopKSearch<TSimd, TVector>(memory, pool, arguments).Run();
    }
}
