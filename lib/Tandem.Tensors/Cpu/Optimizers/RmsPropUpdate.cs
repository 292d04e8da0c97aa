using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// v = ρv + (1−ρ)g²; w −= rate·g/√(v + ε). With means m = ρm + (1−ρ)g the root is of v − m² + ε; with steps s = µs + rate·g/√…, w −= s.
/// </summary>
/// <param name="weights">w.</param>
/// <param name="squares">v.</param>
/// <param name="means">m; <see langword="null"/> for none.</param>
/// <param name="steps">s; <see langword="null"/> for none.</param>
/// <param name="rate">The learning rate.</param>
/// <param name="rho">ρ.</param>
/// <param name="momentum">µ.</param>
/// <param name="epsilon">ε.</param>
internal readonly unsafe struct RmsPropUpdate(
    float* weights, float* squares, float* means, float* steps, float rate, double rho, float momentum, float epsilon) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var g = TSimd.Load(gradient);
        var spread = AdamUpdate.Decay<TSimd, TVector>(TSimd.Load(squares + weight), rho, TSimd.Multiply(g, g));
        TSimd.Store(spread, squares + weight);
        if (means is not null)
        {
            var mean = AdamUpdate.Decay<TSimd, TVector>(TSimd.Load(means + weight), rho, g);
            TSimd.Store(mean, means + weight);
            // A variance is not negative, but its difference may be by a rounding, and the root of that would be NaN.
            spread = TSimd.Max(TSimd.Subtract(spread, TSimd.Multiply(mean, mean)), TSimd.Zero);
        }

        var step = TSimd.Divide(TSimd.Multiply(TSimd.Create(rate), g), TSimd.Sqrt(TSimd.Add(spread, TSimd.Create(epsilon))));
        if (steps is not null)
        {
            step = TSimd.MultiplyAdd(TSimd.Create(momentum), TSimd.Load(steps + weight), step);
            TSimd.Store(step, steps + weight);
        }

        TSimd.Store(TSimd.Subtract(TSimd.Load(weights + weight), step), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(squares + weight);
    }
}
