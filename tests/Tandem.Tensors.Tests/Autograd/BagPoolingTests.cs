using FsCheck;
using FsCheck.Fluent;
using static Tandem.Tensors.Tests.GradientCheck;

namespace Tandem.Tensors.Tests;

public sealed class BagPoolingTests
{
    private const int Rows = 6, D = 3;

    private static readonly Bags _plain = Bags.Of([4, 1, 4], [], [0], [5, 1]);
    private static readonly Bags _weighted = new([0, 3, 3, 4, 6], [4, 1, 4, 0, 5, 1], [0.5f, 2, 1, 3, 0, 0]);

    public static TheoryData<Pooling, bool> Ways
    {
        get
        {
            var ways = new TheoryData<Pooling, bool>();
            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                ways.Add(pooling, false);
                ways.Add(pooling, true);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Pooling_sends_the_gradient_of_each_bag_to_the_rows_it_names(Pooling pooling, bool weighted)
    {
        var bags = weighted ? _weighted : _plain;
        Check(inputs => inputs[0].PoolRows(bags, pooling), values => Formula(values[0], bags, pooling), Input.Normal(1, Rows, D));
        Check(
            inputs => inputs[0].Square().PoolRows(bags, pooling),
            values => Formula([.. values[0].Select(value => value * value)], bags, pooling),
            Input.Normal(2, Rows, D));
    }

    [Fact]
    public void The_gradient_of_a_table_holds_the_rows_that_were_named_once_each()
    {
        using var scope = new TensorScope();
        var table = Input.Normal(3, Rows, D).ToLeaf();
        table.PoolRows(_plain, Pooling.Sum).Sum().Backward();

        Assert.Equal([4, 1, 0, 5], table.Gradient!.Rows!.ToArray());
        Assert.Equal([2f, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1], table.Gradient.Values.ToArray());
    }

    [Fact]
    public void Pooling_equals_gathering_and_summing_for_any_bags()
    {
        var lists = Gen.ListOf(Gen.ListOf(Gen.Choose(0, Rows - 1)));
        Prop.ForAll(Arb.From(lists), drawn =>
        {
            using var scope = new TensorScope();
            var bags = Bags.Of(drawn);
            var table = Input.Normal(4, Rows, D).ToLeaf();
            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                Close.To(Formula(table.ToArray().ToDoubles(), bags, pooling), table.PoolRows(bags, pooling).ToArray());
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bags_are_taken_padded_and_freed_of_an_id()
    {
        var taken = _weighted.Take([3, 0, 0, 1]);
        Assert.Equal([0, 2, 5, 8, 8], taken.Offsets);
        Assert.Equal([5, 1, 4, 1, 4, 4, 1, 4], taken.Ids);
        Assert.Equal([0f, 0, 0.5f, 2, 1, 0.5f, 2, 1], taken.Weights);

        var without = _weighted.Without(4);
        Assert.Equal([1, 0, 5, 1], without.Ids);
        Assert.Equal([2f, 3, 0, 0], without.Weights);
        Assert.Equal([0, 1, 1, 2, 4], without.Offsets);
        Assert.Same(_plain, _plain.Without(9));

        Assert.Equal(new[,] { { 4, 1, 4 }, { 7, 7, 7 }, { 0, 7, 7 }, { 5, 1, 7 } }, _plain.ToPadded(padding: 7));
        Assert.Equal(new[,] { { 4, 1 }, { 0, 0 }, { 0, 0 }, { 5, 1 } }, _plain.ToPadded(length: 2));
    }

    [Fact]
    public void An_id_outside_the_table_is_named_with_bag_and_position()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(5, D)).PoolRows(_plain));
        Assert.Contains("Bag 3, position 0: id 5 is outside the table [5, 3], whose ids are 0 to 4", error.Message);
    }

    [Fact]
    public void Bags_that_contradict_themselves_are_refused_with_the_place()
    {
        Assert.Contains("from 0 to the number of ids, 2", Assert.Throws<ArgumentException>(() => new Bags([0, 1], [3, 4])).Message);
        Assert.Contains("from 0 to the number of ids, 0", Assert.Throws<ArgumentException>(() => new Bags([], [])).Message);
        Assert.Contains("offset 1 is 2 and offset 2 is 1", Assert.Throws<ArgumentException>(() => new Bags([0, 2, 1, 3], [1, 1, 1])).Message);
        Assert.Contains("Bag 2, position 1: id -1", Assert.Throws<ArgumentException>(() => Bags.Of([0], [], [2, -1])).Message);
        Assert.Contains("1 weights do not fit 2 ids", Assert.Throws<ArgumentException>(() => new Bags([0, 2], [0, 1], [1f])).Message);
        Assert.Contains("Bag 1, position 0: weight NaN", Assert.Throws<ArgumentException>(() => new Bags([0, 1, 2], [0, 1], [1f, float.NaN])).Message);
        Assert.Contains("Bag 0, position 0: weight -1", Assert.Throws<ArgumentException>(() => new Bags([0, 1], [0], [-1f])).Message);
        Assert.Contains("bags 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => _plain.Take([0, 4])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _plain.ToPadded(-1));
    }

    /// <summary>The definitions of <see cref="Pooling"/>, in float64.</summary>
    private static double[] Formula(double[] table, Bags bags, Pooling pooling)
    {
        var result = new double[bags.Count * D];
        for (var bag = 0; bag < bags.Count; bag++)
        {
            var entries = Enumerable.Range(bags.Offsets[bag], bags.Offsets[bag + 1] - bags.Offsets[bag])
                .Select(entry => (Id: bags.Ids[entry], Weight: bags.Weights.IsEmpty ? 1.0 : bags.Weights[entry])).ToArray();
            var divisor = pooling switch
            {
                Pooling.Mean => entries.Sum(entry => entry.Weight),
                Pooling.SqrtN => Math.Sqrt(entries.Sum(entry => entry.Weight * entry.Weight)),
                _ => 1,
            };
            for (var k = 0; k < D; k++)
            {
                var sum = entries.Sum(entry => entry.Weight * table[(entry.Id * D) + k]);
                result[(bag * D) + k] = divisor > 0 ? sum / divisor : 0;
            }
        }

        return result;
    }
}
