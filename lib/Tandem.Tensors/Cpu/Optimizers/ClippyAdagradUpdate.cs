using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The rule of <see cref="ClippyAdagradRule"/> once the factor that shrinks the step is known; <see cref="ClippyShrinking"/> finds it.</summary>
internal readonly unsafe struct ClippyAdagradUpdate(float* weights, float* accumulator, ClippyAdagradRule rule, float factor) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (g, old) = (TSimd.Load(gradient), TSimd.Load(accumulator + weight));
        var counted = rule.Accumulation == ClippyAccumulation.ClippedAfterStep ? TSimd.Multiply(g, TSimd.Create(factor)) : g;
        var sum = TSimd.MultiplyAdd(counted, counted, old);
        TSimd.Store(sum, accumulator + weight);
        var root = Root<TSimd, TVector>(rule.Accumulation == ClippyAccumulation.BeforeStep ? sum : old, rule.Epsilon);
        var step = TSimd.Divide(TSimd.Multiply(TSimd.Create(rule.Rate), g), root);
        var change = TSimd.Multiply(step, TSimd.Create(factor));
        TSimd.Store(TSimd.Subtract(TSimd.Load(weights + weight), change), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(accumulator + weight);
    }

    /// <summary>√(x + ε)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Root<TSimd, TVector>(TVector x, float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Sqrt(TSimd.Add(x, TSimd.Create(epsilon)));
}
