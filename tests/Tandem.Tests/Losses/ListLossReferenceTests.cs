using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Losses over lists against float64 loops, for random grades, scores, masks, weights and temperatures.</summary>
public sealed class ListLossReferenceTests
{
    private const int Lists = 4;
    private const int Items = 6;

    [Fact]
    public void Losses_are_those_of_float64_loops() => Prop
        .ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), AssertLosses)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    private static void AssertLosses(int seed)
    {
        var random = new SeededRandom(seed);
        float[] grades = [.. Enumerable.Range(0, Lists * Items).Select(_ => random.NextInt(5) - 1f)];
        float[] scores = [.. grades.Select(_ => 6 * (random.NextFloat() - 0.5f))];
        bool[] mask = [.. grades.Select(_ => random.NextInt(5) > 0)];
        var temperature = 0.5f + random.NextFloat();
        var shape = new Shape(Lists, Items);
        foreach (var (loss, ofPair) in Pairwise(temperature))
        {
            var expected = Enumerable.Range(0, Lists * Items).Select(i => Others(i)
                .Where(j => loss is PairwiseMeanSquaredError || grades[i] > grades[j])
                .Sum(j => ofPair((double)scores[i] - scores[j], grades[i] - grades[j])));
            AssertClose(expected, loss.Compute(Tensor.From(grades, shape), Tensor.From(scores, shape), mask));
        }

        AssertClose(Enumerable.Range(0, Lists).Select(ListLikelihood), new ListMleLoss(temperature, Reduction.None).Compute(Tensor.From(grades, shape), Tensor.From(scores, shape), mask));

        bool Counts(int i) => mask[i] && grades[i] >= 0;
        IEnumerable<int> Others(int i) => Enumerable.Range(i / Items * Items, Items).Where(j => j != i && Counts(i) && Counts(j));
        double ListLikelihood(int list)
        {
            var order = Enumerable.Range(list * Items, Items).Where(Counts).OrderByDescending(i => grades[i]).ToArray();
            return order.Select((item, rank) => Math.Log(order[rank..].Sum(other => Math.Exp((scores[other] - (double)scores[item]) / temperature)))).Sum();
        }
    }

    private static IEnumerable<(ListLoss Loss, Func<double, double, double> OfPair)> Pairwise(float temperature) =>
    [
        (new PairwiseHingeLoss(temperature, Reduction.None), (margin, _) => Math.Max(0, 1 - (margin / temperature))),
        (new PairwiseLogisticLoss(temperature, Reduction.None), (margin, _) => Math.Log(1 + Math.Exp(-margin / temperature))),
        (new PairwiseSoftZeroOneLoss(temperature, Reduction.None), (margin, _) => 1 / (1 + Math.Exp(margin / temperature))),
        (new PairwiseMeanSquaredError(Reduction.None), (margin, difference) => (difference - margin) * (difference - margin)),
        (new BprLoss(temperature, Reduction.None), (margin, _) => Math.Log(1 + Math.Exp(-margin / temperature))),
    ];

    private static void AssertClose(IEnumerable<double> expected, Tensor actual) =>
        GoldenValues.AssertClose([.. expected.Select(value => (float)value)], actual.ToArray(), 1e-5, ofLargest: 2e-6);
}
