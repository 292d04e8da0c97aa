using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Top-k accuracies against TensorFlow Recommenders.</summary>
public sealed class FactorizedTopKGoldenTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("factorized_top_k").Keys];

    /// <remarks>
    /// The accuracy must be the exact one, and it is TFRS's too unless a candidate outscores itself there by a rounding: TFRS sums the true score in another
    /// order than the corpus's.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Accuracies_are_those_of_TFRS(string name)
    {
        var (measured, golden) = Measure(name);

        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        var weights = inputs.TryGetProperty("sample_weight", out _) ? inputs.Vector("sample_weight") : null;
        foreach (var (k, accuracy) in measured)
        {
            var (exact, outscored) = GoldenValues.TopKAccuracy(
                inputs.Matrix("queries"), inputs.Matrix("candidates"), inputs.Integers("true_index"), k, weights);
            Assert.Equal(exact, accuracy, 1e-6);
            Assert.InRange(expected.GetProperty($"top_{k}").GetDouble(), outscored - 1e-6, exact + 1e-6);
        }
    }

    private static (Dictionary<int, double> Measured, JsonElement Golden) Measure(string name)
    {
        var golden = Golden.Case("factorized_top_k", name);
        var inputs = golden.GetProperty("inputs");
        var (corpus, queries) = (inputs.Matrix("candidates"), inputs.Matrix("queries"));
        var ks = golden.GetProperty("params").Integers("ks");
        var items = FixedTower.Of("item", corpus);
        var metric = new FactorizedTopK(Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, corpus.Length))), items, ks);

        metric.Update(
            new EmbeddedRows(Tensor.From(queries.Flatten(), new Shape(queries.Length, queries[0].Length))),
            items.Embed(Table.FromColumns(FixedTower.Ids("item", inputs.Integers("true_index")))),
            inputs.TryGetProperty("sample_weight", out _) ? inputs.Vector("sample_weight") : []);

        var results = metric.Results();
        return (ks.ToDictionary(k => k, k => results[FactorizedTopK.NameAt(k)]), golden);
    }
}
