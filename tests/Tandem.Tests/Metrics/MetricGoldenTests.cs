using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Metrics against Keras, keras-rs and scikit-learn, each batch cut in several ways.</summary>
public sealed class MetricGoldenTests
{
    public static TheoryData<string> KerasCases => Cases("losses");

    public static TheoryData<string> RankingCases => Cases("ranking");

    [Theory]
    [MemberData(nameof(KerasCases))]
    public void Values_are_those_of_Keras(string name)
    {
        var golden = Golden.Case("losses", name);
        var inputs = golden.GetProperty("inputs");
        var (labels, predictions) = (inputs.Flat("labels"), inputs.Flat("predictions"));
        var weights = inputs.TryGetProperty("sample_weight", out _) ? inputs.Flat("sample_weight") : [];
        var metric = Keras(name, golden.GetProperty("params"));
        foreach (var chunk in (int[])[labels.Length, 4, 1])
        {
            metric.Reset();
            for (var start = 0; start < labels.Length; start += chunk)
            {
                var rows = start..Math.Min(start + chunk, labels.Length);
                metric.Update(labels[rows], predictions[rows], weights.Length == 0 ? [] : weights[rows]);
            }

            AssertResult(golden, metric);
        }
    }

    [Theory]
    [MemberData(nameof(RankingCases))]
    public void Values_are_those_of_keras_rs(string name)
    {
        var golden = Golden.Case("ranking", name);
        var inputs = golden.GetProperty("inputs");
        var scores = inputs.Matrix("scores");
        var shape = new Shape(scores.Length, scores[0].Length);
        var metric = KerasRs(name);

        metric.Update(
            Tensor.From(inputs.Flat("labels"), shape),
            Tensor.From(inputs.Flat("scores"), shape),
            inputs.TryGetProperty("sample_weight", out _) ? inputs.Flat("sample_weight") : []);

        AssertResult(golden, metric);
    }

    private static void AssertResult(JsonElement golden, PredictionMetric metric)
    {
        // What has no value is absent here and 0 there.
        var expected = golden.GetProperty("expected").GetProperty("result").GetSingle();
        GoldenValues.AssertClose([expected], [(float)metric.Results().GetValueOrDefault(metric.Name)], 1e-5);
    }

    private static PredictionMetric Keras(string name, JsonElement parameters) => name.Replace("_weighted", "", StringComparison.Ordinal) switch
    {
        "rmse" => new RootMeanSquaredError(),
        "mean_absolute_error" => new MeanAbsoluteErrorMetric(),
        "mse_metric" => new MeanSquaredErrorMetric(),
        "binary_accuracy" => new BinaryAccuracy(),
        "precision" => new Precision(),
        "recall" => new Recall(),
        "binary_crossentropy_metric" => new BinaryCrossentropyMetric(),
        "auc_200_thresholds" => new Auc(parameters.GetProperty("num_thresholds").GetInt32()),
        "auc_pr" => new Auc(parameters.GetProperty("num_thresholds").GetInt32(), AucCurve.PrecisionRecall),
        "auc_exact" => new ExactAuc(),
        var other => throw new NotSupportedException(other),
    };

    private static RankingMetric KerasRs(string name)
    {
        int? k = name.Contains("k3", StringComparison.Ordinal) ? 3 : null;
        return name[..name.LastIndexOf("_k", StringComparison.Ordinal)] switch
        {
            "ndcg" => new Ndcg(k),
            "dcg" => new Dcg(k),
            "mean_average_precision" => new MeanAveragePrecision(k),
            "mean_reciprocal_rank" => new MeanReciprocalRank(k),
            "precision_at_k" => new PrecisionAtK(k),
            "recall_at_k" => new RecallAtK(k),
            var other => throw new NotSupportedException(other),
        };
    }

    private static TheoryData<string> Cases(string family) =>
        [.. Golden.Cases(family).Where(golden => golden.Value.GetProperty("expected").TryGetProperty("result", out _)).Select(golden => golden.Key)];
}
