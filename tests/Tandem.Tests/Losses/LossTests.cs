using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>What all losses share: shapes, weights, reductions, what they refuse, and gradients against finite differences.</summary>
public sealed class LossTests
{
    private static readonly float[] _scores = [0.9f, -1.3f, 0.35f, 2.1f, -0.2f, 1.4f, 0.05f, -2.2f, 0.6f, 1.75f, -0.75f, 0.2f];

    private static readonly float[] _grades = [3, 0, 1, 2, 0, 0, 1, 4, 2, -1, 2, 1];
    private static readonly float[] _shares = [1, 0, 0, 0, 0.2f, 0.3f, 0.5f, 0, 0.25f, 0.25f, 0.25f, 0.25f];

    private static readonly Dictionary<string, (Func<Reduction, Loss> Create, float[] Labels)> _losses = new()
    {
        ["squared"] = (reduction => new MeanSquaredError(reduction), _grades),
        ["absolute"] = (reduction => new MeanAbsoluteError(reduction), _grades),
        ["huber"] = (reduction => new Huber(1.5f, reduction), _grades),
        ["binary from logits"] = (reduction => new BinaryCrossentropy(fromLogits: true, labelSmoothing: 0.1f, reduction), _shares),
        ["categorical from logits"] = (reduction => new CategoricalCrossentropy(fromLogits: true, labelSmoothing: 0.2f, reduction), _shares),
        ["hinge"] = (reduction => new PairwiseHingeLoss(0.7f, reduction), _grades),
        ["logistic"] = (reduction => new PairwiseLogisticLoss(0.7f, reduction), _grades),
        ["pairwise squared"] = (reduction => new PairwiseMeanSquaredError(reduction), _grades),
        ["soft zero-one"] = (reduction => new PairwiseSoftZeroOneLoss(2f, reduction), _grades),
        ["list"] = (reduction => new ListMleLoss(0.5f, reduction), _grades),
        ["bpr"] = (reduction => new BprLoss(1f, reduction), _grades),
        ["warp"] = (reduction => new WarpLoss(null, reduction), [1, 0, 0, 1, 0, 1, -1, 0, 0, 0, 1, 0]),
    };

    public static TheoryData<string> All => [.. _losses.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        var (create, labels) = _losses[name];

        AssertGradient(_scores, scores => create(Reduction.Sum).Compute(Matrix(labels), scores, [0.5f, 2f, 1f]));
    }

    [Fact]
    public void Gradients_of_probabilities_are_those_of_finite_differences()
    {
        var probabilities = _scores.Select(score => 1 / (1 + MathF.Exp(-score))).ToArray();

        AssertGradient(probabilities, p => new BinaryCrossentropy().Compute(Matrix(_shares), p));
        AssertGradient(probabilities, p => new CategoricalCrossentropy().Compute(Matrix(_shares), p));
        AssertGradient(probabilities, p => new SparseCategoricalCrossentropy().Compute(Tensor.From(2f, 0f, 3f), p));
    }

