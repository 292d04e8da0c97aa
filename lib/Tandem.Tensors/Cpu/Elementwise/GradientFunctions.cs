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
}
