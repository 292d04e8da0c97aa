namespace Tandem.Tests;

/// <summary>Plain float64 linear algebra.</summary>
internal static class LinearReference
{
    /// <summary>EASE's weights from the Gram matrix.</summary>
    public static double[,] Ease(double[,] gram, double regularization)
    {
        var n = gram.GetLength(0);
        var inverse = Inverse(PlusDiagonal(gram, regularization));
        var weights = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                weights[i, j] = i == j ? 0 : -inverse[i, j] / inverse[j, j];
            }
        }

        return weights;
    }

    /// <summary>A matrix plus a multiple of the identity.</summary>
    public static double[,] PlusDiagonal(double[,] matrix, double value)
    {
        var sum = (double[,])matrix.Clone();
        for (var i = 0; i < sum.GetLength(0); i++)
        {
            sum[i, i] += value;
        }

        return sum;
    }

    /// <summary>Gauss and Jordan's elimination, for matrices that need no pivoting.</summary>
    public static double[,] Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (left, right) = ((double[,])matrix.Clone(), PlusDiagonal(new double[n, n], 1));
        for (var pivot = 0; pivot < n; pivot++)
        {
            var diagonal = left[pivot, pivot];
            for (var j = 0; j < n; j++)
            {
                left[pivot, j] /= diagonal;
                right[pivot, j] /= diagonal;
            }

            for (var i = 0; i < n; i++)
            {
                var factor = i == pivot ? 0 : left[i, pivot];
                for (var j = 0; j < n; j++)
                {
                    left[i, j] -= factor * left[pivot, j];
                    right[i, j] -= factor * right[pivot, j];
                }
            }
        }

        return right;
    }
}
