using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class RetrievalTests
{
    [Fact]
    public void The_loss_is_the_published_one()
    {
        // TFRS documents −ln σ(3) − ln(1 − σ(4)) for these embeddings.
        var queries = new EmbeddedRows(Tensor.From([1, 2, 3, 2, 3, 4], new Shape(2, 3)));
        var candidates = new EmbeddedRows(Tensor.From([1, 1, 1, 1, 1, 0], new Shape(2, 3)));

        var loss = new Retrieval().Loss(queries, candidates).Item();

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        Assert.Equal(-Math.Log(Sigmoid(3)) - Math.Log(1 - Sigmoid(4)), loss, 1e-5);
    }

    [Fact]
    public void Probabilities_that_differ_within_an_id_are_honoured_row_by_row()
    {
        var (users, items) = (FixedTower.Of("user", FixedTower.Random(3, 4, 1)), FixedTower.Of("item", FixedTower.Random(3, 4, 2)));
        var batch = new Batch(Table.FromColumns(FixedTower.Ids("user", [0, 1, 2]), FixedTower.Ids("item", [0, 1, 1])));
        float[] probabilities = [0.1f, 0.2f, 0.7f];

        var merged = new Retrieval().Loss(users.Embed(batch), items.Embed(batch), candidateSamplingProbability: probabilities).Item();
        var unmerged = new Retrieval().Loss(
            new EmbeddedRows(users.Embed(batch).ToTensor()), new EmbeddedRows(items.Embed(batch).ToTensor()), candidateSamplingProbability: probabilities).Item();

        Assert.Equal(unmerged, merged, 1e-5f);
    }

    [Fact]
    public void Equal_embeddings_of_any_size_lose_the_logarithm_of_the_batch()
    {
        Needs.That(Device.Current is CpuDevice, "Other devices score in single precision, which rounds huge logits.");
        foreach (var value in new[] { 1f, 1e3f, 1e6f, 1e18f })
        {
            var rows = new EmbeddedRows(Tensor.Full(new Shape(64, 32), value));

            Assert.Equal(64 * Math.Log(64), new Retrieval().Loss(rows, rows).Item(), 1e-3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public void Large_logits_that_differ_by_little_keep_the_digits_of_the_loss(int factor)
    {
        // The reference is a loop in double precision. Logits are multiples of a quarter up to 2²¹, which single precision holds exactly; a mask makes the task compute their matrix.
        double[] added = [0, 0.25, 1.5, -0.75, 3, 2.25];
        var queries = new EmbeddedRows(Tensor.From([.. added.SelectMany(_ => (float[])[2 * factor, 1])], new Shape(added.Length, 2)));
        var candidates = new EmbeddedRows(Tensor.From([.. added.SelectMany(value => (float[])[factor, (float)value])], new Shape(added.Length, 2)));
        var mask = new bool[added.Length, added.Length];
        MemoryMarshal.CreateSpan(ref mask[0, 0], mask.Length).Fill(true);

        var loss = new Retrieval().Loss(queries, candidates, scoreMask: mask).Item();

        Assert.Equal(added.Sum(own => Math.Log(added.Sum(other => Math.Exp(other - own)))), loss, 1e-5);
    }

    [Fact]
    public void Towers_of_different_dimensions_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(
            new EmbeddedRows(Tensor.Zeros(new Shape(2, 3))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)))));

        Assert.Contains("[2, 3]", error.Message);
        Assert.Contains("[2, 4]", error.Message);
    }

    [Fact]
    public void Fewer_candidates_than_queries_are_refused() => Assert.Contains(
        "3 queries",
        Assert.Throws<ArgumentException>(() => new Retrieval().Loss(
            new EmbeddedRows(Tensor.Zeros(new Shape(3, 4))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4))))).Message);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_named(float weight)
    {
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)));

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(rows, rows, sampleWeights: [1f, weight]));

        Assert.Contains("sample weight 1", error.Message);
    }

    [Fact]
    public void A_negative_weight_is_refused_with_what_to_do_about_dislikes()
    {
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)));

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(rows, rows, sampleWeights: [1f, -1f]));

        Assert.Contains("rating task", error.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    public void A_probability_that_is_none_is_named(float probability)
    {
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(3, 4)));

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(rows, rows, candidateSamplingProbability: [1f, 0.5f, probability]));

        Assert.Contains("number 2", error.Message);
    }

    [Fact]
    public void A_mask_of_the_wrong_shape_is_refused()
    {
        var (queries, candidates) = (new EmbeddedRows(Tensor.Zeros(new Shape(2, 4))), new EmbeddedRows(Tensor.Zeros(new Shape(3, 4))));

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(queries, candidates, scoreMask: new bool[3, 2]));

        Assert.Contains("[3, 2]", error.Message);
        Assert.Contains("[2, 3]", error.Message);
    }

    [Fact]
    public void A_mask_may_hide_a_querys_own_candidate_only_if_the_query_weighs_nothing()
    {
        var (queries, candidates) = (new EmbeddedRows(Tensor.Zeros(new Shape(2, 4))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4))));
        bool[,] mask = { { true, true }, { true, false } };

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(queries, candidates, scoreMask: mask));

        Assert.Contains("query 1", error.Message);
        Assert.Equal(3 * MathF.Log(2), new Retrieval().Loss(queries, candidates, [3f, 0f], scoreMask: mask).Item(), 1e-6f);
    }

    [Fact]
    public void Accidental_hits_need_to_be_told()
    {
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)));
        var task = new Retrieval(removeAccidentalHits: true);

        Assert.Contains("candidateIds", Assert.Throws<ArgumentException>(() => task.Loss(rows, rows)).Message);
        Assert.Contains("3 candidate ids", Assert.Throws<ArgumentException>(() => task.Loss(rows, rows, candidateIds: ["a", "b", "c"])).Message);
    }

    [Fact]
    public void A_batch_of_one_candidate_over_and_over_has_no_negatives_once_accidental_hits_are_removed()
    {
        var (users, items) = (FixedTower.Of("user", FixedTower.Random(3, 4, 1)), FixedTower.Of("item", FixedTower.Random(3, 4, 2)));
        var batch = new Batch(Table.FromColumns(FixedTower.Ids("user", [0, 1, 2, 0]), FixedTower.Ids("item", [1, 1, 1, 1])));

        var loss = new Retrieval(removeAccidentalHits: true).Loss(users.Embed(batch), items.Embed(batch));
        loss.Backward();

        Assert.Equal(0, loss.Item(), 1e-6f);
        Assert.All(users.Parameters.Single().Gradient!.ToDense().ToArray(), value => Assert.Equal(0, value, 1e-6f));
    }

    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.SumOverBatchSize)]
    public void A_loss_of_ones_own_is_computed_from_logits_against_each_querys_own_candidate(Reduction reduction)
    {
        float[] queries = [1, 2, -1, 0.5f], candidates = [0.5f, 1, -2, 1, 0.25f, -1];
        float[] weights = [2, 0.5f];

        var loss = new Retrieval(loss: new BinaryCrossentropy(fromLogits: true, reduction: reduction)).Loss(
            new EmbeddedRows(Tensor.From(queries, new Shape(2, 2))), new EmbeddedRows(Tensor.From(candidates, new Shape(3, 2))), weights);

        var expected = 0.0;
        for (var query = 0; query < 2; query++)
        {
            for (var candidate = 0; candidate < 3; candidate++)
            {
                var logit = (queries[2 * query] * candidates[2 * candidate]) + (queries[(2 * query) + 1] * candidates[(2 * candidate) + 1]);
                expected += weights[query] * Math.Log(1 + Math.Exp(candidate == query ? -logit : logit)) / 3;
            }
        }

        Assert.Equal(reduction == Reduction.Sum ? expected : expected / 2, loss.Item(), 1e-5);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Retrieval(loss: new MeanSquaredError(Reduction.None)));

    [Fact]
    public void Batch_metrics_measure_the_logits_of_the_loss()
    {
        var metric = new CategoricalAccuracy();
        var task = new Retrieval(batchMetrics: [metric]);
        var (queries, candidates) = (Rows(1, 0, 0, 1, 1, 0), Rows(1, 0, 0, 1, 0, 2));
        bool[,] mask = { { true, true, true }, { true, true, false }, { true, true, true } };

        task.Loss(queries, candidates);
        Assert.Empty(metric.Results());
        task.Loss(queries, candidates, computeMetrics: true);
        Assert.Equal(1 / 3.0, metric.Results().Values.Single(), 1e-6);

        metric.Reset();
        task.Loss(queries, candidates, scoreMask: mask, computeBatchMetrics: true);
        Assert.Equal(2 / 3.0, metric.Results().Values.Single(), 1e-6);
        Assert.Contains(metric, task.Metrics);

        static EmbeddedRows Rows(params float[] values) => new(Tensor.From(values, new Shape(values.Length / 2, 2)));
    }

    [Fact]
    public void A_name_tells_the_metrics_of_two_tasks_apart()
    {
        var task = new Retrieval(batchMetrics: [new CategoricalAccuracy("accuracy")], lossMetrics: [new Mean("loss")], name: "purchase");
        var rows = new EmbeddedRows(Tensor.From([1, 0, 0, 1], new Shape(2, 2)));

        task.Loss(rows, rows, computeMetrics: true);

        Assert.Equal(["purchase/accuracy", "purchase/loss"], task.Metrics.SelectMany(metric => metric.Results().Keys));
    }

    [Fact]
    public void A_metric_over_an_index_finds_true_candidates_by_their_ids_when_they_are_given()
    {
        var (users, items) = (FixedTower.Of("user", [[1, 0], [0, 1]]), FixedTower.Of("item", [[1, 0], [0, 2], [0, 1]]));
        var metric = new FactorizedTopK(new BruteForce(users, items, Table.FromColumns(FixedTower.Ids("item", [0, 1])), "item"), 1);
        var task = new Retrieval(metric);
        var batch = new Batch(Table.FromColumns(FixedTower.Ids("user", [0, 1]), FixedTower.Ids("item", [0, 2])));

        // Item 2 is not in the index: by id it is a miss, and its score is beaten by item 1's.
        task.Loss(users.Embed(batch), items.Embed(batch), candidateIds: ["0", "2"], computeMetrics: true);

        Assert.Equal(0.5, metric.Results()[FactorizedTopK.NameAt(1)]);
        Assert.Equal(1, metric.AbsentCandidates);
    }

    [Fact]
    public void Loss_metrics_gather_the_loss_of_every_batch()
    {
        var mean = new Mean("mean_loss");
        var task = new Retrieval(lossMetrics: [mean]);
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)));

        task.Loss(rows, rows);
        task.Loss(rows, rows, sampleWeights: [2f, 1f]);

        // 2 ln 2 with weight 1, and 3 ln 2 with weight 3.
        Assert.Equal(11 / 4.0 * Math.Log(2), mean.Results()["mean_loss"], 1e-5);
    }

    [Fact]
    public void A_batch_too_large_for_one_matrix_of_logits_is_computed_in_blocks()
    {
        const int rows = 1100;
        var (queries, candidates) = (FixedTower.Random(rows, 3, 1).Flatten(), FixedTower.Random(rows, 3, 2).Flatten());
        var everything = new bool[rows, rows];
        MemoryMarshal.CreateSpan(ref everything[0, 0], everything.Length).Fill(true);

        var atOnce = Run(null, null);
        AssertIsAtOnce(Run(everything, null), factor: 1);
        AssertIsAtOnce(Run(null, new CategoricalCrossentropy(fromLogits: true)), factor: rows);

        void AssertIsAtOnce((float Loss, float[] Queries, float[] Candidates) inBlocks, float factor)
        {
            Assert.Equal(atOnce.Loss, factor * inBlocks.Loss, 1e-5f * atOnce.Loss);
            GoldenValues.AssertClose(atOnce.Queries, [.. inBlocks.Queries.Select(value => factor * value)], 1e-4, ofLargest: 1e-5);
            GoldenValues.AssertClose(atOnce.Candidates, [.. inBlocks.Candidates.Select(value => factor * value)], 1e-4, ofLargest: 1e-5);
        }

        (float Loss, float[] Queries, float[] Candidates) Run(bool[,]? mask, Loss? chosen)
        {
            using var scope = new TensorScope();
            var (q, c) = (Tensor.From(queries, new Shape(rows, 3)), Tensor.From(candidates, new Shape(rows, 3)));
            q.RequiresGradient = c.RequiresGradient = true;
            var loss = new Retrieval(loss: chosen).Loss(new EmbeddedRows(q), new EmbeddedRows(c), scoreMask: mask);
            loss.Backward();
            return (loss.Item(), q.Gradient!.Values.ToArray(), c.Gradient!.Values.ToArray());
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_temperature_must_be_positive(float temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Retrieval(temperature: temperature));

    [Fact]
    public void The_number_of_hard_negatives_cannot_be_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Retrieval(hardNegatives: -1));

    [Fact]
    public void Metrics_of_one_name_and_a_task_without_one_are_refused()
    {
        Assert.Contains("\"auc\"", Assert.Throws<ArgumentException>(() => new Retrieval(batchMetrics: [new Auc(), new ExactAuc()])).Message);
        Assert.Throws<ArgumentException>(() => new Retrieval(name: ""));
    }
}
