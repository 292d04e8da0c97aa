using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The rule of <see cref="FtrlRule"/>.</summary>
internal readonly unsafe struct FtrlUpdate(float* weights, float* accumulator, float* linear, FtrlRule rule) : IRowUpdate
{
    private const int WidestVector = 16;

    private readonly float _quadratic = (2 * rule.L2) + (rule.Beta / rule.Rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (w, g, old) = (TSimd.Load(weights + weight), TSimd.Load(gradient), TSimd.Load(accumulator + weight));
        var sum = TSimd.MultiplyAdd(g, g, old);
        TSimd.Store(sum, accumulator + weight);
        var root = Power<TSimd, TVector>(sum);
        var rate = TSimd.Create(rule.Rate);
        var sigma = TSimd.Divide(TSimd.Subtract(root, Power<TSimd, TVector>(old)), rate);
        var shrunk = TSimd.MultiplyAdd(TSimd.Create(2 * rule.L2Shrinkage), w, g);
        var z = TSimd.Add(TSimd.Load(linear + weight), TSimd.Subtract(shrunk, TSimd.Multiply(sigma, w)));
        TSimd.Store(z, linear + weight);
        var quadratic = TSimd.Add(TSimd.Divide(root, rate), TSimd.Create(_quadratic));
        var clipped = TSimd.Min(TSimd.Max(z, TSimd.Create(-rule.L1)), TSimd.Create(rule.L1));
        var moved = TSimd.Divide(TSimd.Subtract(clipped, z), quadratic);
        // A weight that never had a gradient, and no regularisation, has nothing to divide by; it stays.
        TSimd.Store(TSimd.Select(TSimd.GreaterThan(quadratic, TSimd.Zero), moved, w), weights + weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect(long weight)
    {
        Prefetch.Line(weights + weight);
        Prefetch.Line(accumulator + weight);
        Prefetch.Line(linear + weight);
    }

    /// <summary>xᵖ: the square root as a rule, any other power lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Power<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        rule.Power == 0.5f ? TSimd.Sqrt(x) : AnyPower<TSimd, TVector>(x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TVector AnyPower<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var lanes = stackalloc float[WidestVector];
        TSimd.Store(x, lanes);
        for (var lane = 0; lane < TSimd.Width; lane++)
        {
            lanes[lane] = MathF.Pow(lanes[lane], rule.Power);
        }

        return TSimd.Load(lanes);
    }
}
