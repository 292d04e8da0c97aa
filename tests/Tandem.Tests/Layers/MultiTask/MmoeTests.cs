using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class MmoeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void Outputs_and_gradients_are_those_of_the_formula(int tasks, int experts) => MultiTaskReference.Check(
        new Mmoe("mmoe", inputs: 4, tasks, experts, expertUnits: [5, 3]),
        (reference, row) =>
        {
            var outputs = Enumerable.Range(0, experts).Select(i => reference.Expert($"mmoe/expert_{i}", row)).ToArray();
            return [.. Enumerable.Range(0, tasks).Select(task => reference.Mixed($"mmoe/gate_{task}", row, outputs))];
        },
        batch: 3,
        seed: 1);

    [Fact]
    public void What_a_gate_takes_of_the_experts_sums_to_one() => Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) from experts in Gen.Choose(1, 20) from scale in Gen.Elements(0.1f, 10f, 1000f) select (seed, experts, scale)).ToArbitrary(),
        drawn =>
        {
            using var scope = new TensorScope();
            var layer = new Mmoe("mmoe", 6, tasks: 2, drawn.experts, [4], seed: drawn.seed);
            var rows = Tensor.From(FixedTower.Random(5, 6, drawn.seed, drawn.scale).Flatten(), new Shape(5, 6));

            var gate = layer.Gate(1, rows);

            Assert.Equal(new Shape(5, drawn.experts), gate.Shape);
            Assert.All(gate.ToArray(), share => Assert.InRange(share, 0f, 1f));
            Assert.All(gate.ToArray().Chunk(drawn.experts), row => Assert.Equal(1, row.Sum(share => (double)share), 1e-5));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Numbers_that_are_not_positive_rows_of_another_length_and_unknown_tasks_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mmoe("mmoe", 4, tasks: 0, experts: 2, [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mmoe("mmoe", 4, tasks: 2, experts: 0, [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mmoe("mmoe", 0, tasks: 2, experts: 2, [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mmoe("mmoe", 4, tasks: 2, experts: 2, [0]));
        Assert.Contains("expert", Assert.Throws<ArgumentException>(() => new Mmoe("mmoe", 4, tasks: 2, experts: 2, [])).Message);

        var layer = new Mmoe("mmoe", 4, tasks: 2, experts: 2, [3]);
        Assert.Contains("[batch, 4]", Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros(new Shape(2, 5)))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Gate(2, Tensor.Zeros(new Shape(2, 4))));
    }
}
