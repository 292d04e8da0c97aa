namespace Tandem;

/// <summary>
/// The plane that shows most of a cloud of points: their coordinates along the two directions of largest variance (principal component analysis; K. Pearson,
/// <i>On lines and planes of closest fit to systems of points in space</i>, 1901).
/// </summary>
internal sealed class PrincipalComponents
{
    private const int Sweeps = 30;

    private PrincipalComponents(double[] x, double[] y, double shareOfX, double shareOfY)
    {
        X = x;
        Y = y;
        ShareOfX = shareOfX;
        ShareOfY = shareOfY;
    }

    /// <summary>Each point's first coordinate.</summary>
    public double[] X { get; }

    /// <summary>Each point's second coordinate.</summary>
    public double[] Y { get; }

    /// <summary>The share of the variance that the first coordinate shows.</summary>
    public double ShareOfX { get; }

    /// <summary>The share of the variance that the second coordinate shows.</summary>
    public double ShareOfY { get; }

    /// <param name="values">The points, <c>[count, dimension]</c> row by row.</param>
    /// <param name="dimension">At least 2.</param>
    public static PrincipalComponents Of(ReadOnlySpan<float> values, int dimension)
    {
        var points = Centred(values, dimension);
        var covariance = Covariance(points, dimension);
        var directions = Identity(dimension);
        Diagonalise(covariance, directions, dimension);

        var total = Enumerable.Range(0, dimension).Sum(i => covariance[i * dimension + i]);
        var order = Enumerable.Range(0, dimension).OrderByDescending(i => covariance[i * dimension + i]).ToArray();
        return new PrincipalComponents(
            Project(points, directions, order[0], dimension),
            Project(points, directions, order[1], dimension),
            Share(order[0]),
            Share(order[1]));

        double Share(int i) => total > 0 ? covariance[i * dimension + i] / total : 0;
    }

    private static double[] Centred(ReadOnlySpan<float> values, int dimension)
    {
        var count = values.Length / dimension;
        var points = new double[values.Length];
        for (var i = 0; i < dimension; i++)
        {
            var mean = 0.0;
            for (var row = 0; row < count; row++)
            {
                mean += values[row * dimension + i] / (double)count;
            }

            for (var row = 0; row < count; row++)
            {
                points[row * dimension + i] = values[row * dimension + i] - mean;
            }
        }

        return points;
    }

    private static double[] Covariance(double[] points, int dimension)
    {
        var covariance = new double[dimension * dimension];
        for (var start = 0; start < points.Length; start += dimension)
        {
            for (var i = 0; i < dimension; i++)
            {
                for (var j = 0; j < dimension; j++)
                {
                    covariance[i * dimension + j] += points[start + i] * points[start + j];
                }
            }
        }

        return covariance;
    }

    private static double[] Identity(int dimension)
    {
        var identity = new double[dimension * dimension];
        for (var i = 0; i < dimension; i++)
        {
            identity[i * dimension + i] = 1;
        }

        return identity;
    }

    /// <summary>Jacobi's method: plane rotations make a symmetric matrix diagonal; the columns of <paramref name="directions"/> become its eigenvectors.</summary>
    private static void Diagonalise(double[] matrix, double[] directions, int dimension)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isDiagonal = true;
            for (var p = 0; p < dimension; p++)
            {
                for (var q = p + 1; q < dimension; q++)
                {
                    var off = matrix[p * dimension + q];
                    if (Math.Abs(off) <= 1e-14 * Math.Sqrt(Math.Abs(matrix[p * dimension + p] * matrix[q * dimension + q])))
                    {
                        continue;
                    }

                    isDiagonal = false;
                    var theta = (matrix[q * dimension + q] - matrix[p * dimension + p]) / (2 * off);
                    var tangent = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
                    Rotate(matrix, directions, dimension, p, q, cosine, tangent * cosine);
                }
            }

            if (isDiagonal)
            {
                return;
            }
        }
    }

    private static void Rotate(double[] matrix, double[] directions, int dimension, int p, int q, double cosine, double sine)
    {
        for (var i = 0; i < dimension; i++)
        {
            Turn(matrix, i * dimension + p, i * dimension + q, cosine, sine);
            Turn(directions, i * dimension + p, i * dimension + q, cosine, sine);
        }

        for (var i = 0; i < dimension; i++)
        {
            Turn(matrix, p * dimension + i, q * dimension + i, cosine, sine);
        }
    }

    private static void Turn(double[] values, int p, int q, double cosine, double sine) =>
        (values[p], values[q]) = (cosine * values[p] - sine * values[q], sine * values[p] + cosine * values[q]);

    /// <summary>Coordinates along a direction, whose sign is such that its largest component is positive: the same picture every time.</summary>
    private static double[] Project(double[] points, double[] directions, int direction, int dimension)
    {
        var loadings = Enumerable.Range(0, dimension).Select(i => directions[i * dimension + direction]).ToArray();
        var sign = Math.Sign(loadings.MaxBy(Math.Abs));
        var coordinates = new double[points.Length / dimension];
        for (var row = 0; row < coordinates.Length; row++)
        {
            for (var i = 0; i < dimension; i++)
            {
                coordinates[row] += sign * loadings[i] * points[row * dimension + i];
            }
        }

        return coordinates;
    }
}
