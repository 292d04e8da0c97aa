using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Offers rows of a corpus to the selectors of queries. A register tile is 6 rows × 2 vectors of queries: each column is compared with its query's threshold while the scores are
/// still in registers, so that the corpus is never packed and scores that do not matter are never stored.
/// </summary>
/// <remarks>
/// Rows are taken in chunks that stay in the second-level cache while each panel of queries, which stays in the first-level cache, meets them.
/// </remarks>
/// <param name="corpus"><c>[rows, d]</c>.</param>
/// <param name="d">The length of a row.</param>
/// <param name="step">What a row number is multiplied with when the row is offered.</param>
internal readonly unsafe struct TopKScan<TSimd, TVector>(float* corpus, int d, int step)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int TileRows = Tile6x2<TSimd, TVector>.Rows;
    private const int ChunkFloats = 1 << 16;


    private static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Tile6x2<TSimd, TVector>.Columns;
    }

    /// <summary>Offers rows <paramref name="begin"/> to <paramref name="end"/> to some queries.</summary>
    /// <param name="memory">Where scratch room comes from.</param>
    /// <param name="panels">The queries' panels.</param>
    /// <param name="selectors">For each query its selector.</param>
    /// <param name="queries">The number of queries.</param>
    /// <param name="begin">The first row.</param>
    /// <param name="end">After the last row.</param>
    public void Run(NativeMemoryPool memory, float* panels, TopKSelector* selectors, int queries, int begin, int end)
    {
        var columns = (queries + Columns - 1) / Columns * Columns;
        using var scratch = new Scratch(memory, columns + (TileRows * (Columns + d)));
        float* thresholds = scratch.Floats, scores = thresholds + columns, tail = scores + (TileRows * Columns);
        for (var query = 0; query < columns; query++)
        {
            // No score exceeds the threshold of a column that stands for no query.
            thresholds[query] = query < queries ? selectors[query].Threshold : float.PositiveInfinity;
        }

        var chunkRows = Math.Max(1, ChunkFloats / d / TileRows) * TileRows;
        for (var row = begin; row < end; row += chunkRows)
        {
            var count = Math.Min(chunkRows, end - row);
            for (var query = 0; query < queries; query += Columns)
            {
                var panel = new Panel(panels + ((nint)query * d), selectors + query, thresholds + query, Math.Min(Columns, queries - query));
                Scan(panel, row, count, scores, tail);
            }
        }
    }

    /// <summary>Offers some rows to a panel of queries.</summary>
    /// <param name="panel">The queries.</param>
    /// <param name="begin">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="scores">Room for the scores of a tile.</param>
    /// <param name="tail">Room for six rows.</param>
    [MethodImpl(HotCode.Options)]
    private void Scan(Panel panel, int begin, int count, float* scores, float* tail)
    {
        for (var row = 0; row < count; row += TileRows)
        {
            var rows = corpus + ((nint)(begin + row) * d);
            if (count - row < TileRows)
            {
                rows = Padded(rows, count - row, tail);
            }

            var tile = default(Tile6x2<TSimd, TVector>);
            tile.Clear();
            tile.MultiplyAdd(rows, d, panel.Queries, Columns, d, rows + (4 * TileRows * (nint)d));
            TVector left = TSimd.Load(panel.Thresholds), right = TSimd.Load(panel.Thresholds + TSimd.Width);
            ulong w0 = 0, w1 = 0, w2 = 0;
            Mark(0, tile.L0, tile.R0, left, right, ref w0, ref w1, ref w2);
            Mark(1, tile.L1, tile.R1, left, right, ref w0, ref w1, ref w2);
            Mark(2, tile.L2, tile.R2, left, right, ref w0, ref w1, ref w2);
            Mark(3, tile.L3, tile.R3, left, right, ref w0, ref w1, ref w2);
            Mark(4, tile.L4, tile.R4, left, right, ref w0, ref w1, ref w2);
            Mark(5, tile.L5, tile.R5, left, right, ref w0, ref w1, ref w2);
            if ((w0 | w1 | w2) != 0)
            {
                tile.Store(scores, Columns);
                Offer(panel, w0 & panel.Mask, scores, begin + row, 0);
                Offer(panel, w1 & panel.Mask, scores, begin + row, 1);
                Offer(panel, w2 & panel.Mask, scores, begin + row, 2);
            }
        }
    }

    /// <summary>Sets the bits of a row's scores that exceed their thresholds in the word that they belong to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mark(
        int row, TVector left, TVector right, TVector leftThreshold, TVector rightThreshold, ref ulong w0, ref ulong w1, ref ulong w2)
    {
        var bits = (ulong)(TSimd.NotAtMostBits(left, leftThreshold) | (TSimd.NotAtMostBits(right, rightThreshold) << TSimd.Width)) << (row * Columns % 64);
        switch (row * Columns / 64)
        {
            case 0:
                w0 |= bits;
                break;
            case 1:
                w1 |= bits;
                break;
            default:
                w2 |= bits;
                break;
        }
    }

    /// <summary>Offers the scores of a tile whose bits are set in one of its words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Offer(in Panel panel, ulong bits, float* scores, int firstRow, int word)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            var place = (64 * word) + BitOperations.TrailingZeroCount(bits);
            var lane = place & (Columns - 1);
            if (panel.Selectors[lane].Offer(scores[place], (firstRow + (place / Columns)) * step))
            {
                panel.Thresholds[lane] = panel.Selectors[lane].Threshold;
            }
        }
    }

    /// <summary>Copies the last rows of the corpus to where six can be read; the missing ones are NaN, which nobody takes.</summary>
    private float* Padded(float* rows, int count, float* tail)
    {
        var length = count * d;
        new ReadOnlySpan<float>(rows, length).CopyTo(new Span<float>(tail, length));
        new Span<float>(tail + length, (TileRows * d) - length).Fill(float.NaN);
        return tail;
    }

    /// <summary>As many queries as a tile has columns.</summary>
    private readonly struct Panel(float* queries, TopKSelector* selectors, float* thresholds, int count)
    {
        /// <summary><c>[d, columns]</c>.</summary>
        public float* Queries { get; } = queries;

        public TopKSelector* Selectors { get; } = selectors;

        public float* Thresholds { get; } = thresholds;

        /// <summary>A bit for each column that stands for a query, repeated for each row of which a word has bits.</summary>
        public ulong Mask { get; } = Repeated(count);

        private static ulong Repeated(int count)
        {
            var mask = 0ul;
            for (var column = 0; column < 64; column++)
            {
                mask |= column % Columns < count ? 1ul << column : 0;
            }

            return mask;
        }
    }
}
