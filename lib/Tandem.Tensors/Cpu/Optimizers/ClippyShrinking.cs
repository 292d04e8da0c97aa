using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The largest factor, 1 at most, with which no weight's Adagrad step exceeds its limit (<see cref="ClippyAdagradRule"/>): an update that changes nothing and
/// notes the smallest quotient of limit and step, lane by lane, in <paramref name="factors"/>.
/// </summary>
internal readonly unsafe struct ClippyShrinking(float* weights, float* accumulator, ClippyAdagradRule rule, float* factors) : IRowUpdate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (g, sum) = (TSimd.Load(gradient), TSimd.Load(accumulator + weight));
        sum = rule.Accumulation == ClippyAccumulation.BeforeStep ? TSimd.MultiplyAdd(g, g, sum) : sum;
        var root = ClippyAdagradUpdate.Root<TSimd, TVector>(sum, rule.Epsilon);
        var step = TSimd.Abs(TSimd.Divide(TSimd.Multiply(TSimd.Create(rule.Rate), g), root));
        var limit = TSimd.MultiplyAdd(TSimd.Create(rule.OfWeight), TSimd.Abs(TSimd.Load(weights + weight)), TSimd.Create(rule.Absolute));
        limit = TSimd.Add(limit, TSimd.Divide(TSimd.Create(rule.OfPrecondition), root));
        var one = TSimd.Create(1f);
        var factor = TSimd.Select(TSimd.GreaterThan(step, TSimd.Zero), TSimd.Divide(limit, step), one);
        TSimd.Store(TSimd.Min(factor, TSimd.Load(factors)), factors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(accumulator + weight);
    }
}
