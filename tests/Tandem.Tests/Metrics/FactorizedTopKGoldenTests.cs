using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Top-k accuracies against TensorFlow Recommenders.</summary>
public sealed class FactorizedTopKGoldenTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    [InlineData("ties")]
    [InlineData("ks")]
    public void Accuracies_are_those_of_TFRS(string name)
    {
        var (measured, golden) = Measure(name);

        var expected = golden.GetProperty("expected");
        Assert.All(measured, pair => Assert.Equal(expected.GetProperty($"top_{pair.Key}").GetDouble(), pair.Value, 1e-6));
    }

    [Fact]
    public void A_candidate_does_not_outscore_itself_by_a_rounding_as_it_does_in_TFRS()
    {
        var (measured, golden) = Measure("fewer_candidates_than_k");

        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        var trueRows = inputs.Integers("true_index");
        foreach (var (k, accuracy) in measured)
        {
            var (exact, outscored) = GoldenValues.TopKAccuracy(inputs.Matrix("queries"), inputs.Matrix("candidates"), trueRows, k);
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
