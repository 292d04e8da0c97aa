using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Tensors;

/// <summary>What this processor's vector instructions are, and the one switch from a <see cref="SimdLevel"/> to code for it.</summary>
internal static class SimdSupport
{
    /// <summary>The environment variable that forces a level.</summary>
    public const string Variable = "TANDEM_SIMD";

    /// <summary>The widest level that this processor runs in hardware.</summary>
    public static SimdLevel Widest =>
        IsSupported(SimdLevel.Vector512) ? SimdLevel.Vector512
        : IsSupported(SimdLevel.Vector256) ? SimdLevel.Vector256
        : IsSupported(SimdLevel.Vector128) ? SimdLevel.Vector128
        : SimdLevel.Scalar;

    /// <summary>Whether this processor runs the level in hardware.</summary>
    public static bool IsSupported(SimdLevel level) => level switch
    {
        SimdLevel.Scalar => true,
        SimdLevel.Vector128 => Vector128.IsHardwareAccelerated,
        SimdLevel.Vector256 => Avx2.IsSupported && Fma.IsSupported,
        SimdLevel.Vector512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512DQ.IsSupported,
        _ => false,
    };

    /// <summary>The level that a value of <see cref="Variable"/> asks for; the widest when it is absent or empty.</summary>
    /// <exception cref="ArgumentException">The value is no level, or one that this processor lacks.</exception>
    public static SimdLevel Parse(string? value)
    {
        var level = value switch
        {
            null or "" => Widest,
            "scalar" => SimdLevel.Scalar,
            "128" => SimdLevel.Vector128,
            "256" => SimdLevel.Vector256,
            "512" => SimdLevel.Vector512,
            _ => throw new ArgumentException($"{Variable} is '{value}'; set it to scalar, 128, 256 or 512, or unset it for the widest that the processor has."),
        };
        return IsSupported(level)
            ? level
            : throw new ArgumentException($"{Variable} is '{value}', but this processor lacks those instructions; set it to {Supported()}, or unset it.");
    }

    /// <summary>The level itself when the processor has it.</summary>
    /// <exception cref="ArgumentException">The processor lacks the level.</exception>
    public static SimdLevel Require(SimdLevel level, string parameter) => IsSupported(level)
        ? level
        : throw new ArgumentException($"This processor does not run {level} in hardware; the widest that it has is {Widest}.", parameter);

    /// <summary>The instructions' name for people.</summary>
    public static string Describe(SimdLevel level) => level switch
    {
        SimdLevel.Vector512 => "AVX-512",
        SimdLevel.Vector256 => "AVX2",
        SimdLevel.Vector128 => System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? "NEON" : "128-bit",
        _ => "scalar",
    };

    /// <summary>Runs a kernel compiled for the level.</summary>
    public static void Run<TKernel>(SimdLevel level, TKernel kernel)
        where TKernel : struct, ISimdKernel
    {
        switch (level)
        {
            case SimdLevel.Vector512:
                kernel.Run<Simd512, Vector512<float>>();
                break;
            case SimdLevel.Vector256:
                kernel.Run<Simd256, Vector256<float>>();
                break;
            case SimdLevel.Vector128:
                kernel.Run<Simd128, Vector128<float>>();
                break;
            default:
                kernel.Run<SimdScalar, float>();
                break;
        }
    }

    private static string Supported() =>
        string.Join(", ", Enum.GetValues<SimdLevel>().Where(IsSupported).Select(level => level == SimdLevel.Scalar ? "scalar" : level.ToString()["Vector".Length..]));
}
