using System.Runtime.Intrinsics;

namespace Tandem.Tensors.Tests.Cpu;

public sealed unsafe class SimdTests
{
    public static TheoryData<SimdLevel> Levels => [.. Enum.GetValues<SimdLevel>()];

    [Fact]
    public void Without_the_variable_the_widest_level_is_used()
    {
        Assert.Equal(SimdSupport.Widest, SimdSupport.Parse(null));
        Assert.Equal(SimdSupport.Widest, SimdSupport.Parse(""));
        Assert.True(SimdSupport.IsSupported(SimdSupport.Widest));
    }

    [Theory]
    [InlineData("scalar", SimdLevel.Scalar)]
    [InlineData("128", SimdLevel.Vector128)]
    [InlineData("256", SimdLevel.Vector256)]
    [InlineData("512", SimdLevel.Vector512)]
    public void The_variable_forces_a_level_or_says_that_the_processor_lacks_it(string value, SimdLevel level)
    {
        if (SimdSupport.IsSupported(level))
        {
            Assert.Equal(level, SimdSupport.Parse(value));
            Assert.Equal(level, new CpuDevice(simd: level).Simd);
        }
        else
        {
            Assert.Contains("TANDEM_SIMD", Assert.Throws<ArgumentException>(() => SimdSupport.Parse(value)).Message);
            Assert.Throws<ArgumentException>(() => new CpuDevice(simd: level));
        }
    }

    [Fact]
    public void An_unknown_level_names_the_variable_and_the_values()
    {
        var error = Assert.Throws<ArgumentException>(() => SimdSupport.Parse("avx9"));
        Assert.Contains("TANDEM_SIMD", error.Message);
        Assert.Contains("avx9", error.Message);
        Assert.Contains("scalar, 128, 256 or 512", error.Message);
        Assert.Throws<ArgumentException>(() => new CpuDevice(simd: (SimdLevel)9));
    }

    [Fact]
    public void The_device_names_its_instructions_and_threads()
    {
        Assert.Equal("cpu (scalar, 1 thread)", new CpuDevice(threads: 1, simd: SimdLevel.Scalar).Name);
        Assert.EndsWith("3 threads)", new CpuDevice(threads: 3).Name);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Exp2_is_accurate_to_2e7_over_the_normal_range(SimdLevel level)
    {
        var worst = 0.0;
        foreach (var (x, y) in Evaluate(level, Function.Exp2, Steps(-126f, 127.4375f, 1f / 512)))
        {
            var exact = Math.Pow(2, x);
            worst = Math.Max(worst, Math.Abs(y - exact) / exact);
        }

        Assert.InRange(worst, 0, 2e-7);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Exp2_of_an_integer_is_exact(SimdLevel level)
    {
        Assert.All(Evaluate(level, Function.Exp2, Steps(-126f, 127f, 1f)), pair => Assert.Equal(Math.ScaleB(1, (int)pair.X), (double)pair.Y));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Exp2_under_and_overflows_quietly(SimdLevel level)
    {
        const float smallestNormal = 1.17549435e-38f;
        float[] low = [-126.5f, -127, -128, -150, -1000, -1e10f, -3e38f, float.NegativeInfinity];
        Assert.All(Evaluate(level, Function.Exp2, low), pair => Assert.InRange(pair.Y, 0f, smallestNormal));
        Assert.Equal(0f, Evaluate(level, Function.Exp2, [float.NegativeInfinity])[0].Y);
        Assert.All(Evaluate(level, Function.Exp2, [128, 129, 1000, 1e10f, 3e38f, float.PositiveInfinity]), pair => Assert.Equal(float.PositiveInfinity, pair.Y));
        Assert.Equal(float.NaN, Evaluate(level, Function.Exp2, [float.NaN])[0].Y);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Exp_is_accurate_to_3e7_over_the_normal_range(SimdLevel level)
    {
        var worst = 0.0;
        foreach (var (x, y) in Evaluate(level, Function.Exp, Steps(-87.25f, 88.5f, 1f / 1024)))
        {
            var exact = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(y - exact) / exact);
        }

        Assert.InRange(worst, 0, 3e-7);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Exp_goes_to_the_limits(SimdLevel level)
    {
        Assert.All(Evaluate(level, Function.Exp, [-104f, -1000f, float.NegativeInfinity]), pair => Assert.Equal(0f, pair.Y));
        Assert.All(Evaluate(level, Function.Exp, [88.8f, 200f, float.PositiveInfinity]), pair => Assert.Equal(float.PositiveInfinity, pair.Y));
        Assert.Equal(1f, Evaluate(level, Function.Exp, [0f])[0].Y);
        Assert.Equal(float.NaN, Evaluate(level, Function.Exp, [float.NaN])[0].Y);
    }

    private static float[] Steps(float from, float to, float step) =>
        [.. Enumerable.Range(0, (int)((to - from) / step) + 1).Select(i => from + (i * step))];

    private static (float X, float Y)[] Evaluate(SimdLevel level, Function function, float[] x)
    {
        Needs.That(SimdSupport.IsSupported(level), $"This processor has no {level}.");
        var widest = Vector512<float>.Count;
        var padded = new float[(x.Length + widest - 1) / widest * widest];
        x.CopyTo(padded, 0);
        var y = new float[padded.Length];
        fixed (float* source = padded, target = y)
        {
            SimdSupport.Run(level, new Map(function, source, target, padded.Length));
        }

        return [.. x.Zip(y)];
    }

    private enum Function
    {
        Exp2,
        Exp,
    }

    private readonly struct Map(Function function, float* source, float* target, int count) : ISimdKernel
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            for (var i = 0; i < count; i += TSimd.Width)
            {
                var x = TSimd.Load(source + i);
                TSimd.Store(function == Function.Exp2 ? TSimd.Exp2(x) : SimdMath<TSimd, TVector>.Exp(x), target + i);
            }
        }
    }
}
