using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>The retrieval task against TensorFlow Recommenders.</summary>
public sealed class RetrievalGoldenTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("larger")]
    [InlineData("more_candidates_than_queries")]
    [InlineData("temperature")]
    [InlineData("sample_weight")]
    [InlineData("sampling_probability")]
    [InlineData("large_logits")]
    public void Loss_and_gradients_are_those_of_TFRS(string name)
    {
        var golden = Golden.Case("retrieval_task", name);
        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        using var scope = new TensorScope();
        var queries = Leaf(inputs.Matrix("query_embeddings"));
        var candidates = Leaf(inputs.Matrix("candidate_embeddings"));
        var temperature = golden.GetProperty("params").TryGetProperty("temperature", out var given) ? given.GetSingle() : 1f;

        var loss = new Retrieval(temperature: temperature).Loss(
            new EmbeddedRows(queries), new EmbeddedRows(candidates), Optional(inputs, "sample_weight"), Optional(inputs, "candidate_sampling_probability"));
        loss.Backward();

        GoldenValues.AssertClose([expected.GetProperty("loss").GetSingle()], [loss.Item()], 1e-5);
        GoldenValues.AssertClose(expected.Matrix("grad_query").Flatten(), queries.Gradient!.Values.ToArray(), 1e-4);
        GoldenValues.AssertClose(expected.Matrix("grad_candidate").Flatten(), candidates.Gradient!.Values.ToArray(), 1e-4);
    }

    private static Tensor Leaf(float[][] rows)
    {
        var leaf = Tensor.From(rows.Flatten(), new Shape(rows.Length, rows[0].Length));
        leaf.RequiresGradient = true;
        return leaf;
    }

    private static float[] Optional(JsonElement inputs, string name) => inputs.TryGetProperty(name, out _) ? inputs.Vector(name) : [];
}
