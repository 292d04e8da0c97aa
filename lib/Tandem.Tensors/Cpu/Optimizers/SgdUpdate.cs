using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>w −= rate·g</summary>
internal readonly unsafe struct SgdUpdate(float* weights, float rate) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(-rate), TSimd.Load(gradient), TSimd.Load(weights + weight)), weights + weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight) => Prefetch.Line(weights + weight);
}
