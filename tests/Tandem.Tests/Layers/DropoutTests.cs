using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void Outside_training_nothing_changes()
    {
        using var scope = new TensorScope();
        var rows = Tensor.From([1f, 2, 3, 4], new Shape(2, 2));
        var layer = new Dropout("drop", inputs: 2, rate: 0.9f);

        Assert.Equal([1f, 2, 3, 4], layer.Apply(rows, training: false).ToArray());
        using (new NoGradient())
        {
            Assert.Equal([1f, 2, 3, 4], layer.Apply(rows).ToArray());
        }
    }

    [Fact]
    public void In_training_an_element_is_dropped_at_the_rate_and_the_others_make_up_for_it() => Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) from rate in Gen.Elements(0.1f, 0.25f, 0.5f, 0.8f) select (seed, rate)).ToArbitrary(),
        drawn =>
        {
            using var scope = new TensorScope();
            const int count = 40_001;
            var output = new Dropout("drop", count, drawn.rate, drawn.seed).Apply(Tensor.Full(new Shape(1, count), 1f), training: true).ToArray();

            Assert.All(output, value => Assert.True(value == 0 || value == 1 / (1 - drawn.rate)));

            // Six standard deviations of a binomial's share.
            Assert.Equal(drawn.rate, output.Count(value => value == 0) / (double)count, 6 * Math.Sqrt(drawn.rate * (1 - drawn.rate) / count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void The_same_seed_repeats_the_run_and_each_call_draws_anew()
    {
        using var scope = new TensorScope();
        var rows = Tensor.Full(new Shape(5, 7), 1f);
        var (first, second, other) = (new Dropout("drop", 7, 0.5f, seed: 3), new Dropout("drop", 7, 0.5f, seed: 3), new Dropout("other", 7, 0.5f, seed: 3));
        float[][] run = [first.Apply(rows).ToArray(), first.Apply(rows).ToArray()];

        Assert.Equal(run[0], second.Apply(rows).ToArray());
        Assert.Equal(run[1], second.Apply(rows).ToArray());
        Assert.NotEqual(run[0], run[1]);
        Assert.NotEqual(run[0], other.Apply(rows).ToArray());
    }

    [Fact]
    public void The_number_of_calls_is_a_buffer_that_takes_a_run_up_where_it_was_left()
    {
        using var scope = new TensorScope();
        var rows = Tensor.Full(new Shape(5, 7), 1f);
        var (first, resumed) = (new Dropout("drop", 7, 0.5f), new Dropout("drop", 7, 0.5f));
        first.Apply(rows);

        var (name, calls) = (first.Buffers.Single().Key, first.Buffers.Single().Value.ToArray());
        Device.Cpu.Upload(calls, resumed.Buffers.Single().Value);

        Assert.Equal("drop/calls", name);
        Assert.Equal(first.Apply(rows).ToArray(), resumed.Apply(rows).ToArray());
    }

    [Fact]
    public void Gradients_flow_through_what_was_kept()
    {
        using var scope = new TensorScope();
        var rows = Tensor.Full(new Shape(4, 50), 1f);
        rows.RequiresGradient = true;

        var output = new Dropout("drop", 50, 0.5f).Apply(rows);
        output.Sum().Backward();

        Assert.Equal(output.ToArray(), rows.Gradient!.Values.ToArray());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void A_rate_that_is_no_probability_below_one_is_refused(float rate) =>
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout("drop", 3, rate)).Message);
}
