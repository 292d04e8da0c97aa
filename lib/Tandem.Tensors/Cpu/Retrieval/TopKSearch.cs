using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Exact search. Queries are the columns of the register tile and rows of the corpus, as they lie in memory, its rows; see <see cref="TopKScan{TSimd, TVector}"/>. A task is a
/// group of queries against a segment of the corpus.
/// </summary>
/// <remarks>
/// In a large corpus a sample tells each query a score that its best exceed, all but certainly: without it every search would begin by keeping what later turns out to be
/// mediocre. Where the sample was too optimistic, fewer than k are found, and the search is repeated without.
/// </remarks>
internal sealed unsafe class TopKSearch<TSimd, TVector>(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Tasks to make out of the queries where there are enough of them, else out of segments of the corpus.</summary>
    private const int Tasks = 16;

    /// <summary>Panels of a group: beyond them a chunk is read often enough that bringing it into the cache costs little.</summary>
    private const int MostPanels = 8;

    /// <summary>A segment of fewer rows costs more in selecting than it gains.</summary>
    private const int LeastSegmentRows = 4096;

    private const int SampleRows = 2048;

    /// <summary>A corpus this many times as large as the sample is worth sampling.</summary>
    private const int LeastSampleStep = 8;

    /// <summary>Keys that selectors may hold at once; more queries are searched one batch after the other.</summary>
    private const int MostKeys = 1 << 23;

    private readonly int _panelCount = Math.Max(1, DivideUp(arguments.QueryCount, Columns));

    private static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Tile6x2<TSimd, TVector>.Columns;
    }

    /// <summary>Finds all queries' best.</summary>
    public void Run()
    {
        using var scratch = new Scratch(memory, RowPanels<TSimd, TVector>.Length(arguments.QueryCount, arguments.Dimension));
        var panels = new RowPanels<TSimd, TVector>(scratch.Floats, arguments.QueryCount, arguments.Dimension);
        panels.Pack(pool, arguments.Queries);

        var keys = Math.Max(1, Segments * (long)TopKSelection.Capacity(arguments.K, SegmentRows));
        var batch = (int)Math.Clamp(MostKeys / keys / Columns, 1, _panelCount) * Columns;
        using var thresholds = new Scratch(memory, batch);
        for (var first = 0; first < arguments.QueryCount; first += batch)
        {
            var count = Math.Min(batch, arguments.QueryCount - first);
            var isSampled = Sample(panels, first, count, thresholds.Floats);
            var found = Search(panels, first, count, isSampled ? thresholds.Floats : null);
            if (isSampled)
            {
                Repeat(panels, first, thresholds.Floats, found);
            }
        }
    }

    private int Segments => Math.Max(1, Math.Min(Tasks / _panelCount, arguments.CorpusCount / LeastSegmentRows));

    private int SegmentRows => DivideUp(arguments.CorpusCount, Segments);

    private int SampleStep => arguments.CorpusCount / SampleRows;

    /// <summary>
    /// The rank in the sample of the score that the k best exceed: as many of them are expected in the sample, four standard deviations and two.
    /// </summary>
    private int SampleRank
    {
        get
        {
            var expected = (double)arguments.K / SampleStep;
            return (int)(expected + (4 * Math.Sqrt(expected)) + 2);
        }
    }

    /// <summary>Finds scores that queries' best are all but sure to reach.</summary>
    /// <returns>Whether that pays.</returns>
    private bool Sample(RowPanels<TSimd, TVector> panels, int first, int count, float* thresholds)
    {
        if (SampleStep < LeastSampleStep || SampleRank > SampleRows / LeastSampleStep)
        {
            return false;
        }

        var (d, step) = (arguments.Dimension, SampleStep);
        using var scratch = new Scratch(memory, SampleRows * d);
        for (var i = 0; i < SampleRows; i++)
        {
            new ReadOnlySpan<float>(arguments.Corpus + ((nint)i * step * d), d).CopyTo(new Span<float>(scratch.Floats + ((nint)i * d), d));
        }

        var sample = arguments with { Corpus = scratch.Floats, CorpusCount = SampleRows, K = SampleRank };
        using var selection = new TopKSelection(memory, sample, first, count, segments: 1, SampleRows, thresholds: null);
        ScanAll(panels, sample, step, selection, first, count, segments: 1, SampleRows);
        pool.Run(count, query => thresholds[query] = MathF.BitDecrement(selection.Least(query)));
        return true;
    }

    /// <summary>Finds and writes the best of some queries.</summary>
    /// <returns>For each how many were found.</returns>
    private int[] Search(RowPanels<TSimd, TVector> panels, int first, int count, float* thresholds)
    {
        var found = new int[count];
        using var selection = new TopKSelection(memory, arguments, first, count, Segments, SegmentRows, thresholds);
        ScanAll(panels, arguments, step: 1, selection, first, count, Segments, SegmentRows);
        pool.Run(count, query => found[query] = selection.Write(query));
        return found;
    }

    /// <summary>Searches again, without thresholds, the panels with a query that found fewer than k above its own.</summary>
    private void Repeat(RowPanels<TSimd, TVector> panels, int first, float* thresholds, int[] found)
    {
        for (var begin = 0; begin < found.Length; begin += Columns)
        {
            var end = Math.Min(begin + Columns, found.Length);
            for (var query = begin; query < end; query++)
            {
                if (found[query] < arguments.K && !float.IsNaN(thresholds[query]))
                {
                    Search(panels, first + begin, end - begin, thresholds: null);
                    break;
                }
            }
        }
    }

    private void ScanAll(
        RowPanels<TSimd, TVector> panels, TopKArguments searched, int step, TopKSelection selection, int first, int count, int segments, int segmentRows)
    {
        var group = Columns * Math.Clamp(DivideUp(DivideUp(count, Columns), Tasks), 1, MostPanels);
        pool.Run(DivideUp(count, group) * segments, task =>
        {
            var (begin, segment) = (task / segments * group, task % segments);
            var scan = new TopKScan<TSimd, TVector>(searched.Corpus, searched.Dimension, step);
            var (from, to) = (segment * segmentRows, Math.Min((segment + 1) * segmentRows, searched.CorpusCount));
            scan.Run(memory, panels.From(first + begin), selection.Selector(segment, begin), Math.Min(group, count - begin), from, to);
        });
    }

    private static int DivideUp(int a, int b) => (a + b - 1) / b;
}
