using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>A model of several tasks reports the loss of each, and Keras's total.</summary>
public sealed class TaskLossTests
{
    private const int Rows = 1000;

    private static readonly Table _rows = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, Rows).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, Rows).Select(row => row * 7 % 30)),
        Column.Of("rating", Enumerable.Range(0, Rows).Select(row => (double)(row % 5))));

    [Fact]
    public void Each_task_is_measured_as_if_it_were_alone_and_the_total_is_what_the_model_computes()
    {
        var model = new Both(retrievalWeight: 0.5f, ratingWeight: 2);
        var measured = model.Evaluate(_rows, batchSize: 300);

        var (retrieval, rating, total) = (0.0, 0.0, 0.0);
        foreach (var batch in _rows.Batches(300))
        {
            var (sum, mean) = model.Losses(batch);
            retrieval += sum;
            rating += mean * batch.Count;
            total += ((0.5 * sum) + (2 * mean)) * batch.Count;
        }

        Assert.Equal(["loss", "retrieval/loss", "rating/loss"], measured.Keys);
        Assert.Equal(retrieval / Rows, measured["retrieval/loss"], 1e-9);
        Assert.Equal(rating / Rows, measured["rating/loss"], 1e-9);
        Assert.Equal(total / Rows, measured["loss"], 1e-4);
    }

    [Fact]
    public void Ratings_alone_among_two_tasks_have_the_loss_of_a_model_of_ratings()
    {
        var both = new Both(retrievalWeight: 0, ratingWeight: 1);
        var alone = new RatingsOnly(both);

        var measured = both.Evaluate(_rows);

        Assert.Equal(alone.Evaluate(_rows)["loss"], measured["rating/loss"]);
        Assert.Equal(measured["rating/loss"], measured["loss"], 1e-6);
        Assert.Equal(["loss"], alone.Evaluate(_rows).Keys);
    }

    [Fact]
    public void Training_reports_the_tasks_too_and_a_resumed_one_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        var history = Fit(callbacks: []);
        Assert.Equal(["loss", "last_batch_loss", "retrieval/loss", "rating/loss", "epoch_seconds", "val_loss", "val_retrieval/loss", "val_rating/loss"], history.Metrics);
        Assert.True(history["rating/loss"][^1] < history["rating/loss"][0]);

        var interrupted = folder.File("interrupted");
        Assert.Throws<OperationCanceledException>(() => Fit([new Checkpoint(interrupted, everySteps: 3), new StopAfter(7)]));
        var resumed = Fit([new Checkpoint(interrupted, everySteps: 3, resume: true)]);
        Assert.Equal(history["rating/loss"], resumed["rating/loss"]);
        Assert.Equal(history["retrieval/loss"], resumed["retrieval/loss"]);
    }

    [Fact]
    public void Tasks_without_names_are_called_as_their_fields_and_two_of_one_name_are_refused()
    {
        Assert.Equal(["loss", "first/loss", "second/loss"], new Twins(new Ranking(new MeanSquaredError()), new Ranking(new MeanSquaredError())).Evaluate(_rows).Keys);
        var error = Assert.Throws<InvalidOperationException>(() => new Twins(new Ranking(new MeanSquaredError(), name: "a"), new Ranking(new MeanSquaredError(), name: "a")).Evaluate(_rows));
        Assert.Contains("Two tasks of Twins are called \"a\"", error.Message);
    }

    private static History Fit(IReadOnlyList<Callback> callbacks)
    {
        var model = new Both(1, 1);
        model.Compile(new Adagrad(0.1f));
        return model.Fit(_rows, epochs: 3, batchSize: 250, validation: _rows, callbacks: callbacks);
    }

    private sealed class StopAfter(int steps) : Callback
    {
        private int _steps;

        public override void OnBatchEnd(TrainingProgress progress)
        {
            if (++_steps == steps)
            {
                throw new OperationCanceledException();
            }
        }
    }

    private sealed class Both(float retrievalWeight, float ratingWeight) : Model
    {
        private readonly Tower _users = Tower.Of(Feature.Id("user", _rows["user"], 4, seed: 1));
        private readonly Tower _items = Tower.Of(Feature.Id("item", _rows["item"], 4, seed: 2));
        private readonly Retrieval _retrieval = new();
        private readonly Ranking _rating = new(new MeanSquaredError());

        public (double Retrieval, double Rating) Losses(Batch batch) =>
            (_retrieval.Loss(_users.Embed(batch), _items.Embed(batch)).Item(), Rating(batch, _rating).Item());

        public Tensor Rating(Batch batch, Ranking task) =>
            task.Loss(batch.Values("rating"), (_users.Embed(batch).ToTensor() * _items.Embed(batch).ToTensor()).SumColumns());

        protected override Tensor ComputeLoss(Batch batch, bool training) =>
            (retrievalWeight * _retrieval.Loss(_users.Embed(batch), _items.Embed(batch))) + (ratingWeight * Rating(batch, _rating));
    }

    private sealed class RatingsOnly(Both towers) : Model
    {
        private readonly Ranking _task = new(new MeanSquaredError());

        protected override Tensor ComputeLoss(Batch batch, bool training) => towers.Rating(batch, _task);
    }

    private sealed class Twins(Ranking first, Ranking second) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            var ones = Tensor.Full(new Shape(batch.Count, 1), 1);
            return first.Loss(batch.Values("rating"), ones) + second.Loss(batch.Values("rating"), ones);
        }
    }
}
