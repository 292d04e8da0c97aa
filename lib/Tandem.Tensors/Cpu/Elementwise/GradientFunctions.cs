using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The gradients of <see cref="UnaryOperator"/>'s functions, from the gradient g that arrives and whichever of the argument x and the
/// value y says it best.
/// </summary>
internal static class GradientFunctions
{
    /// <summary>g where x &gt; 0, else 0.</summary>
    public readonly struct ReluFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), g, TSimd.Zero);
    }

    /// <summary>g · y(1 − y)</summary>
    public readonly struct SigmoidFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(g, TSimd.Multiply(y, TSimd.Subtract(TSimd.Create(1f), y)));
    }

    /// <summary>g · (1 − y)(1 + y), which keeps more digits than 1 − y² where y is near ±1.</summary>
    public readonly struct TanhFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var one = TSimd.Create(1f);
            return TSimd.Multiply(g, TSimd.Multiply(TSimd.Subtract(one, y), TSimd.Add(one, y)));
        }
    }

    /// <summary>g / x</summary>
    public readonly struct LogFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Divide(g, x);
    }

    /// <summary>g / 2y</summary>
    public readonly struct SqrtFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Divide(TSimd.Multiply(TSimd.Create(0.5f), g), y);
    }

    /// <summary>2x · g</summary>
    public readonly struct SquareFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(TSimd.Add(x, x), g);
    }

    /// <summary>g with the sign of x; 0 at 0.</summary>
    public readonly struct AbsFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var minus = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, x), TSimd.Subtract(TSimd.Zero, g), TSimd.Zero);
            return TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), g, minus);
        }
    }

    /// <summary>g where y &gt; 0, else g · (y + 1).</summary>
    public readonly struct EluFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(g, TSimd.Select(TSimd.GreaterThan(y, TSimd.Zero), TSimd.Create(1f), TSimd.Add(y, TSimd.Create(1f))));
    }

    /// <summary>g · scale where y &gt; 0, else g · (y + scale · alpha).</summary>
    public readonly struct SeluFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var negative = TSimd.Add(y, TSimd.Create(UnaryFunctions.Selu.Scale * UnaryFunctions.Selu.Alpha));
            return TSimd.Multiply(g, TSimd.Select(TSimd.GreaterThan(y, TSimd.Zero), TSimd.Create(UnaryFunctions.Selu.Scale), negative));
        }
    }

    /// <summary>g · (Φ(x) + x·φ(x)), φ being the density. Beyond ±20 that is g or 0.</summary>
    public readonly struct GeluFromArgument : IBinaryFunction
    {
        private const float InverseRootTwoPi = 0.3989422804f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            x = SimdMath<TSimd, TVector>.Clamp(x, 20f);
            var density = SimdMath<TSimd, TVector>.NormalDensity(x);
            var slope = TSimd.Multiply(TSimd.Multiply(x, TSimd.Create(InverseRootTwoPi)), density);
            return TSimd.Multiply(g, TSimd.Add(SimdMath<TSimd, TVector>.NormalDistribution(x, density), slope));
        }
    }

    /// <summary>g · (1 − e⁻ʸ), which is g · sigmoid(x).</summary>
    public readonly struct SoftplusFromValue : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector y, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(g, TSimd.Subtract(TSimd.Zero, SimdMath<TSimd, TVector>.ExpMinusOne(TSimd.Subtract(TSimd.Zero, y))));
    }

    /// <summary>g / (1 + |x|)²</summary>
    public readonly struct SoftsignFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var denominator = TSimd.Add(TSimd.Create(1f), TSimd.Abs(x));
            return TSimd.Divide(TSimd.Divide(g, denominator), denominator);
        }
    }

    /// <summary>g · 0.2 where |x| ≤ 2.5, else 0.</summary>
    public readonly struct HardSigmoidFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Select(TSimd.GreaterThan(TSimd.Abs(x), TSimd.Create(2.5f)), TSimd.Zero, TSimd.Multiply(TSimd.Create(UnaryFunctions.HardSigmoid.Slope), g));
    }

    /// <summary>g · s(1 + x(1 − s)), s = 1 / (1 + e⁻ˣ). Beyond ±200 that is g or 0.</summary>
    public readonly struct SwishFromArgument : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector g)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            x = SimdMath<TSimd, TVector>.Clamp(x, 200f);
            var (one, s) = (TSimd.Create(1f), SimdMath<TSimd, TVector>.Logistic(x));
            return TSimd.Multiply(g, TSimd.Multiply(s, TSimd.MultiplyAdd(x, TSimd.Subtract(one, s), one)));
        }
    }
}
