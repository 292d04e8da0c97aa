using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>What happens to a block of C once its sums are complete, while it is still in the cache: a bias is added to each row, and negative values become 0.</summary>
/// <param name="bias">One for each column; <see langword="null"/> for none.</param>
/// <param name="relu">Whether negative values become 0.</param>
internal readonly unsafe struct GemmEpilogue(float* bias, bool relu)
{
    /// <summary>Whether there is anything to do.</summary>
    public bool IsEmpty => bias is null && !relu;

    /// <summary>The same for the columns from the given one on.</summary>
    public GemmEpilogue From(int column) => new(bias is null ? null : bias + column, relu);

    /// <summary>Works on <paramref name="rows"/> × <paramref name="columns"/> of C, whose rows lie <paramref name="cStep"/> apart.</summary>
    [MethodImpl(HotCode.Options)]
    public void Apply<TSimd, TVector>(float* c, long cStep, int rows, int columns)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var row = 0; row < rows; row++, c += cStep)
        {
            var k = 0;
            for (; k <= columns - TSimd.Width; k += TSimd.Width)
            {
                Apply<TSimd, TVector>(c, k);
            }

            for (; k < columns; k++)
            {
                Apply<SimdScalar, float>(c, k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Apply<TSimd, TVector>(float* c, int k)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var value = TSimd.Load(c + k);
        value = bias is null ? value : TSimd.Add(value, TSimd.Load(bias + k));
        // Of the two operands, Max passes a NaN in the second.
        TSimd.Store(relu ? TSimd.Max(TSimd.Zero, value) : value, c + k);
    }
}
