using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The three products of the in-batch softmax, each a 6×2 register tile at a time. Scores have queries along the vector lanes and candidates
/// along the rows, so that row sums need no horizontal additions; the other two products have the embedding along the lanes.
/// </summary>
internal static unsafe class SoftmaxTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int CacheLine = 16;

    /// <summary>
    /// <c>scores[j, r] = exp2(bias[j] − shifts[r] + Σ_k candidates[j, k] · queries[k, r])</c> for a panel of candidates and two vectors of queries,
    /// and <c>sums[r] += Σ_j scores[j, r]</c>. Without a place for the scores only the sums are computed.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Scores(
        float* candidates, nint candidateStride, float* bias, int count,
        float* queries, float* shifts, int steps, nint strip, float* sums, float* scores)
    {
        var (shiftLeft, shiftRight) = (TSimd.Load(shifts), TSimd.Load(shifts + TSimd.Width));
        TVector left = TSimd.Zero, right = TSimd.Zero;
        for (var j = 0; j < count; j += Tile6x2<TSimd, TVector>.Rows)
        {
            if (scores is not null)
            {
                PrefetchRows(scores + ((j + Tile6x2<TSimd, TVector>.Rows) * strip), strip);
            }

            var tile = Biased(bias + j, shiftLeft, shiftRight);
            tile.MultiplyAdd(candidates + (j * candidateStride), candidateStride, 1, queries, strip, steps);
            Exp2(ref tile);
            left = TSimd.Add(left, TSimd.Add(TSimd.Add(TSimd.Add(tile.L0, tile.L1), TSimd.Add(tile.L2, tile.L3)), TSimd.Add(tile.L4, tile.L5)));
            right = TSimd.Add(right, TSimd.Add(TSimd.Add(TSimd.Add(tile.R0, tile.R1), TSimd.Add(tile.R2, tile.R3)), TSimd.Add(tile.R4, tile.R5)));
            if (scores is not null)
            {
                tile.Store(scores + (j * strip), strip);
            }
        }

        TSimd.Store(TSimd.Add(TSimd.Load(sums), left), sums);
        TSimd.Store(TSimd.Add(TSimd.Load(sums + TSimd.Width), right), sums + TSimd.Width);
    }

    /// <summary><c>maxima[r] = max(maxima[r], max_j (bias[j] + Σ_k candidates[j, k] · queries[k, r]))</c> for two vectors of queries.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Maxima(float* candidates, nint candidateStride, float* bias, int count, float* queries, int steps, nint strip, float* maxima)
    {
        var (left, right) = (TSimd.Load(maxima), TSimd.Load(maxima + TSimd.Width));
        for (var j = 0; j < count; j += Tile6x2<TSimd, TVector>.Rows)
        {
            var tile = Biased(bias + j, TSimd.Zero, TSimd.Zero);
            tile.MultiplyAdd(candidates + (j * candidateStride), candidateStride, 1, queries, strip, steps);
            left = TSimd.Max(left, TSimd.Max(TSimd.Max(TSimd.Max(tile.L0, tile.L1), TSimd.Max(tile.L2, tile.L3)), TSimd.Max(tile.L4, tile.L5)));
            right = TSimd.Max(right, TSimd.Max(TSimd.Max(TSimd.Max(tile.R0, tile.R1), TSimd.Max(tile.R2, tile.R3)), TSimd.Max(tile.R4, tile.R5)));
        }

        TSimd.Store(left, maxima);
        TSimd.Store(right, maxima + TSimd.Width);
    }

    /// <summary>
    /// <c>sums[r, :] = Σ_j scores[j, r] · candidates[j, :]</c> for a panel of candidates, added to what is there when <paramref name="accumulate"/> is
    /// set. Rows are rounded up to whole tiles; <paramref name="stride"/> is that of candidates and sums, a multiple of the tile's columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SumCandidates(float* scores, nint strip, int rows, float* candidates, int count, float* sums, nint stride, bool accumulate)
    {
        for (var row = 0; row < rows; row += Tile6x2<TSimd, TVector>.Rows)
        {
            for (nint k = 0; k < stride; k += Tile6x2<TSimd, TVector>.Columns)
            {
                var target = sums + (row * stride) + k;
                var tile = Begin(target, stride, accumulate);
                tile.MultiplyAdd(scores + row, 1, strip, candidates + k, stride, count);
                tile.Store(target, stride);
            }
        }
    }

    /// <summary>
    /// <c>sums[j, :] = Σ_r scores[j, r] · queries[r, :]</c> for all candidates, added to what is there when <paramref name="accumulate"/> is set;
    /// <paramref name="stride"/> is that of queries and sums. It goes from the last candidate, whose scores are still in the second-level cache, to
    /// the first, and asks for the others' scores and sums two tiles ahead.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SumQueries(float* scores, nint strip, int candidates, float* queries, int count, float* sums, nint stride, bool accumulate)
    {
        for (var j = candidates - Tile6x2<TSimd, TVector>.Rows; j >= 0; j -= Tile6x2<TSimd, TVector>.Rows)
        {
            var ahead = Math.Max(0, j - (2 * Tile6x2<TSimd, TVector>.Rows));
            for (nint k = 0; k < Tile6x2<TSimd, TVector>.Rows * stride; k += CacheLine)
            {
                Prefetch.Line(sums + (ahead * stride) + k);
            }

            for (nint k = 0; k < stride; k += Tile6x2<TSimd, TVector>.Columns)
            {
                var target = sums + (j * stride) + k;
                var tile = Begin(target, stride, accumulate);
                tile.MultiplyAdd(scores + (j * strip), strip, queries + k, stride, count, scores + (ahead * strip));
                tile.Store(target, stride);
            }
        }
    }

    /// <summary>Asks for the lines of a tile, which are about to be written: a write, too, waits for its line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(float* rows, nint stride)
    {
        for (var row = 0; row < Tile6x2<TSimd, TVector>.Rows; row++, rows += stride)
        {
            Prefetch.Line(rows);
            if (Tile6x2<TSimd, TVector>.Columns > CacheLine)
            {
                Prefetch.Line(rows + CacheLine);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Tile6x2<TSimd, TVector> Begin(float* source, nint stride, bool accumulate)
    {
        var tile = default(Tile6x2<TSimd, TVector>);
        if (accumulate)
        {
            tile.Load(source, stride);
        }

        return tile;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Tile6x2<TSimd, TVector> Biased(float* bias, TVector shiftLeft, TVector shiftRight)
    {
        var tile = default(Tile6x2<TSimd, TVector>);
        (tile.L0, tile.R0) = Biased(bias[0], shiftLeft, shiftRight);
        (tile.L1, tile.R1) = Biased(bias[1], shiftLeft, shiftRight);
        (tile.L2, tile.R2) = Biased(bias[2], shiftLeft, shiftRight);
        (tile.L3, tile.R3) = Biased(bias[3], shiftLeft, shiftRight);
        (tile.L4, tile.R4) = Biased(bias[4], shiftLeft, shiftRight);
        (tile.L5, tile.R5) = Biased(bias[5], shiftLeft, shiftRight);
        return tile;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Left, TVector Right) Biased(float bias, TVector shiftLeft, TVector shiftRight)
    {
        var column = TSimd.Create(bias);
        return (TSimd.Subtract(column, shiftLeft), TSimd.Subtract(column, shiftRight));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exp2(ref Tile6x2<TSimd, TVector> tile)
    {
        (tile.L0, tile.R0) = (TSimd.Exp2(tile.L0), TSimd.Exp2(tile.R0));
        (tile.L1, tile.R1) = (TSimd.Exp2(tile.L1), TSimd.Exp2(tile.R1));
        (tile.L2, tile.R2) = (TSimd.Exp2(tile.L2), TSimd.Exp2(tile.R2));
        (tile.L3, tile.R3) = (TSimd.Exp2(tile.L3), TSimd.Exp2(tile.R3));
        (tile.L4, tile.R4) = (TSimd.Exp2(tile.L4), TSimd.Exp2(tile.R4));
        (tile.L5, tile.R5) = (TSimd.Exp2(tile.L5), TSimd.Exp2(tile.R5));
    }
}
