using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Exact search: scores queries against chunks of the corpus, six queries at a time, and offers each chunk's scores to the queries' selectors.
/// Few queries are scored row by row instead, since packing the corpus would cost more than the search.
/// </summary>
internal sealed unsafe class TopKSearch<TSimd, TVector>(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int QueryRows = CorpusPanels<TSimd, TVector>.QueryRows;
    private const int ChunkRows = CorpusPanels<TSimd, TVector>.ChunkRows;

    /// <summary>Finds all queries' best.</summary>
    public void Run()
    {
        if (arguments.Corpus is null)
        {
            pool.Run(arguments.QueryCount, SearchScores);
        }
        else if (arguments.QueryCount < QueryRows)
        {
            SearchUnpacked();
        }
        else
        {
            SearchPanels();
        }
    }

    private void SearchPanels()
    {
        using var scratch = new Scratch(memory, CorpusPanels<TSimd, TVector>.Length(arguments.CorpusCount, arguments.Dimension));
        var panels = new CorpusPanels<TSimd, TVector>(scratch.Floats, arguments.CorpusCount, arguments.Dimension);
        panels.Pack(pool, arguments.Corpus);
        pool.Run((arguments.QueryCount + QueryRows - 1) / QueryRows, block => SearchBlock(panels, block * QueryRows));
    }

    private void SearchBlock(CorpusPanels<TSimd, TVector> panels, int first)
    {
        using var scratch = new Scratch(memory, QueryRows * ChunkRows);
        var selectors = stackalloc TopKSelector[QueryRows];
        var count = Math.Min(QueryRows, arguments.QueryCount - first);

        // The last block moves back to be a whole one; the queries that it shares with the block before are scored and not looked at.
        var skipped = QueryRows - count;
        for (var i = 0; i < count; i++)
        {
            selectors[i] = Selector(first + i);
        }

        for (var begin = 0; begin < arguments.CorpusCount; begin += ChunkRows)
        {
            var scored = panels.Score(Query(first - skipped), begin, scratch.Floats);
            for (var i = 0; i < count; i++)
            {
                var scores = scratch.Floats + ((skipped + i) * ChunkRows);
                MarkExcluded(first + i, begin, scored, scores);
                Select(ref selectors[i], scores, begin, scored);
            }
        }

        for (var i = 0; i < count; i++)
        {
            selectors[i].Sort();
        }
    }

    private void SearchUnpacked()
    {
        var (n, d) = (arguments.CorpusCount, arguments.Dimension);
        using var scratch = new Scratch(memory, checked(arguments.QueryCount * n));
        var scores = scratch.Floats;
        pool.Run((n + ChunkRows - 1) / ChunkRows, chunk =>
        {
            var begin = chunk * ChunkRows;
            for (var query = 0; query < arguments.QueryCount; query++)
            {
                var target = scores + ((nint)query * n) + begin;
                SequentialDot.Rows(Query(query), arguments.Corpus + ((nint)begin * d), Math.Min(ChunkRows, n - begin), d, target);
            }
        });
        pool.Run(arguments.QueryCount, query => SelectAll(query, scores + ((nint)query * n)));
    }

    private void SearchScores(int query)
    {
        using var scratch = new Scratch(memory, arguments.CorpusCount);
        new ReadOnlySpan<float>(Query(query), arguments.CorpusCount).CopyTo(new Span<float>(scratch.Floats, arguments.CorpusCount));
        SelectAll(query, scratch.Floats);
    }

    /// <summary>Selects among a query's scores of the whole corpus, in which excluded rows get marked.</summary>
    private void SelectAll(int query, float* scores)
    {
        var selector = Selector(query);
        MarkExcluded(query, 0, arguments.CorpusCount, scores);
        Select(ref selector, scores, 0, arguments.CorpusCount);
        selector.Sort();
    }

    /// <summary>Makes the scores of a query's excluded rows NaN, which no selector takes.</summary>
    private void MarkExcluded(int query, int begin, int count, float* scores)
    {
        foreach (var row in arguments.ExcludedBy(query))
        {
            if (row >= begin && row - begin < count)
            {
                scores[row - begin] = float.NaN;
            }
        }
    }

    /// <summary>Offers the scores of consecutive rows; once the selector is full, whole vectors below its threshold are passed over.</summary>
    [MethodImpl(HotCode.Options)]
    private static void Select(ref TopKSelector selector, float* scores, int firstRow, int count)
    {
        var j = 0;
        for (; j < count && !selector.IsFull; j++)
        {
            selector.Offer(scores[j], firstRow + j);
        }

        for (; j <= count - TSimd.Width; j += TSimd.Width)
        {
            if (TSimd.CountGreaterThan(TSimd.Load(scores + j), TSimd.Create(selector.Threshold)) > 0)
            {
                OfferAll(ref selector, scores + j, firstRow + j, TSimd.Width);
            }
        }

        OfferAll(ref selector, scores + j, firstRow + j, count - j);
    }

    private static void OfferAll(ref TopKSelector selector, float* scores, int firstRow, int count)
    {
        for (var j = 0; j < count; j++)
        {
            selector.Offer(scores[j], firstRow + j);
        }
    }

    private TopKSelector Selector(int query) => new(
        arguments.Scores + ((nint)query * arguments.K), arguments.Rows + ((nint)query * arguments.K), arguments.K);

    private float* Query(int query) => arguments.Queries + ((nint)query * arguments.Dimension);
}
