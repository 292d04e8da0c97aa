using System.Globalization;
using Tandem.Tensors;

namespace Tandem.Tests;

public class OptimizerTests
{
    private static readonly (string Name, Func<GradientOptimizer> Create, bool MovesEveryRow)[] _rules =
    [
        ("sgd", () => new Sgd(0.1f), false),
        ("momentum", () => new Sgd(0.1f, momentum: 0.9f), true),
        ("nesterov", () => new Sgd(0.1f, momentum: 0.9f, nesterov: true), true),
        ("adagrad", () => new Adagrad(0.1f), false),
        ("row-wise adagrad", () => new RowWiseAdagrad(0.1f), false),
        ("clippy adagrad", () => new ClippyAdagrad(0.1f), false),
        ("adam", () => new Adam(0.1f), true),
        ("adamw", () => new AdamW(0.1f), true),
        ("rmsprop", () => new RmsProp(0.1f), false),
        ("rmsprop, centred, momentum", () => new RmsProp(0.1f, momentum: 0.5f, centered: true), true),
        ("ftrl", () => new Ftrl(0.1f, l1: 0.01f, l2: 0.01f), false),
        ("ftrl, another power", () => new Ftrl(0.1f, learningRatePower: -0.7f, beta: 0.1f, l2Shrinkage: 0.01f), false),
        ("adagrad, schedule", () => new Adagrad { Schedule = new ExponentialDecay(0.1f, 2, 0.5f) }, false),
    ];

