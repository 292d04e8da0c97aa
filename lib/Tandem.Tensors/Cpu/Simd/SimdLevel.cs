namespace Tandem.Tensors;

/// <summary>The width of the vector instructions that <see cref="CpuDevice"/> computes with.</summary>
public enum SimdLevel
{
    /// <summary>One float at a time.</summary>
    Scalar,

    /// <summary>4 floats: NEON, SSE.</summary>
    Vector128,

    /// <summary>8 floats: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>16 floats: AVX-512.</summary>
    Vector512,
}
