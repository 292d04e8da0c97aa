using System.Runtime.CompilerServices;
using static Tandem.Tensors.Exp2Coefficients.Nearest;

namespace Tandem.Tensors;

/// <summary>One float at a time, for processors whose vectors the runtime does not know.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    private const int ExponentShift = 23;
    private const int ExponentOffset = 127;
    private const int AllBits = -1;

    public static int Width => 1;

    public static float Zero => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Create(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, float* target) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float x) => MathF.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float x) => MathF.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(float x) => MathF.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float GreaterThan(float a, float b) => a > b ? BitConverter.Int32BitsToSingle(AllBits) : 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float yes, float no) => BitConverter.SingleToInt32Bits(mask) != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountGreaterThan(float a, float b) => a > b ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotAtMostBits(float a, float b) => a <= b ? 0u : 1u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp2(float x)
    {
        // The bounds come first: a NaN in the second operand passes through.
        x = Min(Highest, Max(Lowest, x));
        var shifted = x + Shifter;
        var f = x - (shifted - Shifter);
        var p = MultiplyAdd(f, C5, C4);
        p = MultiplyAdd(p, f, C3);
        p = MultiplyAdd(p, f, C2);
        p = MultiplyAdd(p, f, C1);
        p = MultiplyAdd(p, f, 1f);
        return p * BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(shifted) << ExponentShift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleByPowerOfTwo(float x, float n)
    {
        // Half the power at a time: 2ⁿ itself may be no float while x·2ⁿ is one.
        var whole = (int)n;
        var half = whole >> 1;
        return x * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle((n + ExponentOffset) << ExponentShift);
}
