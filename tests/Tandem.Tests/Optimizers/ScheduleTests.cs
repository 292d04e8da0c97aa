using Tandem.Tensors;

namespace Tandem.Tests;

public class ScheduleTests
{
    [Fact]
    public void The_first_step_takes_the_rate_of_step_zero()
    {
        using var scope = new TensorScope();
        var weights = new Parameter("weights", Tensor.Zeros(new Shape(1)));
        var optimizer = new Sgd { Schedule = new PiecewiseConstantDecay([0, 1], [1, 0.5f, 0.25f]) };
        var seen = Enumerable.Range(0, 3).Select(_ =>
        {
            Toy.Dense(weights, [1]);
            optimizer.Step([weights]);
            return weights.Value.Item();
        });

        Assert.Equal([-1, -1.5f, -1.75f], seen);
        Assert.Equal(0.25f, optimizer.LearningRate);
    }

    [Fact]
    public void A_scheduled_rate_cannot_be_set_by_hand()
    {
        var optimizer = new Sgd { Schedule = new InverseTimeDecay(0.1f, 10, 1) };
        Assert.Contains("InverseTimeDecay", Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 1).Message);
    }

    /// <summary>A line to the target, then the cosine from there: Keras's formula, by hand.</summary>
    [Fact]
    public void A_cosine_may_start_with_a_warm_up()
    {
        var schedule = new CosineDecay(0.1f, decaySteps: 10, alpha: 0.2f, warmupTarget: 0.5f, warmupSteps: 4);
        float[] expected = [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.3f, 0.1f, 0.1f];
        Assert.All(new[] { 0, 1, 2, 3, 4, 9, 14, 20 }.Zip(expected), pair => Assert.Equal(pair.Second, schedule.At(pair.First), 1e-6f));
    }

    [Fact]
    public void A_polynomial_with_cycles_rises_again()
    {
        var schedule = new PolynomialDecay(1, decaySteps: 10, end: 0, cycle: true);
        float[] expected = [1, 0.5f, 0, 1 - (11 / 20f), 0, 1 - (21 / 30f)];
        Assert.All(new[] { 0, 5, 10, 11, 20, 21 }.Zip(expected), pair => Assert.Equal(pair.Second, schedule.At(pair.First), 1e-6f));
    }

    [Fact]
    public void Inverse_time_comes_as_a_staircase_too() =>
        Assert.Equal([1, 1, 0.5f, 0.5f], new[] { 0, 9, 10, 19 }.Select(new InverseTimeDecay(1, 10, 1, staircase: true).At));

    [Fact]
    public void Unordered_boundaries_are_refused_with_their_place()
    {
        var problem = Assert.Throws<ArgumentException>("boundaries", () => new PiecewiseConstantDecay([5, 15, 15], [1, 1, 1, 1]));
        Assert.Contains("Boundary 2, 15, does not come after boundary 1, 15", problem.Message);
    }

    [Fact]
    public void Schedules_out_of_range_are_refused()
    {
        var refused = new (string Argument, Func<object> Create)[]
        {
            ("rates", () => new PiecewiseConstantDecay([5], [1])),
            ("rates", () => new PiecewiseConstantDecay([5], [1, -1])),
            ("boundaries", () => new PiecewiseConstantDecay([], [1])),
            ("initial", () => new ExponentialDecay(-1, 1, 1)),
            ("decaySteps", () => new ExponentialDecay(1, 0, 1)),
            ("decay", () => new InverseTimeDecay(1, 1, float.NaN)),
            ("decaySteps", () => new InverseTimeDecay(1, -1, 1)),
            ("end", () => new PolynomialDecay(1, 1, -1)),
            ("power", () => new PolynomialDecay(1, 1, power: -1)),
            ("alpha", () => new CosineDecay(1, 1, alpha: 2)),
            ("warmupTarget", () => new CosineDecay(1, 1, warmupSteps: 3)),
            ("warmupSteps", () => new CosineDecay(1, 1, warmupTarget: 1, warmupSteps: -3)),
        };
        Assert.All(refused, pair => Assert.ThrowsAny<ArgumentException>(pair.Create));
        Assert.All(refused, pair => Assert.Equal(pair.Argument, Assert.ThrowsAny<ArgumentException>(pair.Create).ParamName));
    }
}
