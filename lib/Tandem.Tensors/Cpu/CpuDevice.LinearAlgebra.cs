namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Rows of a matrix that is swept row by row.</summary>
    private const int SmallestSweep = 32;

    /// <summary>Rows that a step sweeps at once in a small matrix, and in one that is large enough to keep many tiles busy.</summary>
    private const int NarrowSweep = 32, WideSweep = 256;

    /// <summary>Rows from which a step is wide.</summary>
    private const int WideFrom = 768;

    /// <summary>Rows that one task of a copy takes: two threads never write to the same cache line.</summary>
    private const int CopiedRows = 64;

    /// <summary>Rows and columns of the square that is mirrored at a time.</summary>
    private const int MirroredSquare = 32;

    /// <summary>Rows that one task solves for.</summary>
    private const int SolvedRows = 32;

    /// <inheritdoc/>
    public int InvertPositiveDefinite(Tensor matrix, CancellationToken cancellation = default)
    {
        var a = Pointer(matrix);
        var n = matrix.Shape.Rows;
        var failed = SweepBlocks(a, n, cancellation);
        if (failed < 0)
        {
            NegateAndMirror(a, n);
        }

        KeepAlive(matrix);
        return failed;
    }

    /// <inheritdoc/>
    public void ImplicitLeastSquares(
        Tensor gram, Tensor table, Indices offsets, Indices rows, Tensor weights, int steps, Tensor solution, CancellationToken cancellation = default)
    {
        var arguments = new LeastSquaresArguments
        {
            Gram = Pointer(gram),
            Table = Pointer(table),
            Offsets = Pointer(offsets),
            Rows = Pointer(rows),
            Weights = Pointer(weights),
            Solution = Pointer(solution),
            Dimension = solution.Shape.Columns,
            Steps = steps,
        };
        ForEachBlock(solution.Shape.Rows, SolvedRows, (_, first, count) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            using var scratch = new Scratch(Memory, LeastSquaresRows.ScratchLength(arguments));
            SimdSupport.Run(Simd, new LeastSquaresRows(arguments, first, count, scratch.Floats));
        });
        KeepAlive(gram, table, offsets, rows, weights, solution);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// The sweep operator, a block of rows at a time: with P the pivot block and C the rest of its columns, the rest gains −C·P⁻¹·Cᵀ, C becomes
    /// C·P⁻¹ and P becomes −P⁻¹. Nearly all n³ operations are in the first, a matrix product of which the lower triangle is computed; an elimination
    /// without pivoting is as accurate for a positive definite matrix as Cholesky's (G. Peters and J. H. Wilkinson, CACM 18(1), 1975).
    /// </summary>
    private int SweepBlocks(float* a, int n, CancellationToken cancellation)
    {
        if (n <= SmallestSweep)
        {
            return Sweep.Rows(a, n);
        }

        var widest = n >= WideFrom ? WideSweep : NarrowSweep;
        using var columns = new Scratch(Memory, checked(n * widest));
        using var products = new Scratch(Memory, checked(n * widest));
        using var pivots = new Scratch(Memory, widest * widest);
        for (var first = 0; first < n; first += widest)
        {
            cancellation.ThrowIfCancellationRequested();
            var width = Math.Min(widest, n - first);
            CopyPivot(a, n, first, width, pivots.Floats);
            if (SweepBlocks(pivots.Floats, width, cancellation) is >= 0 and var failed)
            {
                return first + failed;
            }

            Mirror(pivots.Floats, width);
            SweepStep(new SweptColumns(a, n, first, width, columns.Floats), pivots.Floats, products.Floats);
        }

        return -1;
    }

    /// <param name="swept">The columns of the step.</param>
    /// <param name="pivots">−P⁻¹.</param>
    /// <param name="products">Memory for −C·P⁻¹.</param>
    private void SweepStep(SweptColumns swept, float* pivots, float* products)
    {
        var (n, width) = (swept.N, swept.Width);
        ForEachBlock(n, CopiedRows, (_, row, count) => swept.Gather(row, count));
        var columns = GemmOperand.Of(swept.Columns, width, transposed: false);
        Multiply(columns, GemmOperand.Of(pivots, width, transposed: false), n, width, width, products, width, accumulate: false);
        Multiply(
            GemmOperand.Of(products, width, transposed: false),
            GemmOperand.Of(swept.Columns, width, transposed: true),
            n,
            n,
            width,
            swept.Matrix,
            n,
            accumulate: true,
            lowerOnly: true);
        ForEachBlock(n, CopiedRows, (_, row, count) => swept.Scatter(products, pivots, row, count));
    }

    private static void CopyPivot(float* a, int n, int first, int width, float* pivots)
    {
        for (var row = 0; row < width; row++)
        {
            new ReadOnlySpan<float>(a + ((long)(first + row) * n) + first, width).CopyTo(new Span<float>(pivots + (row * width), width));
        }
    }

    private static void Mirror(float* a, int n)
    {
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < row; column++)
            {
                a[(column * n) + row] = a[(row * n) + column];
            }
        }
    }

    /// <summary>Square by square, so that what is read down a column and written along a row shares cache lines.</summary>
    private void NegateAndMirror(float* a, int n) => ForEachBlock(n, MirroredSquare, (_, first, count) =>
    {
        for (var left = 0; left < first + count; left += MirroredSquare)
        {
            NegateAndMirror(a, n, first, count, left);
        }
    });

    private static void NegateAndMirror(float* a, long n, int first, int count, int left)
    {
        for (var row = first; row < first + count; row++)
        {
            for (int column = left, end = Math.Min(left + MirroredSquare, row + 1); column < end; column++)
            {
                a[(row * n) + column] *= -1;
            }
        }

        for (int column = left, end = Math.Min(left + MirroredSquare, first + count); column < end; column++)
        {
            for (var row = Math.Max(first, column + 1); row < first + count; row++)
            {
                a[(column * n) + row] = a[(row * n) + column];
            }
        }
    }
}
