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
            return TSimd.Select(far, FromExp<TSimd, TVector>(x, magnitude), Polynomial<TSimd, TVector>(x));
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

        /// <summary>x + x³·P(x²), P minimax in relative error on [0, 0.625²].</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Polynomial<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var square = TSimd.Multiply(x, x);
            var p = TSimd.MultiplyAdd(TSimd.Create(-0.005704987f), square, TSimd.Create(0.020639086f));
            p = TSimd.MultiplyAdd(p, square, TSimd.Create(-0.053739715f));
            p = TSimd.MultiplyAdd(p, square, TSimd.Create(0.13331442f));
            p = TSimd.MultiplyAdd(p, square, TSimd.Create(-0.3333328f));
            return TSimd.MultiplyAdd(TSimd.Multiply(x, square), p, x);
        }
    }
}
