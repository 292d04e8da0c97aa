using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class NormalizationTests
{
    [Fact]
    public void Unit_rows_have_length_one_and_a_row_of_zeros_stays_one()
    {
        using var scope = new TensorScope();
        var output = new UnitNormalization("unit", 2).Apply(Tensor.From([3f, 4, 0, 0, -1e-3f, 0], new Shape(3, 2))).ToArray();
        GoldenValues.AssertClose([0.6f, 0.8f, 0, 0, -1, 0], output, 1e-6, ofLargest: 0);
    }

    [Fact]
    public void The_gradient_of_a_unit_row_is_that_of_its_direction()
    {
        // For y = x/‖x‖ the gradient is (g − y⟨y, g⟩)/‖x‖.
        using var scope = new TensorScope();
        var rows = Tensor.From([3f, 4], new Shape(1, 2));
        rows.RequiresGradient = true;
        (new UnitNormalization("unit", 2).Apply(rows) * Tensor.From([1f, 0], new Shape(1, 2))).Sum().Backward();
        GoldenValues.AssertClose([0.128f, -0.096f], rows.Gradient!.Values.ToArray(), 1e-5);
    }

    [Fact]
    public void Normalized_batches_have_column_mean_zero_and_variance_one() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            using var scope = new TensorScope();
            var rows = FixedTower.Random(60, 3, seed, scale: 20);
            var output = new BatchNormalization("norm", 3).Apply(Tensor.From(rows.Flatten(), new Shape(60, 3)), training: true).ToArray();
            for (var column = 0; column < 3; column++)
            {
                var values = output.Where((_, i) => i % 3 == column).ToArray();
                Assert.Equal(0, values.Average(), 1e-5);
                Assert.Equal(1, values.Average(value => (double)value * value), 1e-3);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void The_gradient_of_a_training_batch_goes_through_its_mean_and_variance()
    {
        // With x̂ = (x − μ)/σ it is γ/σ · (g − mean(g) − x̂ · mean(g·x̂)) (Ioffe and Szegedy, 2015, section 3).
        using var scope = new TensorScope();
        double[] x = [1, 4, -2, 0.5], g = [0.3, -1, 2, 0.7];
        var rows = Tensor.From([.. x.Select(value => (float)value)], new Shape(4, 1));
        rows.RequiresGradient = true;
        var layer = new BatchNormalization("norm", 1);
        Device.Current.Upload([1.5f], layer.Gamma.Value);
        (layer.Apply(rows, training: true) * Tensor.From([.. g.Select(value => (float)value)], new Shape(4, 1))).Sum().Backward();

        var deviation = Math.Sqrt(x.Average(value => (value - x.Average()) * (value - x.Average())) + layer.Epsilon);
        var normalized = x.Select(value => (value - x.Average()) / deviation).ToArray();
        var (mean, slope) = (g.Average(), g.Zip(normalized, (a, b) => a * b).Average());
        GoldenValues.AssertClose(
            [.. g.Zip(normalized, (value, at) => (float)(1.5 / deviation * (value - mean - (at * slope))))], rows.Gradient!.Values.ToArray(), 1e-4);
        GoldenValues.AssertClose([(float)(4 * slope)], layer.Gamma.Gradient!.Values.ToArray(), 1e-4);
        GoldenValues.AssertClose([(float)(4 * mean)], layer.Beta.Gradient!.Values.ToArray(), 1e-4);
    }

    [Fact]
    public void Moving_averages_forget_at_the_momentum()
    {
        using var scope = new TensorScope();
        var layer = new BatchNormalization("norm", 1, momentum: 0.5f);
        layer.Apply(Tensor.From([0f, 4], new Shape(2, 1)), training: true);
        layer.Apply(Tensor.From([6f, 6], new Shape(2, 1)), training: true);
        layer.Apply(Tensor.From([100f], new Shape(1, 1)), training: false);

        Assert.Equal([3.5f], layer.MovingMean.ToArray());
        Assert.Equal([1.25f], layer.MovingVariance.ToArray());
        Assert.Equal(["norm/moving_mean", "norm/moving_variance"], layer.Buffers.Select(buffer => buffer.Key));
    }

    [Fact]
    public void Moving_averages_outlive_the_step_that_moves_them()
    {
        var layer = new BatchNormalization("norm", 2);
        using (new TensorScope())
        {
            layer.Apply(Tensor.Full(new Shape(3, 2), 1f), training: true);
        }

        Assert.Equal(2, layer.MovingMean.ToArray().Length);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_momentum_outside_zero_to_one_is_refused(float momentum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization("norm", 2, momentum));

    [Fact]
    public void An_empty_training_batch_is_refused() =>
        Assert.Contains("norm", Assert.Throws<ArgumentException>(() => new BatchNormalization("norm", 2).Apply(Tensor.Zeros(new Shape(0, 2)), training: true)).Message);

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_epsilon_that_is_no_positive_number_is_refused(float epsilon)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization("norm", 2, epsilon: epsilon));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNormalization("norm", 2, epsilon: epsilon));
    }
}
