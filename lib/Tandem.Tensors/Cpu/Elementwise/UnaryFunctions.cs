using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Functions of <see cref="UnaryOperator"/>, as functions of (x, x).</summary>
internal static class UnaryFunctions
{
    public readonly struct Relu : IBinaryFunction
    {
        // Of the two operands, Max passes a NaN in the second.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Max(TSimd.Zero, x);
    }

    public readonly struct Exp : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => SimdMath<TSimd, TVector>.Exp(x);
    }

    public readonly struct Sigmoid : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => SimdMath<TSimd, TVector>.Logistic(x);
    }

    public readonly struct Sqrt : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Sqrt(x);
    }

    /// <summary>
    /// The hyperbolic tangent to 3·10⁻⁷ relative: a polynomial where 1 − 2/(e²ˣ + 1) would cancel, as the base library's vectorised one
    /// does near zero.
    /// </summary>
    public readonly struct Tanh : IBinaryFunction
    {
        private const float PolynomialBelow = 0.625f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var magnitude = TSimd.Abs(x);
            var far = TSimd.GreaterThan(magnitude, TSimd.Create(PolynomialBelow));
            return TSimd.Select(far, FromExp<TSimd, TVector>(x, magnitude), SimdMath<TSimd, TVector>.TanhNearZero(x));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector FromExp<TSimd, TVector>(TVector x, TVector magnitude)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var one = TSimd.Create(1f);
            var denominator = TSimd.Add(SimdMath<TSimd, TVector>.Exp(TSimd.Add(magnitude, magnitude)), one);
            var positive = TSimd.Subtract(one, TSimd.Divide(TSimd.Create(2f), denominator));
            return TSimd.Select(TSimd.GreaterThan(TSimd.Zero, x), TSimd.Subtract(TSimd.Zero, positive), positive);
        }
    }

    public readonly struct Abs : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Abs(x);
    }

    public readonly struct Elu : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, SimdMath<TSimd, TVector>.ExpMinusOne(x));
    }

    public readonly struct Selu : IBinaryFunction
    {
        public const float Scale = 1.05070098f;
        public const float Alpha = 1.67326324f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var negative = TSimd.Multiply(TSimd.Create(Alpha), SimdMath<TSimd, TVector>.ExpMinusOne(x));
            return TSimd.Multiply(TSimd.Create(Scale), TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), x, negative));
        }
    }

    /// <summary>x · Φ(x). Below −20 the product is zero in single precision, and −∞ · 0 would be NaN.</summary>
    public readonly struct Gelu : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            x = TSimd.Max(TSimd.Create(-20f), x);
            return TSimd.Multiply(x, SimdMath<TSimd, TVector>.NormalDistribution(x, SimdMath<TSimd, TVector>.NormalDensity(x)));
        }
    }

    /// <summary>log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|), which neither overflows nor loses the digits of a small value.</summary>
    public readonly struct Softplus : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var small = SimdMath<TSimd, TVector>.LogOnePlus(SimdMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Zero, TSimd.Abs(x))));
            return TSimd.Add(TSimd.Max(TSimd.Zero, x), small);
        }
    }

    /// <summary>x / (1 + |x|); ±1 from 10³⁰ on, so that ∞ / ∞ does not arise.</summary>
    public readonly struct Softsign : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            x = SimdMath<TSimd, TVector>.Clamp(x, 1e30f);
            return TSimd.Divide(x, TSimd.Add(TSimd.Create(1f), TSimd.Abs(x)));
        }
    }

    /// <summary>0.2·x + 0.5 between 0 and 1.</summary>
    public readonly struct HardSigmoid : IBinaryFunction
    {
        public const float Slope = 0.2f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var line = TSimd.MultiplyAdd(TSimd.Create(Slope), x, TSimd.Create(0.5f));
            return TSimd.Min(TSimd.Create(1f), TSimd.Max(TSimd.Zero, line));
        }
    }

    /// <summary>x / (1 + e⁻ˣ). Below −200 the value is zero in single precision, and −∞ · 0 would be NaN.</summary>
    public readonly struct Swish : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector same)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            x = TSimd.Max(TSimd.Create(-200f), x);
            return TSimd.Multiply(x, SimdMath<TSimd, TVector>.Logistic(x));
        }
    }
}
