using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>v = µv − rate·g; w += v, or with Nesterov's momentum w += µv − rate·g</summary>
internal readonly unsafe struct MomentumUpdate(float* weights, float* velocity, float rate, float momentum, bool nesterov) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var step = TSimd.Multiply(TSimd.Create(-rate), TSimd.Load(gradient));
        var v = TSimd.MultiplyAdd(TSimd.Create(momentum), TSimd.Load(velocity + weight), step);
        TSimd.Store(v, velocity + weight);
        var change = nesterov ? TSimd.MultiplyAdd(TSimd.Create(momentum), v, step) : v;
        TSimd.Store(TSimd.Add(TSimd.Load(weights + weight), change), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(velocity + weight);
    }
}
