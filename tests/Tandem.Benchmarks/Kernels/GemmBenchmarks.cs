using BenchmarkDotNet.Attributes;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>Matrix products: square ones, and the three of a dense layer with a batch of 8192 (forward, and both gradients).</summary>
public class GemmBenchmarks
{
    private Tensor _a = null!;
    private Tensor _b = null!;
    private Tensor _result = null!;

    /// <summary>The product's extents and transposes, by name.</summary>
    [ParamsAllValues]
    public GemmShape Shape { get; set; }

    private (int M, int N, int K, bool TransposeA, bool TransposeB) Extents => Shape switch
    {
        GemmShape.Square1024 => (1024, 1024, 1024, false, false),
        GemmShape.Square2048 => (2048, 2048, 2048, false, false),
        GemmShape.DenseForward => (8192, 64, 256, false, false),
        GemmShape.DenseInputGradient => (8192, 256, 64, false, true),
        _ => (256, 64, 8192, true, false),
    };

    /// <summary>Makes the arguments.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var (m, n, k, transposeA, transposeB) = Extents;
        _a = transposeA ? Inputs.Matrix(k, m) : Inputs.Matrix(m, k);
        _b = transposeB ? Inputs.Matrix(n, k) : Inputs.Matrix(k, n);
        _result = Inputs.Matrix(m, n);
    }

    /// <summary>The product.</summary>
    [Benchmark]
    public void MatMul() => Device.Cpu.MatMul(_a, Extents.TransposeA, _b, Extents.TransposeB, _result, accumulate: false);
}