    public static TheoryData<string> Rules => [.. _rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Only_rules_with_memory_of_the_direction_move_rows_without_a_gradient(string rule)
    {
        using var scope = new TensorScope();
        var table = Toy.Table("table", 10, 3);
        var optimizer = Create(rule);
        Step(optimizer, table, [4, 5], seed: 2);
        var before = Toy.Row(table, 4);
        Step(optimizer, table, [1, 7], seed: 3);

        Assert.Equal(_rules.Single(known => known.Name == rule).MovesEveryRow, !before.SequenceEqual(Toy.Row(table, 4)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_restored_optimiser_takes_the_same_steps_bit_by_bit(string rule)
    {
        using var scope = new TensorScope();
        var (straight, resumed) = (Toy.Table("table", 10, 3), Toy.Table("table", 10, 3));
        var (first, second) = (Create(rule), Create(rule));
        for (var step = 0; step < 3; step++)
        {
            Step(first, straight, [step, 5], seed: step);
        }

        straight.Value.Device.Copy(straight.Value, resumed.Value);
        var state = first.State;
        second.Restore(state with { Slots = [.. state.Slots.Select(slot => slot with { Parameter = resumed })] });
        for (var step = 3; step < 6; step++)
        {
            Step(first, straight, [step, 5], seed: step);
            Step(second, resumed, [step, 5], seed: step);
        }

        Assert.Equal(6, second.Iterations);
        Assert.Equal(straight.Value.ToArray(), resumed.Value.ToArray());
    }

    [Fact]
    public void A_restored_state_is_a_copy()
    {
        using var scope = new TensorScope();
        var (table, copy) = (Toy.Table("table", 10, 3), Toy.Table("table", 10, 3));
        var (first, second) = (new Adagrad(0.1f), new Adagrad(0.1f));
        Step(first, table, [1], seed: 1);
        second.Restore(first.State with { Slots = [.. first.State.Slots.Select(slot => slot with { Parameter = copy })] });
        Step(first, table, [1], seed: 1);

        Assert.NotEqual(first.State.Slots[0].Value.ToArray(), second.State.Slots[0].Value.ToArray());
    }

    [Fact]
    public void A_state_of_another_optimiser_is_refused_with_the_parameter_and_its_slots()
    {
        using var scope = new TensorScope();
        var table = Toy.Table("user_id/embedding", 10, 3);
        var adam = new Adam();
        Step(adam, table, [1], seed: 1);

        var problem = Assert.Throws<ArgumentException>(() => new Adagrad().Restore(adam.State));
        Assert.Contains("user_id/embedding [10, 3]", problem.Message);
        Assert.Contains("moment, variance", problem.Message);
    }

    [Fact]
    public void A_slot_of_another_shape_is_refused()
    {
        using var scope = new TensorScope();
        var (small, large) = (Toy.Table("table", 10, 3), Toy.Table("table", 11, 3));
        var first = new Adagrad();
        Step(first, small, [1], seed: 1);
        var slots = first.State.Slots.Select(slot => slot with { Parameter = large });

        var problem = Assert.Throws<ArgumentException>(() => new Adagrad().Restore(first.State with { Slots = [.. slots] }));
        Assert.Contains("must have shape [11, 3]; that of the state has [10, 3]", problem.Message);
    }

    /// <summary>FBGEMM's definition, in float64.</summary>
    [Fact]
    public void Row_wise_Adagrad_keeps_one_sum_of_mean_squares_for_each_row()
    {
        using var scope = new TensorScope();
        var table = Toy.Table("table", 6, 3);
        var (weights, sums) = (table.Value.ToArray().Select(weight => (double)weight).ToArray(), new double[6]);
        var optimizer = new RowWiseAdagrad(0.1f);
        for (var step = 0; step < 4; step++)
        {
            var gradient = Toy.Numbers(6, seed: step);
            Toy.Sparse(table, [step, 5], gradient);
            optimizer.Step([table]);
            for (var i = 0; i < 2; i++)
            {
                var row = i == 0 ? step : 5;
                sums[row] += gradient[(i * 3)..((i + 1) * 3)].Sum(g => (double)g * g) / 3;
                for (var k = 0; k < 3; k++)
                {
                    weights[(row * 3) + k] -= 0.1 * gradient[(i * 3) + k] / (Math.Sqrt(sums[row]) + 1e-8);
                }
            }
        }

        GoldenValues.AssertClose([.. weights.Select(weight => (float)weight)], table.Value.ToArray(), relative: 1e-5);
        Assert.Equal(new Shape(6), optimizer.State.Slots.Single().Value.Shape);
    }

    [Fact]
    public void Clippy_Adagrad_moves_no_weight_by_more_than_its_share_and_tells_the_factor()
    {
        using var scope = new TensorScope();
        var table = Toy.Table("table", 10, 3);
        var before = table.Value.ToArray();
        var optimizer = new ClippyAdagrad(10f, ofWeight: 0.2f);
        Assert.Null(optimizer.ClippingFactor(table));
        Toy.Dense(table, Toy.Numbers(30, seed: 2));
        optimizer.Step([table]);

        Assert.All(before.Zip(table.Value.ToArray()), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= (0.2f * Math.Abs(pair.First)) + 1e-6f));
        Assert.InRange(optimizer.ClippingFactor(table)!.Value, 1e-6f, 0.5f);
    }

    [Fact]
    public void Weight_decay_spares_the_parameters_whose_name_is_excluded()
    {
        using var scope = new TensorScope();
        var (kernel, bias) = (Toy.Table("dense/kernel", 4, 3), Toy.Table("dense/bias", 1, 3));
        var (kernelBefore, biasBefore) = (kernel.Value.ToArray(), bias.Value.ToArray());
        Toy.Dense(kernel, new float[12]);
        Toy.Dense(bias, new float[3]);
        new Sgd(0.5f) { WeightDecay = 0.1f, ExcludeFromWeightDecay = ["bias"] }.Step([kernel, bias]);

        GoldenValues.AssertClose([.. kernelBefore.Select(weight => weight * 0.95f)], kernel.Value.ToArray(), relative: 1e-6);
        Assert.Equal(biasBefore, bias.Value.ToArray());
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_and_a_step_clears_gradients()
    {
        using var scope = new TensorScope();
        var (moving, still) = (Toy.Table("moving", 4, 3), Toy.Table("still", 4, 3));
        var before = still.Value.ToArray();
        Toy.Dense(moving, Toy.Numbers(12, seed: 1));
        var optimizer = new AdamW(0.1f);
        optimizer.Step([moving, still]);

        Assert.Equal(before, still.Value.ToArray());
        Assert.Null(moving.Gradient);
        Assert.Equal(1, optimizer.Iterations);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing()
    {
        using var scope = new TensorScope();
        var (good, bad) = (Toy.Table("good", 4, 3), Toy.Table("bad", 4, 3));
        var before = good.Value.ToArray();
        Toy.Dense(good, Toy.Numbers(12, seed: 1));
        Toy.Dense(bad, [float.NaN, .. new float[11]]);
        var composite = new CompositeOptimizer(new(new Adagrad(), p => p == good), new(new Adagrad(), p => p == bad));

        Assert.Contains("bad [4, 3]", Assert.Throws<NonFiniteException>(() => composite.Step([good, bad])).Message);
        Assert.Equal(before, good.Value.ToArray());
        Assert.Equal(0, composite.Iterations);
    }

    [Fact]
    public void An_optimiser_tells_its_settings()
    {
        Assert.Equal(
            "Adagrad(learning rate 0.1, clip norm 1, initial accumulator 0.1, epsilon 1E-07)", new Adagrad(0.1f) { ClipNorm = 1 }.ToString());
        Assert.Contains("ExponentialDecay { Initial = 0.1", new Sgd { Schedule = new ExponentialDecay(0.1f, 2, 0.5f) }.ToString());
    }

    [Fact]
    public void Settings_read_alike_whatever_the_culture_of_the_machine()
    {
        var optimizer = new Sgd(0.5f) { ClipNorm = 1.5f };
        var scheduled = new Sgd { Schedule = new ExponentialDecay(0.1f, 2, 0.5f) };
        var expected = $"{optimizer} {scheduled}";
        var culture = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = commas;
        try
        {
            Assert.Equal(expected, $"{optimizer} {scheduled}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        var refused = new (string Argument, Func<object> Create)[]
        {
            ("value", () => new Sgd(0f)),
            ("value", () => new Sgd(float.NaN)),
            ("momentum", () => new Sgd(momentum: 1.5f)),
            ("initialAccumulator", () => new Adagrad(initialAccumulator: -1)),
            ("epsilon", () => new Adagrad(epsilon: float.NaN)),
            ("epsilon", () => new RowWiseAdagrad(epsilon: -1)),
            ("ofWeight", () => new ClippyAdagrad(ofWeight: -1)),
            ("accumulation", () => new ClippyAdagrad(accumulation: (ClippyAccumulation)7)),
            ("beta1", () => new Adam(beta1: 1)),
            ("beta2", () => new Adam(beta2: -0.1)),
            ("rho", () => new RmsProp(rho: 1)),
            ("momentum", () => new RmsProp(momentum: -1)),
            ("learningRatePower", () => new Ftrl(learningRatePower: 0.5f)),
            ("l1", () => new Ftrl(l1: -1)),
            ("WeightDecay", () => new AdamW(weightDecay: -1)),
            ("ClipNorm", () => new Sgd { ClipNorm = 0 }),
            ("GlobalClipNorm", () => new Sgd { GlobalClipNorm = -1 }),
            ("ClipValue", () => new Sgd { ClipValue = float.PositiveInfinity }),
        };
        Assert.All(refused, pair => Assert.Throws<ArgumentOutOfRangeException>(pair.Argument, pair.Create));
    }

    private static GradientOptimizer Create(string rule) => _rules.Single(known => known.Name == rule).Create();

    private static void Step(Optimizer optimizer, Parameter table, int[] rows, int seed)
    {
        Toy.Sparse(table, rows, Toy.Numbers(rows.Length * table.Value.Shape.Columns, seed));
        optimizer.Step([table]);
    }
}
