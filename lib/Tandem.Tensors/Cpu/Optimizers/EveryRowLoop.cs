using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// As <see cref="RowUpdateLoop{TUpdate}"/>, for rules that move every row: rows without a gradient get one of zeros, and no dense gradient is made.
/// </summary>
/// <param name="update">The rule.</param>
/// <param name="gradient">The rows that have a gradient, each d long.</param>
/// <param name="place">For each row of the weights its row of the gradient; −1 for none.</param>
/// <param name="zeros">d zeros.</param>
/// <param name="first">The first row of the weights.</param>
/// <param name="count">The number of rows.</param>
/// <param name="d">The length of a row.</param>
internal readonly unsafe struct EveryRowLoop<TUpdate>(TUpdate update, float* gradient, int* place, float* zeros, int first, int count, int d) : ISimdKernel
    where TUpdate : struct, IRowUpdate
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var rule = update;
        for (var row = first; row < first + count; row++)
        {
            var from = place[row] < 0 ? zeros : gradient + ((long)place[row] * d);
            RowUpdateLoop<TUpdate>.Row<TSimd, TVector>(rule, (long)row * d, from, d);
        }
    }
}
