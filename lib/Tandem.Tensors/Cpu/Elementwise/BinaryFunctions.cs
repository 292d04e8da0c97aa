using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The functions of <see cref="BinaryOperator"/>, and the two that <see cref="IDevice.Clamp"/> is made of.</summary>
internal static class BinaryFunctions
{
    public readonly struct Add : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Add(a, b);
    }

    public readonly struct Subtract : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Subtract(a, b);
    }

    public readonly struct Multiply : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(a, b);
    }

    public readonly struct Divide : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Divide(a, b);
    }

    public readonly struct Minimum : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Min(a, b);
    }

    public readonly struct Maximum : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Max(a, b);
    }
}
