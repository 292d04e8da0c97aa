using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The columns that one step sweeps, of a symmetric matrix whose lower triangle is stored: copied out as <c>[n, width]</c>, zero in the
/// pivots' own rows, and put back. Left of the pivots they lie in the pivots' rows.
/// </summary>
internal readonly unsafe struct SweptColumns(float* matrix, int n, int first, int width, float* columns)
{
    /// <summary>Floats in a cache line.</summary>
    private const int Line = 16;

    /// <summary>Rows of the matrix.</summary>
    public int N => n;

    /// <summary>Columns of the step.</summary>
    public int Width => width;

    /// <summary>The matrix.</summary>
    public float* Matrix => matrix;

    /// <summary>The copy.</summary>
    public float* Columns => columns;

    /// <summary>Copies rows out.</summary>
    [MethodImpl(HotCode.Options)]
    public void Gather(int row, int count)
    {
        for (int i = row, end = row + count; i < end;)
        {
            var target = columns + ((long)i * width);
            if (i >= first + width)
            {
                new ReadOnlySpan<float>(matrix + ((long)i * n) + first, width).CopyTo(new Span<float>(target, width));
                i++;
            }
            else if (i >= first)
            {
                new Span<float>(target, width).Clear();
                i++;
            }
            else
            {
                var rows = Math.Min(Line, Math.Min(end, first) - i);
                Transpose(matrix + ((long)first * n) + i, target, rows);
                i += rows;
            }
        }
    }

    /// <summary>Puts rows back: minus the products, and the swept pivots in their own place.</summary>
    [MethodImpl(HotCode.Options)]
    public void Scatter(float* products, float* pivots, int row, int count)
    {
        for (int i = row, end = row + count; i < end;)
        {
            var source = products + ((long)i * width);
            var target = matrix + ((long)i * n) + first;
            if (i >= first + width)
            {
                for (var j = 0; j < width; j++)
                {
                    target[j] = -source[j];
                }

                i++;
            }
            else if (i >= first)
            {
                var lower = i - first + 1;
                new ReadOnlySpan<float>(pivots + ((i - first) * width), lower).CopyTo(new Span<float>(target, lower));
                i++;
            }
            else
            {
                var rows = Math.Min(Line, Math.Min(end, first) - i);
                NegatedTranspose(source, matrix + ((long)first * n) + i, rows);
                i += rows;
            }
        }
    }

    /// <summary>A cache line of each row of the matrix, whose rows lie pages apart, becomes a column.</summary>
    [MethodImpl(HotCode.Options)]
    private void Transpose(float* source, float* target, int rows)
    {
        for (var j = 0; j < width; j++, source += n)
        {
            for (var i = 0; i < rows; i++)
            {
                target[(i * width) + j] = source[i];
            }
        }
    }

    [MethodImpl(HotCode.Options)]
    private void NegatedTranspose(float* source, float* target, int rows)
    {
        for (var j = 0; j < width; j++, target += n)
        {
            for (var i = 0; i < rows; i++)
            {
                target[i] = -source[(i * width) + j];
            }
        }
    }
}
