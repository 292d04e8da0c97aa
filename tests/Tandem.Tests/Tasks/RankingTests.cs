using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class RankingTests
{
    private static readonly Table _ratings = Ratings();

    [Fact]
    public void The_loss_is_the_binary_cross_entropy_of_probabilities_unless_another_is_given()
    {
        var (labels, predictions) = (Tensor.From(1f, 0f), Tensor.From([0.8f, 0.4f], new Shape(2, 1)));

        Assert.Equal((-Math.Log(0.8) - Math.Log(0.6)) / 2, new Ranking().Loss(labels, predictions).Item(), 1e-6);
        Assert.Equal(0.04f + (2 * 0.16f), new Ranking(new MeanSquaredError(Reduction.Sum)).Loss(labels, predictions, [1, 2]).Item(), 1e-6f);
        Assert.Equal(Reduction.SumOverBatchSize, new Ranking().Reduction);
    }

    [Fact]
    public void Metrics_see_what_the_loss_sees_when_they_are_computed_and_are_absent_when_not()
    {
        var task = new Ranking(
            new MeanSquaredError(), [new RootMeanSquaredError()], [new Mean("prediction_mean")], [new Mean("label_mean")], [new Mean("loss_mean")]);
        var (labels, predictions) = (Tensor.From(1f, 5f), Tensor.From([3f, 4f], new Shape(2, 1)));

        task.Loss(labels, predictions, [3, 1]);
        Assert.All(task.Metrics, metric => Assert.Empty(metric.Results()));

        task.Loss(labels, predictions, [3, 1], computeMetrics: true);
        var results = task.Metrics.SelectMany(metric => metric.Results()).ToDictionary();
        Assert.Equal(Math.Sqrt(((3 * 4) + 1) / 4.0), results["root_mean_squared_error"], 1e-9);
        Assert.Equal(((3 * 3) + 4) / 4.0, results["prediction_mean"]);
        Assert.Equal(((3 * 1) + 5) / 4.0, results["label_mean"]);
        Assert.Equal(((3 * 4) + 1) / 2.0, results["loss_mean"]);
    }

    [Fact]
    public void Lists_are_ranked_by_a_list_loss_and_measured_by_ranking_metrics()
    {
        var task = new Ranking(new ListMleLoss(), [new Ndcg(), new MeanReciprocalRank()]);
        var (labels, scores) = (Tensor.From([3, 1, 0, 0, 1, -1], new Shape(2, 3)), Tensor.From([0.5f, 0.2f, 0.1f, 0.9f, 0.4f, 2f], new Shape(2, 3)));

        task.Loss(labels, scores, computeMetrics: true);

        Assert.Equal(0.75, task.Metrics.Last().Results()["mean_reciprocal_rank"]);
    }

    [Fact]
    public void A_model_learns_ratings()
    {
        var model = RatingModel.Create(_ratings, ratingWeight: 1, retrievalWeight: 0);
        model.Compile(new Adagrad(0.5f));
        var before = model.Evaluate(_ratings)["rating/root_mean_squared_error"];

        var history = model.Fit(_ratings, epochs: 20, batchSize: 50, validation: _ratings, callbacks: []);

        Assert.True(history["val_rating/root_mean_squared_error"][^1] < 0.7 * before);
    }

    [Fact]
    public void The_loss_that_is_reported_is_the_mean_over_rows_whether_the_task_takes_a_mean_or_a_sum()
    {
        var expected = new Batch(_ratings).Values("rating").ToArray().Average(rating => (double)rating * rating);

        Assert.Equal(expected, new ZeroRating(Reduction.SumOverBatchSize).Evaluate(_ratings, batchSize: 30)["loss"], 1e-5);
        Assert.Equal(expected, new ZeroRating(Reduction.Sum).Evaluate(_ratings, batchSize: 30)["loss"], 1e-5);
    }

    [Fact]
    public void The_weights_of_the_tasks_scale_the_losses_and_leave_the_metrics_alone()
    {
        var names = new[] { "rating/root_mean_squared_error", "rating/loss_mean", "like/auc", "factorized_top_k/top_5_categorical_accuracy" };
        var (ratingOnly, retrievalOnly, both) = (Measured(1, 0), Measured(0, 1), Measured(3, 0.5f));

        Assert.All(names, name => Assert.Equal(ratingOnly[name], both[name]));
        Assert.All(names, name => Assert.Equal(retrievalOnly[name], both[name]));
        Assert.Equal((3 * ratingOnly["loss"]) + (0.5 * retrievalOnly["loss"]), both["loss"], 1e-4 * both["loss"]);
    }

    [Fact]
    public void Tasks_of_a_model_that_have_one_name_are_told_to_take_names()
    {
        var model = new TwoRatings(RatingModel.Tower("user", _ratings), "a", "a");

        Assert.Contains("are called \"a\"", Assert.Throws<InvalidOperationException>(() => model.Evaluate(_ratings)).Message);
        Assert.Contains("b/root_mean_squared_error", new TwoRatings(RatingModel.Tower("user", _ratings), "a", "b").Evaluate(_ratings).Keys);
    }

    [Fact]
    public void What_cannot_be_a_task_is_refused()
    {
        Assert.Contains("Reduction.None", Assert.Throws<ArgumentException>(() => new Ranking(new MeanSquaredError(Reduction.None))).Message);
        Assert.Contains("\"auc\"", Assert.Throws<ArgumentException>(() => new Ranking(metrics: [new Auc(), new ExactAuc()])).Message);
        Assert.Contains("labels [2]", Assert.Throws<ArgumentException>(() => new Ranking().Loss(Tensor.From(1f, 0f), Tensor.Zeros(new Shape(2, 2)))).Message);
    }

    private static MetricValues Measured(float ratingWeight, float retrievalWeight) => RatingModel.Create(_ratings, ratingWeight, retrievalWeight).Evaluate(_ratings, batchSize: 200);

    private static Table Ratings()
    {
        var random = new SeededRandom(11);
        var (users, items) = (Enumerable.Range(0, 200).Select(_ => random.NextInt(12)).ToArray(), Enumerable.Range(0, 200).Select(_ => random.NextInt(15)).ToArray());
        return Table.FromColumns(
            FixedTower.Ids("user", users),
            FixedTower.Ids("item", items),
            new DoubleColumn("rating", users.Zip(items, (user, item) => 1.0 + ((user + item) % 5)).ToArray()),
            new DoubleColumn("like", users.Zip(items, (user, item) => (user + item) % 5 > 2 ? 1.0 : 0).ToArray()));
    }

    /// <summary>Ratings, likes and retrieval from the same two towers.</summary>
    private sealed class RatingModel(Tower users, Tower items, Retrieval retrieval, float ratingWeight, float retrievalWeight) : Model
    {
        private readonly Ranking _rating = new(new MeanSquaredError(Reduction.Sum), [new RootMeanSquaredError()], lossMetrics: [new Mean("loss_mean")], name: "rating");
        private readonly Ranking _like = new(new BinaryCrossentropy(fromLogits: true), [new ExactAuc()], name: "like");

        public static RatingModel Create(Table data, float ratingWeight, float retrievalWeight)
        {
            var (users, items) = (Tower("user", data), Tower("item", data));
            var corpus = data.Distinct("item");
            return new RatingModel(users, items, new Retrieval(new FactorizedTopK(corpus, items, 5)), ratingWeight, retrievalWeight);
        }

        public static Tower Tower(string column, Table data) => Tandem.Tower.Of(Feature.Id(column, data[column], 8));

        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            var scores = Scores(batch);
            var rating = _rating.Loss(batch.Values("rating"), scores, computeMetrics: !training);
            var like = _like.Loss(batch.Values("like"), scores, computeMetrics: !training);
            var found = retrieval.Loss(users.Embed(batch), items.Embed(batch), computeMetrics: !training);
            return (ratingWeight * rating) + (retrievalWeight * (found + like));
        }

        private Tensor Scores(Batch batch) => (users.Embed(batch).ToTensor() * items.Embed(batch).ToTensor()).SumColumns();
    }

    /// <summary>Predicts 0 for everything.</summary>
    private sealed class ZeroRating(Reduction reduction) : Model
    {
        private readonly Ranking _task = new(new MeanSquaredError(reduction));

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(batch.Values("rating"), Tensor.Zeros(new Shape(batch.Count)));
    }

    private sealed class TwoRatings(Tower users, string first, string second) : Model
    {
        private readonly Ranking _first = new(new MeanSquaredError(), [new RootMeanSquaredError()], name: first);
        private readonly Ranking _second = new(new MeanSquaredError(), [new RootMeanSquaredError()], name: second);

        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            var sums = users.Embed(batch).ToTensor().SumColumns();
            return _first.Loss(batch.Values("rating"), sums, computeMetrics: true) + _second.Loss(batch.Values("like"), sums, computeMetrics: true);
        }
    }
}
