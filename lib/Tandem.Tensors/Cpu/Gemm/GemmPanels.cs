using System.Runtime.Intrinsics;

namespace Tandem.Tensors;

/// <summary>
/// B as the tiles read it: panels as wide as a tile, each row of a panel contiguous. A panel that is not so in memory — of a transposed B,
/// or a last one that needs zeros to fill its tile — is copied; the others are where the plan says.
/// </summary>
internal readonly unsafe struct GemmPanels(in GemmPlan plan, in GemmOperand b, float* packed)
{
    private readonly GemmPlan _plan = plan;
    private readonly GemmOperand _b = b;

    /// <summary>Floats that the copies need.</summary>
    public static long PackedLength(in GemmPlan plan) => (plan.Panels - FirstPacked(plan)) * (long)plan.K * plan.TileColumns;

    /// <summary>The first panel that is copied; the number of panels when none is.</summary>
    public static int FirstPacked(in GemmPlan plan) => plan.PacksB ? 0 : plan.N / plan.TileColumns;

    /// <summary>From a row of the panel to the next.</summary>
    public long Step(int panel) => panel < FirstPacked(_plan) ? _b.RowStep : _plan.TileColumns;

    /// <summary>Row q of a panel.</summary>
    public float* Row(int panel, int q) => panel < FirstPacked(_plan)
        ? _b.At(q, (long)panel * _plan.TileColumns)
        : packed + ((((long)(panel - FirstPacked(_plan)) * _plan.K) + q) * _plan.TileColumns);

    /// <summary>Columns of the panel that B has.</summary>
    public int Width(int panel) => Math.Min(_plan.TileColumns, _plan.N - (panel * _plan.TileColumns));

    /// <summary>
    /// How many of so many rows to copy into a panel before the next panel's turn: few of a row-major B, whose rows lie pages apart, so that
    /// all panels take from the same pages.
    /// </summary>
    public int RowsToPack(int rows) => _b.ColumnStep == 1 ? Math.Min(rows, 8) : rows;

    /// <summary>Copies rows q … q + count of a panel.</summary>
    public void Pack(int panel, int q, int count)
    {
        var source = _b.At(q, (long)panel * _plan.TileColumns);
        var target = Row(panel, q);
        var width = Width(panel);
        if (width < _plan.TileColumns)
        {
            new Span<float>(target, count * _plan.TileColumns).Clear();
        }

        if (_b.ColumnStep == 1)
        {
            CopyRows(source, _b.RowStep, target, width, count);
        }
        else
        {
            CopyColumns(source, _b.ColumnStep, target, width, count);
        }
    }

    private void CopyRows(float* source, long step, float* target, int width, int count)
    {
        for (var row = 0; row < count; row++, source += step, target += _plan.TileColumns)
        {
            new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target, width));
        }
    }

    /// <summary>Columns that lie along memory become rows: four at a time, so that a store writes four floats.</summary>
    private void CopyColumns(float* source, long step, float* target, int width, int count)
    {
        var column = 0;
        for (; column <= width - Vector128<float>.Count; column += Vector128<float>.Count)
        {
            float* a = source + (column * step), b = a + step, c = b + step, d = c + step;
            var to = target + column;
            for (var row = 0; row < count; row++, to += _plan.TileColumns)
            {
                Vector128.Create(a[row], b[row], c[row], d[row]).Store(to);
            }
        }

        for (; column < width; column++)
        {
            var from = source + (column * step);
            for (var row = 0; row < count; row++)
            {
                target[((long)row * _plan.TileColumns) + column] = from[row];
            }
        }
    }
}
