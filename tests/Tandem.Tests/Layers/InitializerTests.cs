using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class InitializerTests
{
    private static readonly Shape _shape = new(300, 200);

    /// <summary>Each kind with its standard deviation and the largest magnitude that it draws, for a kernel of 300 inputs and 200 outputs.</summary>
    public static TheoryData<Initializer, double, double> Kinds => new()
    {
        { Initializer.Uniform(), 0.05 / Math.Sqrt(3), 0.05 },
        { Initializer.GlorotUniform, Math.Sqrt(2.0 / 500), Math.Sqrt(6.0 / 500) },
        { Initializer.HeUniform, Math.Sqrt(2.0 / 300), Math.Sqrt(6.0 / 300) },
        { Initializer.LecunUniform, Math.Sqrt(1.0 / 300), Math.Sqrt(3.0 / 300) },
        { Initializer.Normal(0.3f), 0.3, double.PositiveInfinity },
        { Initializer.TruncatedNormal(), 0.05 * 0.87962566, 0.1 },
        { Initializer.GlorotNormal, Math.Sqrt(2.0 / 500), 2 * Math.Sqrt(2.0 / 500) / 0.87962566 },
        { Initializer.HeNormal, Math.Sqrt(2.0 / 300), 2 * Math.Sqrt(2.0 / 300) / 0.87962566 },
        { Initializer.LecunNormal, Math.Sqrt(1.0 / 300), 2 * Math.Sqrt(1.0 / 300) / 0.87962566 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_have_the_deviation_and_limit_of_their_kind(Initializer initializer, double deviation, double limit)
    {
        var values = initializer.Create("kernel", _shape, seed: 5).Value.ToArray();

        Assert.Equal(0, values.Average() / deviation, 0.02);
        Assert.Equal(1, Math.Sqrt(values.Average(value => (double)value * value)) / deviation, 0.02);
        Assert.InRange(values.Max(Math.Abs), limit > 1 ? 0 : 0.98 * limit, limit * 1.000001);
    }

    [Fact]
    public void Constants_are_constant()
    {
        Assert.All(Initializer.Zeros.Create("bias", _shape, 0).Value.ToArray(), value => Assert.Equal(0f, value));
        Assert.All(Initializer.Ones.Create("gamma", _shape, 0).Value.ToArray(), value => Assert.Equal(1f, value));
        Assert.All(Initializer.Constant(0.1f).Create("bias", _shape, 0).Value.ToArray(), value => Assert.Equal(0.1f, value));
    }

    [Fact]
    public void A_seed_and_a_name_decide_the_values()
    {
        float[] Draw(string name, int seed) => Initializer.GlorotNormal.Create(name, new Shape(3, 4), seed).Value.ToArray();

        Assert.Equal(Draw("a", 1), Draw("a", 1));
        Assert.NotEqual(Draw("a", 1), Draw("a", 2));
        Assert.NotEqual(Draw("a", 1), Draw("b", 1));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_spread_that_is_no_number_from_zero_on_is_refused(float spread)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Uniform(spread));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Normal(spread));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.TruncatedNormal(spread));
    }
}
