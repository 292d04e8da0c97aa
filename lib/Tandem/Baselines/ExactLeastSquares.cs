using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// One row's least squares of weighted implicit feedback, solved directly in double precision: <c>(TᵀT + λI + Σ (c − 1)·t·tᵀ)·x = Σ c·t</c> over the entries of the row,
/// each a vector t of the table T with a confidence c.
/// </summary>
/// <remarks>
/// The equations are solved as a least-squares problem whose rows are <c>√(c − 1)·t</c>, by Householder reflections with sorted rows and pivoted columns. That is accurate
/// row by row, however much the confidences differ in size (A. J. Cox and N. J. Higham, <i>Stability of Householder QR factorization for weighted least squares
/// problems</i>, 1998). Safe to use by several threads.
/// </remarks>
internal sealed class ExactLeastSquares
{
    private readonly int _d;
    private readonly double[] _gram;

    /// <summary>Computes what all rows share.</summary>
    /// <param name="table">T, <c>[rows, d]</c>.</param>
    /// <param name="regularization">λ.</param>
    public ExactLeastSquares(Tensor table, float regularization)
    {
        _d = table.Shape.Columns;
        _gram = new double[_d * _d];
        var values = table.ToArray();
        Parallel.For(0, _d, k =>
        {
            var row = _gram.AsSpan(k * _d, _d);
            for (var start = 0; start < values.Length; start += _d)
            {
                AddScaled(row, values[start + k], values.AsSpan(start, _d));
            }

            row[k] += regularization;
        });
    }

    /// <summary>The solution for one row; not finite where there is none in double precision.</summary>
    /// <param name="entries">The entries' vectors, one after another.</param>
    /// <param name="confidences">Each entry's confidence: 0 or more.</param>
    public float[] Solve(ReadOnlySpan<float> entries, ReadOnlySpan<double> confidences)
    {
        var (shared, rightSide) = ((double[])_gram.Clone(), new double[_d]);
        var heavy = new List<int>();
        for (var e = 0; e < confidences.Length; e++)
        {
            if (confidences[e] > 1)
            {
                heavy.Add(e);
            }
            else
            {
                AddLight(shared, rightSide, entries.Slice(e * _d, _d), confidences[e]);
            }
        }

        Factor(shared);
        SolveLower(shared, rightSide);
        var rows = new List<(double[] Row, double RightSide)>();
        for (var k = 0; k < _d; k++)
        {
            rows.Add((ColumnOfLower(shared, k), rightSide[k]));
        }

        foreach (var e in heavy)
        {
            var root = Math.Sqrt(confidences[e] - 1);
            var row = new double[_d];
            AddScaled(row, root, entries.Slice(e * _d, _d));
            rows.Add((row, confidences[e] / root));
        }

        return LeastSquares([.. rows.OrderByDescending(row => row.Row.Max(Math.Abs))]);
    }

    /// <summary>An entry that counts no more than what was not met lowers the matrix that all rows share, which stays positive definite.</summary>
    private void AddLight(double[] matrix, double[] rightSide, ReadOnlySpan<float> entry, double confidence)
    {
        for (var k = 0; k < _d; k++)
        {
            AddScaled(matrix.AsSpan(k * _d, _d), (confidence - 1) * entry[k], entry);
        }

        AddScaled(rightSide, confidence, entry);
    }

    /// <summary>Cholesky's factor, in place of the lower triangle.</summary>
    private void Factor(double[] a)
    {
        for (var row = 0; row < _d; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = a[(row * _d) + column] - Dot(a.AsSpan(row * _d, column), a.AsSpan(column * _d, column));
                a[(row * _d) + column] = row == column ? Math.Sqrt(rest) : rest / a[(column * _d) + column];
            }
        }
    }

    private void SolveLower(double[] lower, double[] x)
    {
        for (var row = 0; row < _d; row++)
        {
            x[row] = (x[row] - Dot(lower.AsSpan(row * _d, row), x.AsSpan(0, row))) / lower[(row * _d) + row];
        }
    }

    private double[] ColumnOfLower(double[] lower, int column)
    {
        var values = new double[_d];
        for (var row = column; row < _d; row++)
        {
            values[row] = lower[(row * _d) + column];
        }

        return values;
    }

    /// <summary>The x with the least sum of squares of <c>row·x − right side</c>.</summary>
    private float[] LeastSquares((double[] Row, double RightSide)[] system)
    {
        var rows = Array.ConvertAll(system, equation => equation.Row);
        var rightSides = Array.ConvertAll(system, equation => equation.RightSide);
        var order = Enumerable.Range(0, _d).ToArray();
        for (var k = 0; k < _d; k++)
        {
            Pivot(rows, order, k);
            Reflect(rows, rightSides, k);
        }

        var x = new float[_d];
        for (var k = _d - 1; k >= 0; k--)
        {
            for (var other = k + 1; other < _d; other++)
            {
                rightSides[k] -= rows[k][other] * rightSides[other];
            }

            rightSides[k] /= rows[k][k];
            x[order[k]] = (float)rightSides[k];
        }

        return x;
    }

    /// <summary>Brings the column that is longest from row k on to place k.</summary>
    private void Pivot(double[][] rows, int[] order, int k)
    {
        var squares = new double[_d];
        foreach (var row in rows.AsSpan(k))
        {
            for (var column = k; column < _d; column++)
            {
                squares[column] += row[column] * row[column];
            }
        }

        var longest = squares.AsSpan(k).IndexOf(squares.AsSpan(k).ToArray().Max()) is >= 0 and var found ? k + found : k;
        (order[k], order[longest]) = (order[longest], order[k]);
        foreach (var row in rows)
        {
            (row[k], row[longest]) = (row[longest], row[k]);
        }
    }

    /// <summary>A Householder reflection that makes column k zero below row k.</summary>
    private void Reflect(double[][] rows, double[] rightSides, int k)
    {
        var square = 0.0;
        foreach (var row in rows.AsSpan(k))
        {
            square += row[k] * row[k];
        }

        var diagonal = -Math.CopySign(Math.Sqrt(square), rows[k][k]);
        var mirror = Array.ConvertAll(rows[k..], row => row[k]);
        mirror[0] -= diagonal;
        var factor = 1 / (diagonal * mirror[0]);
        for (var column = k + 1; column < _d; column++)
        {
            var step = 0.0;
            for (var i = 0; i < mirror.Length; i++)
            {
                step += mirror[i] * rows[k + i][column];
            }

            step *= factor;
            for (var i = 0; i < mirror.Length; i++)
            {
                rows[k + i][column] += step * mirror[i];
            }
        }

        var ofRightSide = factor * Dot(mirror, rightSides.AsSpan(k));
        for (var i = 0; i < mirror.Length; i++)
        {
            rightSides[k + i] += ofRightSide * mirror[i];
        }

        rows[k][k] = diagonal;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void AddScaled(Span<double> target, double factor, ReadOnlySpan<float> source)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