    [Fact]
    public void Gradients_of_sampled_pairs_are_those_of_finite_differences()
    {
        foreach (Func<Tensor, Tensor, Tensor> loss in new Func<Tensor, Tensor, Tensor>[]
        {
            (positives, negatives) => new BprLoss().ComputePairs(positives, negatives, [1, 2, 3]),
            (positives, negatives) => new PairwiseHingeLoss().ComputePairs(positives, negatives),
            (positives, negatives) => new WarpLoss(corpusNegatives: 1000).ComputePairs(positives, negatives, [1, 2, 3]),
        })
        {
            AssertGradient(_scores, scores => loss(Tensor.From(0.3f, 1.1f, -0.4f), scores));
            AssertGradient([0.3f, 1.1f, -0.4f], positives => loss(positives, Matrix(_scores)), columns: 1);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_reductions_agree(string name)
    {
        var (create, labels) = _losses[name];
        Tensor Loss(Reduction reduction) => create(reduction).Compute(Matrix(labels), Matrix(_scores), [1, 2, 3]);

        var losses = Loss(Reduction.None).ToArray();

        var total = losses.Sum(value => (double)value);
        Assert.Equal(0, losses.Length % 3);
        Assert.Equal(total, Loss(Reduction.Sum).Item(), 1e-4);
        Assert.Equal(total / losses.Length, Loss(Reduction.SumOverBatchSize).Item(), 1e-4);
    }

    [Fact]
    public void A_mean_divides_by_the_number_of_examples_and_not_by_their_weights() =>
        Assert.Equal(((3 * 4) + 0f) / 2, new MeanSquaredError().Compute(Tensor.From(1f, 1f), Tensor.From(3f, 5f), [3, 0]).Item());

    [Fact]
    public void Labels_of_a_column_fit_predictions_of_a_tower()
    {
        var loss = new MeanSquaredError(Reduction.None).Compute(Tensor.From(1f, 2f), Tensor.From([3f, 5f], new Shape(2, 1)));

        Assert.Equal(new Shape(2), loss.Shape);
        Assert.Equal([4f, 9f], loss.ToArray());
    }

    [Fact]
    public void Cross_entropy_of_large_logits_neither_overflows_nor_loses_its_digits()
    {
        var logits = Tensor.From(20f, 200f, -200f, 0f);

        var losses = new BinaryCrossentropy(fromLogits: true, reduction: Reduction.None).Compute(Tensor.From(1f, 0f, 0f, 1f), logits).ToArray();

        Assert.Equal(2.0611536e-9f, losses[0], 1e-14f);
        Assert.Equal([200f, 0f, MathF.Log(2)], losses[1..]);
    }

    [Fact]
    public void List_likelihood_is_exact_where_the_last_scores_vanish_beside_the_first()
    {
        // Drawn in the order of the scores, item after item is nearly certain; the reference's constant inside the logarithm would show.
        var loss = new ListMleLoss(reduction: Reduction.Sum).Compute(Tensor.From(2f, 1f, 0f), Tensor.From(60f, 30f, 29f));

        Assert.Equal(Math.Log(1 + Math.Exp(-1)), loss.Item(), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 21)]
    public void List_likelihood_of_large_scores_keeps_the_digits_of_their_differences(int added)
    {
        // The reference is a loop in double precision, over scores that single precision holds exactly.
        double[] scores = [1.5, 0.25, 0, 2.75];

        var loss = new ListMleLoss(reduction: Reduction.Sum).Compute(Tensor.From(3f, 2f, 1f, 0f), Tensor.From([.. scores.Select(score => (float)(added + score))]));

        Assert.Equal(scores.Index().Sum(own => Math.Log(scores[own.Index..].Sum(other => Math.Exp(other - own.Item)))), loss.Item(), 1e-5);
    }

    [Fact]
    public void An_item_with_a_negative_label_is_no_part_of_its_list()
    {
        var (labels, scores) = (Tensor.From([2, -1, 0, 1], new Shape(1, 4)), Tensor.From([1f, 9f, 0.5f, -1f], new Shape(1, 4)));
        foreach (var loss in new ListLoss[] { new PairwiseHingeLoss(1f, Reduction.Sum), new PairwiseMeanSquaredError(Reduction.Sum), new ListMleLoss(1f, Reduction.Sum) })
        {
            var without = loss.Compute(Tensor.From([2, 0, 1], new Shape(1, 3)), Tensor.From([1f, 0.5f, -1f], new Shape(1, 3))).Item();

            Assert.Equal(without, loss.Compute(labels, scores).Item(), 1e-5f);
            Assert.Equal(without, loss.Compute(Tensor.From([2, 5, 0, 1], new Shape(1, 4)), scores, [true, false, true, true]).Item(), 1e-5f);
        }
    }

    [Fact]
    public void A_list_without_items_loses_nothing()
    {
        var loss = new ListMleLoss().Compute(Tensor.From([-1f, -1f], new Shape(1, 2)), Tensor.From([3f, 4f], new Shape(1, 2)));

        Assert.Equal(0, loss.Item());
    }

    [Fact]
    public void BPR_is_the_published_one() =>
        Assert.Equal(-Math.Log(1 / (1 + Math.Exp(-1.5))), new BprLoss().ComputePairs(Tensor.From(2f), Tensor.From(0.5f)).Item(), 1e-6);

    [Fact]
    public void WARP_weighs_the_mean_hinge_by_the_harmonic_number_of_the_rank()
    {
        // Negatives 2, 1.5 and 0.5 violate the margin of a positive at 1; hinges 2, 1.5, 0.5; L(3) = 1 + 1/2 + 1/3.
        var loss = new WarpLoss().ComputePairs(Tensor.From(1f), Tensor.From([2f, 1.5f, 0.5f, -4f], new Shape(1, 4)));
        var scaled = new WarpLoss(corpusNegatives: 8).ComputePairs(Tensor.From(1f), Tensor.From([2f, 1.5f, 0.5f, -4f], new Shape(1, 4)));

        Assert.Equal((1 + (1 / 2.0) + (1 / 3.0)) / 3 * 4, loss.Item(), 1e-5);
        Assert.Equal(2.45 / 3 * 4, scaled.Item(), 1e-5); // rank 6 of 8
    }

    [Fact]
    public void A_loss_of_ones_own_says_only_what_an_example_loses() =>
        Assert.Equal(3 + (2 * 1), new AboveLabel().Compute(Tensor.From(1f, 2f), Tensor.From(4f, 3f), [1, 2]).Item());

    [Theory]
    [InlineData("sample weight 1 is -1", new[] { 1f, -1f, 1f })]
    [InlineData("sample weight 2 is NaN", new[] { 1f, 1f, float.NaN })]
    [InlineData("2 sample weights", new[] { 1f, 1f })]
    public void Weights_that_cannot_be_are_refused(string message, float[] weights) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => new MeanSquaredError().Compute(Tensor.From(1f, 2f, 3f), Tensor.From(1f, 2f, 3f), weights)).Message);

