using Tandem.Tensors;

namespace Tandem.Tests;

public class CompositeOptimizerTests
{
    [Fact]
    public void Each_group_is_trained_by_its_own_optimiser()
    {
        using var scope = new TensorScope();
        var dense = new Dense("dense", 3, 2);
        var (table, alone) = (Toy.Table("table", 4, 3), Toy.Table("table", 4, 3));
        var kernel = dense.Kernel.Value.ToArray();
        var composite = new CompositeOptimizer(new(new Adam(0.1f), parameter => parameter == table), new(new Sgd(0.5f), dense));
        var adam = new Adam(0.1f);
        for (var step = 0; step < 3; step++)
        {
            Toy.Dense(table, Toy.Numbers(12, step));
            Toy.Dense(alone, Toy.Numbers(12, step));
            Toy.Dense(dense.Kernel, [1, 1, 1, 1, 1, 1]);
            composite.Step([table, dense.Kernel, dense.Bias!]);
            adam.Step([alone]);
        }

        Assert.Equal(alone.Value.ToArray(), table.Value.ToArray());
        Assert.Equal([.. kernel.Select(weight => weight - 0.5f - 0.5f - 0.5f)], dense.Kernel.Value.ToArray());
        Assert.Equal(3, composite.Iterations);
    }

    [Fact]
    public void A_parameter_that_no_group_claims_is_named()
    {
        using var scope = new TensorScope();
        var (claimed, forgotten) = (Toy.Table("claimed", 4, 3), Toy.Table("forgotten", 4, 3));
        var composite = new CompositeOptimizer(new ParameterGroup(new Sgd(), parameter => parameter == claimed));

        Assert.Contains("forgotten [4, 3]", Assert.Throws<InvalidOperationException>(() => composite.Step([claimed, forgotten])).Message);
    }

    [Fact]
    public void A_parameter_that_two_groups_claim_is_named_with_them()
    {
        using var scope = new TensorScope();
        var table = Toy.Table("table", 4, 3);
        var composite = new CompositeOptimizer(new(new Sgd(), _ => true), new(new Adam(), parameter => parameter.Name == "table"));

        var message = Assert.Throws<InvalidOperationException>(() => composite.Step([table])).Message;
        Assert.Contains("table [4, 3] is claimed by 2 groups", message);
        Assert.Contains("Adam(", message);
    }

    [Fact]
    public void Groups_that_share_an_optimiser_are_refused()
    {
        var shared = new Sgd();
        Assert.Throws<ArgumentException>("groups", () => new CompositeOptimizer(new(shared, _ => true), new(shared, _ => false)));
        Assert.Throws<ArgumentException>("groups", () => new CompositeOptimizer());
    }

    [Fact]
    public void Its_state_restores_every_part_bit_by_bit()
    {
        using var scope = new TensorScope();
        Parameter[] straight = [Toy.Table("a", 4, 3), Toy.Table("b", 4, 3)], resumed = [Toy.Table("a", 4, 3), Toy.Table("b", 4, 3)];
        var (first, second) = (Create(), Create());
        ((GradientOptimizer)first.Optimizers[1]).LearningRate = 0.03f;
        Steps(first, straight);
        for (var i = 0; i < straight.Length; i++)
        {
            straight[i].Value.Device.Copy(straight[i].Value, resumed[i].Value);
        }

        var state = first.State;
        second.Restore(state with { Slots = [.. state.Slots.Select(slot => slot with { Parameter = resumed.Single(own => own.Name == slot.Parameter.Name) })] });
        Steps(first, straight);
        Steps(second, resumed);

        Assert.Equal(straight[0].Value.ToArray(), resumed[0].Value.ToArray());
        Assert.Equal(straight[1].Value.ToArray(), resumed[1].Value.ToArray());
        Assert.Equal([0.1f, 0.03f], second.State.LearningRates);
        Assert.Equal(6, second.Iterations);
    }

    [Fact]
    public void A_state_that_one_part_refuses_changes_no_part()
    {
        using var scope = new TensorScope();
        Parameter[] parameters = [Toy.Table("a", 4, 3), Toy.Table("b", 4, 3)];
        var (fits, other) = (Create(), new CompositeOptimizer(new(new Adagrad(), p => p.Name == "a"), new(new Sgd(), p => p.Name == "b")));
        Steps(fits, parameters);
        Steps(other, parameters);
        var before = fits.State.Slots.Select(slot => slot.Value.ToArray()).ToArray();

        Assert.Throws<ArgumentException>(() => fits.Restore(other.State with { Slots = [.. other.State.Slots, new(parameters[1], "velocity", parameters[1].Value)] }));
        Assert.Equal(before, fits.State.Slots.Select(slot => slot.Value.ToArray()));
    }

    private static CompositeOptimizer Create() => new(new(new Adagrad(0.1f), p => p.Name == "a"), new(new Adam(0.1f), p => p.Name == "b"));

    private static void Steps(CompositeOptimizer optimizer, Parameter[] parameters)
    {
        for (var step = 0; step < 3; step++)
        {
            foreach (var parameter in parameters)
            {
                Toy.Dense(parameter, Toy.Numbers(12, step));
            }

            optimizer.Step(parameters);
        }
    }
}
