using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>The retrieval task against TensorFlow Recommenders.</summary>
public sealed class RetrievalGoldenTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("retrieval_task").Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_of_TFRS(string name)
    {
        var golden = Golden.Case("retrieval_task", name);
        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        using var scope = new TensorScope();
        var queries = Leaf(inputs.Matrix("query_embeddings"));
        var candidates = Leaf(inputs.Matrix("candidate_embeddings"));

        var loss = Task(golden.GetProperty("params")).Loss(
            new EmbeddedRows(queries),
            new EmbeddedRows(candidates),
            Optional(inputs, "sample_weight"),
            Optional(inputs, "candidate_sampling_probability"),
            inputs.TryGetProperty("candidate_ids", out _) ? inputs.Strings("candidate_ids") : null,
            Mask(inputs));
        loss.Backward();

        GoldenValues.AssertClose([expected.GetProperty("loss").GetSingle()], [loss.Item()], 1e-5);
        GoldenValues.AssertClose(expected.Matrix("grad_query").Flatten(), queries.Gradient!.ToDense().ToArray(), 1e-4);
        GoldenValues.AssertClose(expected.Matrix("grad_candidate").Flatten(), candidates.Gradient!.ToDense().ToArray(), 1e-4);
    }

    /// <summary>The task with the options that a golden case names; others have their defaults.</summary>
    internal static Retrieval Task(JsonElement parameters) => new(
        temperature: parameters.TryGetProperty("temperature", out var temperature) ? temperature.GetSingle() : 1f,
        hardNegatives: parameters.TryGetProperty("num_hard_negatives", out var negatives) ? negatives.GetInt32() : 0,
        removeAccidentalHits: parameters.TryGetProperty("remove_accidental_hits", out var remove) && remove.GetBoolean());

    private static Tensor Leaf(float[][] rows)
    {
        var leaf = Tensor.From(rows.Flatten(), new Shape(rows.Length, rows[0].Length));
        leaf.RequiresGradient = true;
        return leaf;
    }

    private static float[] Optional(JsonElement inputs, string name) => inputs.TryGetProperty(name, out _) ? inputs.Vector(name) : [];

    private static bool[,]? Mask(JsonElement inputs)
    {
        if (!inputs.TryGetProperty("score_mask", out var rows))
        {
            return null;
        }

        var mask = new bool[rows.GetArrayLength(), rows[0].GetArrayLength()];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i / mask.GetLength(1), i % mask.GetLength(1)] = rows[i / mask.GetLength(1)][i % mask.GetLength(1)].GetBoolean();
        }

        return mask;
    }
}
