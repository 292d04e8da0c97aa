using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The sum of a vector: short runs in float, whose rounding errors stay those of a few additions, and the runs in double. The order
/// depends on the length and the vector width alone.
/// </summary>
internal readonly unsafe struct VectorSum(float* source, int length, double* result) : ISimdKernel
{
    /// <summary>Additions on each lane before a run goes to the double.</summary>
    private const int Additions = 16;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        double sum = 0;
        var i = 0;
        for (var run = 4 * Additions * TSimd.Width; i <= length - run; i += run)
        {
            sum += SumRun<TSimd, TVector>(source + i);
        }

        for (; i <= length - TSimd.Width; i += TSimd.Width)
        {
            sum += TSimd.Sum(TSimd.Load(source + i));
        }

        for (; i < length; i++)
        {
            sum += source[i];
        }

        *result = sum;
    }

    /// <summary>Four chains of additions: one alone would wait for each to end.</summary>
    [MethodImpl(HotCode.Options)]
    private static float SumRun<TSimd, TVector>(float* source)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero;
        for (var i = 0; i < Additions; i++, source += 4 * TSimd.Width)
        {
            a = TSimd.Add(a, TSimd.Load(source));
            b = TSimd.Add(b, TSimd.Load(source + TSimd.Width));
            c = TSimd.Add(c, TSimd.Load(source + (2 * TSimd.Width)));
            d = TSimd.Add(d, TSimd.Load(source + (3 * TSimd.Width)));
        }

        return TSimd.Sum(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)));
    }
}
