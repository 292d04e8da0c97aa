using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Rows in panels as wide as a register tile, <c>[panel, d, columns]</c>, against which six other rows are scored at a time. A score is one
/// chain of multiply-adds over d from zero, whatever the width of the vectors: <see cref="SequentialDot"/> gives the same bits.
/// </summary>
/// <param name="memory">Room for <see cref="Length"/> floats.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="d">The length of a row.</param>
internal readonly unsafe struct RowPanels<TSimd, TVector>(float* memory, int rows, int d)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Other rows scored at a time.</summary>
    public const int OtherRows = Tile6x2<TSimd, TVector>.Rows;

    /// <summary>
    /// Rows whose scores for six others (22 KiB) stay in the first-level cache: a multiple of any panel's columns, and not of a page, or the
    /// six would compete for the same lines of the cache.
    /// </summary>
    public const int ChunkRows = 960;

    /// <summary>The rows of a panel.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Tile6x2<TSimd, TVector>.Columns;
    }

    /// <summary>The panel of the rows from a multiple of <see cref="Columns"/> on: <c>[d, columns]</c>, zeros where rows have ended.</summary>
    public float* From(int row) => memory + ((nint)row * d);

    /// <summary>The floats that the panels of rows take.</summary>
    public static int Length(int rows, int d) => checked(PanelCount(rows) * Columns * d);

    /// <summary>Fills the panels.</summary>
    public void Pack(WorkerPool pool, float* source)
    {
        var panels = this;
        pool.Run(PanelCount(rows), panel => panels.Pack(source, panel));
    }

    /// <summary>
    /// Scores six other rows, <c>[6, d]</c>, against the chunk that begins at row <paramref name="begin"/>, a multiple of
    /// <see cref="ChunkRows"/>. The scores of other row i go to <c>scores + i·ChunkRows</c>; the last panel's may be followed by the zeros of its padding.
    /// </summary>
    /// <returns>The number of rows scored.</returns>
    [MethodImpl(HotCode.Options)]
    public int Score(float* others, int begin, float* scores)
    {
        var count = Math.Min(ChunkRows, rows - begin);
        for (var column = 0; column < count; column += Columns)
        {
            var tile = default(Tile6x2<TSimd, TVector>);
            tile.Clear();
            tile.MultiplyAdd(others, d, 1, From(begin + column), Columns, d);
            tile.Store(scores + column, ChunkRows);
        }

        return count;
    }

    private static int PanelCount(int rows) => (rows + Columns - 1) / Columns;

    [MethodImpl(HotCode.Options)]
    private void Pack(float* source, int index)
    {
        var first = index * Columns;
        var panel = From(first);
        new Span<float>(panel, d * Columns).Clear();
        for (var row = 0; row < Math.Min(Columns, rows - first); row++)
        {
            for (var k = 0; k < d; k++)
            {
                panel[(k * Columns) + row] = source[((nint)(first + row) * d) + k];
            }
        }
    }
}
