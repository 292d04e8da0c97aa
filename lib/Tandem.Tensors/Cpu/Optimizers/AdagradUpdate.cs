using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>acc += g²; w −= rate·g/√(acc + ε)</summary>
internal readonly unsafe struct AdagradUpdate(float* weights, float* accumulator, float rate, float epsilon) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var g = TSimd.Load(gradient);
        var sum = TSimd.MultiplyAdd(g, g, TSimd.Load(accumulator + weight));
        TSimd.Store(sum, accumulator + weight);
        var step = TSimd.Divide(TSimd.Multiply(TSimd.Create(rate), g), TSimd.Sqrt(TSimd.Add(sum, TSimd.Create(epsilon))));
        TSimd.Store(TSimd.Subtract(TSimd.Load(weights + weight), step), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(accumulator + weight);
    }
}
