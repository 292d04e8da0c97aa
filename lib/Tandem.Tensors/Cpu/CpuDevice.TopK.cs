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

    /// <inheritdoc/>
    public void SelectTopK(Tensor scores, Indices? excludedOffsets, Indices? excluded, Tensor best, Indices columns)
    {
        var arguments = new TopKArguments
        {
            Queries = Pointer(scores),
            QueryCount = scores.Shape.Rows,
            Corpus = null,
            CorpusCount = scores.Shape.Columns,
            Dimension = scores.Shape.Columns,
            ExcludedOffsets = excludedOffsets is null ? null : Pointer(excludedOffsets),
            Excluded = excluded is null ? null : Pointer(excluded),
            K = best.Shape.Columns,
            Scores = Pointer(best),
            Rows = Pointer(columns),
        };
        SimdSupport.Run(Simd, new SelectionKernel(Memory, _pool, arguments));
        KeepAlive(scores, excludedOffsets, excluded, best, columns);
    }

    private readonly struct TopKKernel(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            new TopKSearch<TSimd, TVector>(memory, pool, arguments).Run();
    }

    private readonly struct SelectionKernel(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            ScoreSelection<TSimd, TVector>.Run(memory, pool, arguments);
    }
}
