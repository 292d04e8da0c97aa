using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Losses against Keras and keras-rs: values and gradients.</summary>
public sealed class LossGoldenTests
{
    public static TheoryData<string> KerasCases => Cases("losses");

    public static TheoryData<string> RankingCases => Cases("ranking");

    [Theory]
    [MemberData(nameof(KerasCases))]
    public void Loss_and_gradient_are_those_of_Keras(string name)
    {
        var golden = Golden.Case("losses", name);
        var inputs = golden.GetProperty("inputs");

        AssertGolden(golden, "predictions", (labels, predictions) => Keras(name, golden).Compute(labels, predictions, Optional(inputs, "sample_weight")));
    }

    [Theory]
    [MemberData(nameof(RankingCases))]
    public void Loss_and_gradient_are_those_of_keras_rs(string name)
    {
        var golden = Golden.Case("ranking", name);
        var inputs = golden.GetProperty("inputs");
        var loss = KerasRs(name);

        AssertGolden(golden, "scores", (labels, scores) => inputs.TryGetProperty("mask", out _)
            ? loss.Compute(labels, scores, Array.ConvertAll(inputs.Flat("mask"), counts => counts == 1))
            : loss.Compute(labels, scores));
    }

    private static void AssertGolden(JsonElement golden, string predictions, Func<Tensor, Tensor, Tensor> compute)
    {
        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        using var scope = new TensorScope();
        var labels = Read(inputs, "labels");
        var leaf = Read(inputs, predictions);
        leaf.RequiresGradient = true;

        var loss = compute(labels, leaf);
        loss.Backward();

        GoldenValues.AssertClose([expected.GetProperty("loss").GetSingle()], [loss.Item()], 1e-5);
        GoldenValues.AssertClose(expected.Flat("grad"), leaf.Gradient!.ToDense().ToArray(), 1e-4);
    }

    private static Loss Keras(string name, JsonElement golden)
    {
        var parameters = golden.GetProperty("params");
        var reduction = parameters.TryGetProperty("reduction", out var given) && given.GetString() == "sum" ? Reduction.Sum : Reduction.SumOverBatchSize;
        var fromLogits = parameters.TryGetProperty("from_logits", out _);
        return name.Split('_')[0] switch
        {
            "mse" => new MeanSquaredError(reduction),
            "mae" => new MeanAbsoluteError(reduction),
            "huber" => new Huber(parameters.GetProperty("delta").GetSingle(), reduction),

            // The script that wrote the values smooths labels of logits, and leaves out saying so.
            "bce" when name == "bce_label_smoothing" => new BinaryCrossentropy(fromLogits: true, parameters.GetProperty("label_smoothing").GetSingle()),
            "bce" => new BinaryCrossentropy(fromLogits, reduction: reduction),
            "cce" => new CategoricalCrossentropy(fromLogits: true, reduction: reduction),
            var other => throw new NotSupportedException(other),
        };
    }

    private static ListLoss KerasRs(string name) => name.Replace("_mask", "", StringComparison.Ordinal) switch
    {
        "pairwise_hinge" => new PairwiseHingeLoss(),
        "pairwise_logistic" => new PairwiseLogisticLoss(),
        "pairwise_mse" => new PairwiseMeanSquaredError(),
        "pairwise_soft_zero_one" => new PairwiseSoftZeroOneLoss(),
        "list_mle" => new ListMleLoss(),
        var other => throw new NotSupportedException(other),
    };

    /// <summary>Vectors stay vectors: labels and predictions of one output an example.</summary>
    private static Tensor Read(JsonElement inputs, string name)
    {
        var values = inputs.GetProperty(name);
        var columns = values[0].ValueKind == JsonValueKind.Array ? values[0].GetArrayLength() : 0;
        return Tensor.From(inputs.Flat(name), columns == 0 ? new Shape(values.GetArrayLength()) : new Shape(values.GetArrayLength(), columns));
    }

    private static float[] Optional(JsonElement inputs, string name) => inputs.TryGetProperty(name, out _) ? inputs.Flat(name) : [];

    private static TheoryData<string> Cases(string family) =>
        [.. Golden.Cases(family).Where(golden => golden.Value.GetProperty("expected").TryGetProperty("grad", out _)).Select(golden => golden.Key)];
}
