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
    [InlineData("fewer_candidates_than_k")]
    public void Accuracies_are_those_of_TFRS(string name)
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

        var expected = golden.GetProperty("expected");
        foreach (var k in ks)
        {
            Assert.Equal(expected.GetProperty($"top_{k}").GetDouble(), metric.Results()[FactorizedTopK.NameAt(k)], 1e-6);
        }
    }
}
