using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The sweep operator on a small symmetric matrix of which the lower triangle is stored: sweeping every row of a positive definite A leaves
/// −A⁻¹ (J. H. Goodnight, <i>A tutorial on the SWEEP operator</i>, The American Statistician 33(3), 1979).
/// </summary>
internal static unsafe class Sweep
{
    /// <summary>Sweeps all rows, one after another.</summary>
    /// <returns>−1; or the row whose pivot is not positive.</returns>
    [MethodImpl(HotCode.Options)]
    public static int Rows(float* a, int n)
    {
        var column = stackalloc float[n];
        for (var pivot = 0; pivot < n; pivot++)
        {
            var diagonal = a[(pivot * n) + pivot];
            if (!(diagonal > 0) || !float.IsFinite(diagonal))
            {
                return pivot;
            }

            CopyColumn(a, n, pivot, column);
            column[pivot] = 0;
            for (var i = 0; i < n; i++)
            {
                var factor = column[i] / diagonal;
                var row = a + (i * n);
                for (var j = 0; j <= i; j++)
                {
                    row[j] -= factor * column[j];
                }
            }

            StoreColumn(a, n, pivot, column, diagonal);
        }

        return -1;
    }

    private static void CopyColumn(float* a, int n, int pivot, float* column)
    {
        for (var i = 0; i < n; i++)
        {
            column[i] = i > pivot ? a[(i * n) + pivot] : a[(pivot * n) + i];
        }
    }

    private static void StoreColumn(float* a, int n, int pivot, float* column, float diagonal)
    {
        for (var i = 0; i < n; i++)
        {
            if (i != pivot)
            {
                a[i > pivot ? (i * n) + pivot : (pivot * n) + i] = column[i] / diagonal;
            }
        }

        a[(pivot * n) + pivot] = -1 / diagonal;
    }
}
