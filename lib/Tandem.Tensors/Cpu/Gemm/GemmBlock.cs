using System.Runtime.Intrinsics;

namespace Tandem.Tensors;

/// <summary>One block of C: for each step of k, every panel of B in turn meets every tile's rows of A.</summary>
internal readonly unsafe struct GemmBlock(in GemmPlan plan, in GemmOperand a, in GemmPanels b, float* c, bool accumulate, int block, float* scratch) : ISimdKernel
{
    private readonly GemmPlan _plan = plan;
    private readonly GemmOperand _a = a;
    private readonly GemmPanels _b = b;

    private int FirstRow => block / _plan.BlocksAcross * _plan.BlockRows;

    private int Rows => Math.Min(_plan.BlockRows, _plan.M - FirstRow);

    private int FirstPanel => block % _plan.BlocksAcross * (_plan.BlockColumns / _plan.TileColumns);

    private int LastPanel => Math.Min(
        _plan.LowerOnly ? ((FirstRow + Rows - 1) / _plan.TileColumns) + 1 : _plan.Panels,
        FirstPanel + (_plan.BlockColumns / _plan.TileColumns));

    /// <summary>Floats that a block needs for its copy of A.</summary>
    public static int ScratchLength(in GemmPlan plan) => plan.PacksA ? plan.BlockRows * GemmPlan.Depth : 0;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var q = 0; q < _plan.K; q += GemmPlan.Depth)
        {
            var depth = Math.Min(GemmPlan.Depth, _plan.K - q);
            var rows = _plan.PacksA ? PackA(q, depth) : new GemmOperand(_a.At(FirstRow, q), _a.RowStep, _a.ColumnStep);
            for (int panel = FirstPanel, end = LastPanel; panel < end; panel++)
            {
                Panel<TSimd, TVector>(panel, q, depth, rows, accumulate || q > 0);
            }
        }

        if (!_plan.Epilogue.IsEmpty)
        {
            var column = FirstPanel * _plan.TileColumns;
            var columns = Math.Min(LastPanel * _plan.TileColumns, _plan.N) - column;
            _plan.Epilogue.From(column).Apply<TSimd, TVector>(c + ((long)FirstRow * _plan.CStep) + column, _plan.CStep, Rows, columns);
        }
    }

    private void Panel<TSimd, TVector>(int panel, int q, int depth, in GemmOperand rows, bool add)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var tileRows = _plan.TileRows;
        var panelRow = _b.Row(panel, q);
        var (step, width) = (_b.Step(panel), _b.Width(panel));
        var target = c + ((long)FirstRow * _plan.CStep) + (panel * _plan.TileColumns);
        for (int row = 0, end = Rows; row < end; row += tileRows, target += (long)tileRows * _plan.CStep)
        {
            // Packed tiles follow one another, each [depth, tileRows].
            var first = _plan.PacksA ? rows.Start + ((long)row * depth) : rows.At(row, 0);
            var count = Math.Min(tileRows, end - row);
            if (width == _plan.TileColumns && count == tileRows)
            {
                GemmTile<TSimd, TVector>.Multiply(first, rows.RowStep, rows.ColumnStep, panelRow, step, depth, target, _plan.CStep, count, add);
            }
            else
            {
                Edge<TSimd, TVector>(first, rows, panelRow, step, depth, target, width, count, add);
            }
        }
    }

    /// <summary>A tile that reaches over an edge of C is computed whole beside it, and copied as far as it goes.</summary>
    private void Edge<TSimd, TVector>(
        float* first, in GemmOperand rows, float* panelRow, long step, int depth, float* target, int width, int count, bool add)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        const int largestTile = 8 * 32;
        var tile = stackalloc float[largestTile];
        GemmTile<TSimd, TVector>.Multiply(first, rows.RowStep, rows.ColumnStep, panelRow, step, depth, tile, _plan.TileColumns, count, false);
        for (var row = 0; row < count; row++, target += _plan.CStep, tile += _plan.TileColumns)
        {
            for (var column = 0; column < width; column++)
            {
                target[column] = add ? target[column] + tile[column] : tile[column];
            }
        }
    }

    /// <summary>Copies this block's rows of a transposed A, tile by tile: a tile's rows side by side, k after k.</summary>
    private GemmOperand PackA(int q, int depth)
    {
        var tileRows = _plan.TileRows;
        for (int row = 0, end = Rows; row < end; row += tileRows)
        {
            var count = Math.Min(tileRows, end - row);
            var source = _a.At(FirstRow + row, q);
            var to = scratch + ((long)row * depth);
            for (var k = 0; k < depth; k++, source += _a.ColumnStep, to += tileRows)
            {
                if (count == 2 * Vector128<float>.Count)
                {
                    Vector256.Load(source).Store(to);
                    continue;
                }

                for (var i = 0; i < count; i++)
                {
                    to[i] = source[i];
                }
            }
        }

        return new GemmOperand(scratch, 1, tileRows);
    }
}
