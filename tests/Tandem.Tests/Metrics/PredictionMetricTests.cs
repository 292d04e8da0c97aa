using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>What metrics of predictions say of easy and of odd inputs, and what they refuse.</summary>
public sealed class PredictionMetricTests
{
    public static TheoryData<string> All => [.. Metrics().Select(metric => metric.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_is_reported_of_nothing(string name)
    {
        var metric = Metrics().Single(metric => metric.Name == name);
        Assert.Empty(metric.Results());

        metric.Update(Tensor.From([1, 0], new Shape(1, 2)), Tensor.From([0.9f, 0.2f], new Shape(1, 2)), [0f]);
        Assert.Empty(metric.Results());

        metric.Update(Tensor.From([1, 0], new Shape(1, 2)), Tensor.From([0.9f, 0.2f], new Shape(1, 2)));
        Assert.Single(metric.Results());

        metric.Reset();
        Assert.Empty(metric.Results());
    }

    [Fact]
    public void A_share_of_nothing_is_absent_and_not_0()
    {
        AssertAbsent(new Precision(), [1, 0], [0.2f, 0.3f]); // nothing is predicted positive
        AssertAbsent(new Recall(), [0, 0], [0.7f, 0.3f]); // nothing is
        AssertAbsent(new Auc(), [1, 1], [0.2f, 0.3f]);
        AssertAbsent(new Auc(curve: AucCurve.PrecisionRecall), [0, 0], [0.2f, 0.3f]);
        AssertAbsent(new ExactAuc(), [0, 0], [0.2f, 0.3f]);
        AssertAbsent(new Ndcg(), [0, 0], [0.2f, 0.3f]);
        AssertAbsent(new MeanReciprocalRank(), [-1, -1], [0.2f, 0.3f]);
    }

    [Fact]
    public void Several_thresholds_are_reported_each_under_its_own_name()
    {
        var precision = new Precision(0.5f, 0.8f, 0.95f);
        precision.Update([1, 0, 1, 0], [0.9f, 0.7f, 0.6f, 0.1f]);

        Assert.Equal(new Dictionary<string, double> { ["precision_at_0.5"] = 2 / 3.0, ["precision_at_0.8"] = 1 }, precision.Results());
    }

    [Fact]
    public void A_prediction_on_the_threshold_is_not_above_it()
    {
        var accuracy = new BinaryAccuracy();
        accuracy.Update([0, 1], [0.5f, 0.5f]);

        Assert.Equal(0.5, accuracy.Results()["binary_accuracy"]);
    }

    [Fact]
    public void Classes_may_be_one_hot_or_numbers()
    {
        var predictions = Tensor.From([0.1f, 0.7f, 0.2f, 0.5f, 0.3f, 0.2f], new Shape(2, 3));
        var (oneHot, numbers) = (new CategoricalAccuracy(), new CategoricalAccuracy());
        oneHot.Update(Tensor.From([0, 1, 0, 0, 0, 1], new Shape(2, 3)), predictions, [3, 1]);
        numbers.Update(Tensor.From(1f, 2f), predictions, [3, 1]);

        Assert.Equal(0.75, oneHot.Results()["categorical_accuracy"]);
        Assert.Equal(oneHot.Results(), numbers.Results());
    }

    [Fact]
    public void Among_the_top_k_a_tie_is_a_hit_and_infinity_a_miss()
    {
        var top2 = new TopKCategoricalAccuracy(2);
        var infinite = float.PositiveInfinity;
        top2.Update(Tensor.From(0f, 1f, 2f, 0f), Tensor.From([1, 2, 3, 1, 2, 3, 4, 2, 2, infinite, 0, 0], new Shape(4, 3)));

        Assert.Equal(2 / 4.0, top2.Results()["top_2_categorical_accuracy"]);
    }

    [Theory]
    [InlineData(AucCurve.Roc)]
    [InlineData(AucCurve.PrecisionRecall)]
    public void The_summations_bound_each_other(AucCurve curve)
    {
        var random = new SeededRandom(5);
        var predictions = Enumerable.Range(0, 300).Select(_ => random.NextFloat()).ToArray();
        var labels = predictions.Select(prediction => random.NextFloat() < prediction ? 1f : 0f).ToArray();
        double Area(AucSummation summation)
        {
            var auc = new Auc(20, curve, summation);
            auc.Update(labels, predictions);
            return auc.Results()["auc"];
        }

        Assert.InRange(Area(AucSummation.Interpolation), Area(AucSummation.Minoring), Area(AucSummation.Majoring));
    }

    [Fact]
    public void The_area_of_logits_is_that_of_their_sigmoids()
    {
        var (ofLogits, ofProbabilities) = (new Auc(fromLogits: true), new Auc());
        float[] labels = [1, 0, 1, 0, 1], logits = [2.5f, -1, 0.3f, 0.9f, -2];
        ofLogits.Update(labels, logits);
        ofProbabilities.Update(labels, Array.ConvertAll(logits, logit => 1 / (1 + MathF.Exp(-logit))));

        Assert.Equal(ofProbabilities.Results(), ofLogits.Results());
    }

    [Fact]
    public void Cross_entropy_of_logits_is_that_of_their_sigmoids()
    {
        var (ofLogits, ofProbabilities) = (new BinaryCrossentropyMetric(fromLogits: true, 0.1f), new BinaryCrossentropyMetric(fromLogits: false, 0.1f));
        float[] labels = [1, 0, 0.3f], logits = [2.5f, -1, 0.3f];
        ofLogits.Update(labels, logits);
        ofProbabilities.Update(labels, Array.ConvertAll(logits, logit => 1 / (1 + MathF.Exp(-logit))));

        Assert.Equal(ofProbabilities.Results()["binary_crossentropy"], ofLogits.Results()["binary_crossentropy"], 1e-6);
    }

    [Fact]
    public void A_mask_takes_predictions_out()
    {
        var (masked, shorter) = (new MeanSquaredErrorMetric(), new MeanSquaredErrorMetric());
        masked.Update(Tensor.From([1, 2, 3, 4], new Shape(2, 2)), Tensor.From([0f, 0, 0, 0], new Shape(2, 2)), [1, 2], [true, false, true, true]);
        shorter.Update([1, 3, 4], [0, 0, 0], [1, 2, 2]);

        Assert.Equal(shorter.Results(), masked.Results());
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_with_its_place()
    {
        AssertRefused("label in row 1 is 0.5", () => new Precision().Update([1, 0.5f], [0.5f, 0.5f]));
        AssertRefused("prediction in row 0 is 1.5", () => new Recall().Update([1, 0], [1.5f, 0.5f]));
        AssertRefused("prediction in row 1 is -3", () => new Auc().Update([1, 0], [0.5f, -3]));
        AssertRefused("label in row 0 is 2", () => new BinaryCrossentropyMetric().Update([2], [0.5f]));
        AssertRefused("prediction in row 1 is NaN", () => new RootMeanSquaredError().Update([2, 3], [0.5f, float.NaN]));
        AssertRefused("label in row 0, column 1 is NaN", () => new Ndcg().Update(Tensor.From([1, float.NaN], new Shape(1, 2)), Tensor.Zeros(new Shape(1, 2))));
        AssertRefused("sample weight 1 is -1", () => new RootMeanSquaredError().Update([2, 3], [0.5f, 1], [1, -1]));
        AssertRefused("3 sample weights", () => new RootMeanSquaredError().Update([2, 3], [0.5f, 1], [1, 1, 1]));
        AssertRefused("3 labels", () => new RootMeanSquaredError().Update([2, 3, 4], [0.5f, 1]));
        AssertRefused("label for each prediction", () => new RootMeanSquaredError().Update(Tensor.From(1f, 2f), Tensor.Zeros(new Shape(2, 3))));
        AssertRefused("mask of 1", () => new Ndcg().Update(Tensor.From(1f, 2f), Tensor.From(1f, 2f), mask: [true]));
        AssertRefused("label in row 1 is 3", () => new CategoricalAccuracy().Update(Tensor.From(1f, 3f), Tensor.Zeros(new Shape(2, 3))));
        AssertRefused("gain of label 1 is -1", () => new Dcg(gain: label => -label).Update([1], [1]));
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        AssertRefused("0 to 1", () => new Precision(1.2f));
        AssertRefused("differ", () => new Recall(0.2f, 0.2f));
        AssertRefused("thresholds", () => new Auc(1));
        AssertRefused("1 or more", () => new Ndcg(k: 0));
        AssertRefused("1 or more", () => new TopKCategoricalAccuracy(0));
    }

    [Fact]
    public void Only_metrics_of_one_kind_and_settings_are_merged()
    {
        AssertRefused("merged", () => new Precision().Merge(new Recall()));
        AssertRefused("merged", () => new Precision(0.5f).Merge(new Precision(0.6f)));
        AssertRefused("merged", () => new Auc(100).Merge(new Auc(200)));
        AssertRefused("merged", () => new Ndcg(3).Merge(new Ndcg(5)));
        AssertRefused("merged", () => new TopKCategoricalAccuracy(3).Merge(new TopKCategoricalAccuracy(5)));
        AssertRefused("merged", () => new BinaryAccuracy(0.1f).Merge(new BinaryAccuracy()));
    }

    [Fact]
    public void A_mean_weighs_its_values()
    {
        var mean = new Mean("loss_mean");
        mean.Update(4);
        mean.Update([1, 2], [1, 0]);
        var other = new Mean();
        other.Update(Tensor.From(7f));
        mean.Merge(other);

        Assert.Equal(4, mean.Results()["loss_mean"]);
        AssertRefused("NaN", () => mean.Update(double.NaN));
        AssertRefused("value 1", () => mean.Update([1, float.NaN]));
    }

    internal static PredictionMetric[] Metrics() =>
    [
        new MeanSquaredErrorMetric(), new MeanAbsoluteErrorMetric(), new RootMeanSquaredError(), new Accuracy(), new BinaryAccuracy(), new BinaryCrossentropyMetric(),
        new Precision(), new Recall(), new Auc(), new Auc(50, AucCurve.PrecisionRecall, name: "auc_pr"), new ExactAuc("exact_auc"),
        new Ndcg(), new Ndcg(3), new Dcg(), new Dcg(3), new MeanAveragePrecision(), new MeanAveragePrecision(3), new MeanReciprocalRank(), new MeanReciprocalRank(3),
        new PrecisionAtK(), new PrecisionAtK(3), new RecallAtK(), new RecallAtK(3), new HitRateAtK(), new HitRateAtK(3),
    ];

    private static void AssertAbsent(PredictionMetric metric, float[] labels, float[] predictions)
    {
        metric.Update(labels, predictions);
        Assert.Empty(metric.Results());
    }

    private static void AssertRefused(string message, Action action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
