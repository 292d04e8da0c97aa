using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= rate·m/(√v + ε)</summary>
internal readonly unsafe struct AdamUpdate(float* weights, float* moment, float* variance, float rate, double beta1, double beta2, float epsilon) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var g = TSimd.Load(gradient);
        var m = Decay<TSimd, TVector>(TSimd.Load(moment + weight), beta1, g);
        var v = Decay<TSimd, TVector>(TSimd.Load(variance + weight), beta2, TSimd.Multiply(g, g));
        TSimd.Store(m, moment + weight);
        TSimd.Store(v, variance + weight);
        var step = TSimd.Divide(TSimd.Multiply(TSimd.Create(rate), m), TSimd.Add(TSimd.Sqrt(v), TSimd.Create(epsilon)));
        TSimd.Store(TSimd.Subtract(TSimd.Load(weights + weight), step), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(moment + weight);
        Prefetch.Line(variance + weight);
    }

    /// <summary>βa + (1 − β)b</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Decay<TSimd, TVector>(TVector a, double beta, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.MultiplyAdd(TSimd.Create((float)beta), a, TSimd.Multiply(TSimd.Create((float)(1 - beta)), b));
}