    [Fact]
    public void Labels_that_cannot_be_are_refused_with_their_place()
    {
        AssertRefused(new BinaryCrossentropy(), Tensor.From(1f, 5f), Tensor.From(0.5f, 0.5f), "row 1 is 5");
        AssertRefused(new CategoricalCrossentropy(), Tensor.From([1, 0, 0, -1], new Shape(2, 2)), Tensor.Zeros(new Shape(2, 2)), "row 1, column 1 is -1");
        AssertRefused(new SparseCategoricalCrossentropy(), Tensor.From(0f, 3f), Tensor.Zeros(new Shape(2, 3)), "row 1 is 3; the classes of predictions [2, 3] are 0 to 2");
        AssertRefused(new SparseCategoricalCrossentropy(), Tensor.From(0.5f, 0f), Tensor.Zeros(new Shape(2, 3)), "row 0 is 0.5");
        AssertRefused(new MeanSquaredError(), Tensor.From(0f, float.NaN), Tensor.From(1f, 1f), "row 1 is NaN");
        AssertRefused(new ListMleLoss(), Tensor.From([0, float.PositiveInfinity], new Shape(1, 2)), Tensor.Zeros(new Shape(1, 2)), "column 1");
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        AssertRefused(new MeanSquaredError(), Tensor.From(1f, 2f), Tensor.Zeros(new Shape(2, 2)), "labels [2] and predictions [2, 2]");
        AssertRefused(new MeanSquaredError(), Tensor.Zeros(new Shape(0)), Tensor.Zeros(new Shape(0)), "[0]");
        AssertRefused(new CategoricalCrossentropy(), Tensor.From(1f), Tensor.From(1f), "no classes");
        AssertRefused(new SparseCategoricalCrossentropy(), Tensor.From(0f), Tensor.Zeros(new Shape(1, 1)), "SparseCategoricalCrossentropy");
        AssertRefused(new WarpLoss(corpusNegatives: 2), Tensor.From(1f, 0f, 0f, 0f), Tensor.Zeros(new Shape(4)), "3 negatives");
        Assert.Contains("mask of 1", Assert.Throws<ArgumentException>(() => new ListMleLoss().Compute(Tensor.From(1f, 2f), Tensor.From(1f, 2f), [true])).Message);
        Assert.Contains("positives [2]", Assert.Throws<ArgumentException>(() => new BprLoss().ComputePairs(Tensor.From(1f, 2f), Tensor.From(1f))).Message);
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber(delta: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy(labelSmoothing: 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairwiseHingeLoss(temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarpLoss(corpusNegatives: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanSquaredError((Reduction)7));
    }

    private static Tensor Matrix(float[] values) => Tensor.From(values, new Shape(3, values.Length / 3));

    private static void AssertRefused(Loss loss, Tensor labels, Tensor predictions, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => loss.Compute(labels, predictions)).Message);

    private static void AssertGradient(float[] at, Func<Tensor, Tensor> loss, int columns = 4)
    {
        const float step = 1e-2f;
        using var scope = new TensorScope();
        var shape = new Shape(at.Length / columns, columns);
        var leaf = Tensor.From(at, shape);
        leaf.RequiresGradient = true;
        loss(leaf).Backward();
        var gradient = leaf.Gradient!.ToDense().ToArray();
        for (var i = 0; i < at.Length; i++)
        {
            var (up, down) = ((float[])[.. at], (float[])[.. at]);
            up[i] += step;
            down[i] -= step;
            var difference = (loss(Tensor.From(up, shape)).Item() - loss(Tensor.From(down, shape)).Item()) / (up[i] - down[i]);
            Assert.Equal(difference, gradient[i], 2e-3 + (5e-3 * Math.Abs(difference)));
        }
    }

    private sealed class AboveLabel() : Loss(Reduction.Sum)
    {
        protected override Tensor Losses(Tensor labels, Tensor predictions) => (predictions - labels).Relu();
    }
}
