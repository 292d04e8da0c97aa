using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class ModelTests
{
    private const string Top1 = "factorized_top_k/top_1_categorical_accuracy";

    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Pairs(1000, users: 40, items: 30);

    [Fact]
    public void A_loss_that_is_not_one_number_is_refused_by_its_model_s_name()
    {
        var model = new RowwiseModel(new Dense("dense", 1, 2));
        var rows = Table.FromColumns(Column.Of("x", [1.0, 2.0, 3.0]));
        model.Compile(new Sgd());

        Assert.Contains("RowwiseModel.ComputeLoss gave a tensor of shape [3, 2]", Assert.Throws<InvalidOperationException>(() => model.TrainStep(new Batch(rows))).Message);
        Assert.Contains("Mean()", Assert.Throws<InvalidOperationException>(() => model.Evaluate(rows)).Message);
    }

    [Fact]
    public void Fit_lowers_the_loss_and_measures_what_was_asked_for()
    {
        var history = Fitted(out _, validation: _pairs, trainingSample: _pairs);

        Assert.Equal(3, history.Epochs.Count);
        Assert.True(history["loss"][2] < history["loss"][0]);
        Assert.Equal(history[Top1], history[$"val_{Top1}"]);
        Assert.Contains("last_batch_loss", history.Metrics);
    }

    [Fact]
    public void A_metric_that_was_not_computed_is_absent()
    {
        var history = Fitted(out _);

        Assert.Equal(["loss", "last_batch_loss", "epoch_seconds"], history.Metrics);
        var error = Assert.Throws<KeyNotFoundException>(() => history["val_loss"]);
        Assert.Contains("last_batch_loss", error.Message);
    }

    [Fact]
    public void A_loop_written_by_hand_gives_the_same_bits_as_Fit()
    {
        var history = Fitted(out _);
        var (users, items) = Towers();
        var (task, optimizer) = (new Retrieval(), new Adagrad(0.1f));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var total = 0.0;
            foreach (var batch in _pairs.Batches(128, shuffleSeed: 42, epoch))
            {
                using var step = new TensorScope();
                var loss = task.Loss(users.Embed(batch), items.Embed(batch));
                loss.Backward();
                optimizer.Step(users.Parameters.Concat(items.Parameters));
                total += loss.Item();
            }

            Assert.Equal(history["loss"][epoch], total / _pairs.RowCount);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Fitted(out var first);
        Fitted(out var second);
        Fitted(out var third, seed: 43);

        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(third));
    }

    [Fact]
    public void Every_row_is_seen_once_an_epoch_in_an_order_of_its_own()
    {
        int[] Order(int epoch) => [.. _pairs.Batches(128, shuffleSeed: 1, epoch).SelectMany(batch => batch.Rows.ToArray())];

        Assert.Equal(Enumerable.Range(0, 1000), Order(0).Order());
        Assert.NotEqual(Order(0), Order(1));
        Assert.Equal(Order(1), Order(1));
        Assert.Equal(8, _pairs.Batches(128).Count());
        Assert.Equal(1000 % 128, _pairs.Batches(128).Last().Count);
    }

    [Fact]
    public void Training_and_evaluation_leave_no_tensor_behind()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        model.Fit(_pairs, batchSize: 128, validation: _pairs, callbacks: []);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var live = Device.Current.LiveStorages;

        model.Fit(_pairs, epochs: 2, batchSize: 128, validation: _pairs, callbacks: []);
        model.Predict(_pairs);

        Assert.Equal(live, Device.Current.LiveStorages);
    }

    [Fact]
    public void Evaluation_changes_nothing_and_repeats_itself()
    {
        Fitted(out var model);
        var weights = Weights(model);

        var first = model.Evaluate(_pairs, batchSize: 100);
        var second = model.Evaluate(_pairs, batchSize: 100);

        Assert.Equal(first, second);
        Assert.Equal(weights, Weights(model));
    }

    [Fact]
    public void Metrics_do_not_depend_on_the_batch_size()
    {
        Fitted(out var model);

        Assert.Equal(model.Evaluate(_pairs, batchSize: 1000)[Top1], model.Evaluate(_pairs, batchSize: 7)[Top1]);
    }

    [Fact]
    public void Metrics_computed_while_training_see_the_weights_of_their_step()
    {
        var (users, items) = Towers();
        var metric = new FactorizedTopK(_corpus, items, 1);
        var (task, optimizer) = (new Retrieval(metric), new Adagrad(0.5f));
        var expected = 0.0;
        foreach (var batch in _pairs.Batches(250))
        {
            using var step = new TensorScope();
            expected += 250 * Accuracy(users, items, batch);
            task.Loss(users.Embed(batch), items.Embed(batch), computeMetrics: true).Backward();
            optimizer.Step(users.Parameters.Concat(items.Parameters));
        }

        Assert.Equal(expected / 1000, metric.Results()[Top1], 1e-9);
    }

    [Fact]
    public void Prediction_gives_a_number_for_each_row()
    {
        Fitted(out var model);

        var predictions = model.Predict(_pairs, batchSize: 64);

        Assert.Equal(1000, predictions.Length);
        Assert.Equal(predictions[..10], model.Predict(_pairs.Take(10)));
    }

    [Fact]
    public void A_learning_rate_that_blows_up_is_an_error_that_names_the_step_and_the_tower()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Sgd(1e30f));

        var error = Assert.Throws<NonFiniteException>(() => model.Fit(_pairs, epochs: 5, batchSize: 128, callbacks: []));

        Assert.Contains("step ", error.Message);
        Assert.Contains("/embedding", error.Message);
        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Gradient));
        Assert.All(model.Parameters.SelectMany(parameter => parameter.Value.ToArray()), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void What_cannot_be_trained_says_why()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        Assert.Contains("Compile", Assert.Throws<InvalidOperationException>(() => model.Fit(_pairs, callbacks: [])).Message);

        model.Compile(new Adagrad(0.1f));
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => model.Fit(_pairs.Take(0), callbacks: [])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => model.Fit(_pairs, validation: _pairs.Take(0), callbacks: [])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => model.Evaluate(_pairs.Take(0))).Message);
        Assert.Contains("at least one row", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(_pairs, batchSize: 0, callbacks: [])).Message);
        Assert.Contains("epoch", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(_pairs, epochs: 0, callbacks: [])).Message);
        Assert.Contains("item", Assert.Throws<ArgumentException>(() => model.Fit(_pairs.Drop("item"), callbacks: [])).Message);
        Assert.Throws<InvalidOperationException>(() => new EmptyModel().Compile(new Sgd()));
        Assert.Throws<NotSupportedException>(() => new EmptyModel().Predict(_pairs));
    }

    private static double Accuracy(Tower users, Tower items, Batch batch)
    {
        using var noGradient = new NoGradient();
        var metric = new FactorizedTopK(_corpus, items, 1);
        metric.Update(users.Embed(batch), items.Embed(batch));
        return metric.Results()[Top1];
    }

    private static History Fitted(out TwoTowerModel model, Table? validation = null, Table? trainingSample = null, int seed = 42)
    {
        model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        return model.Fit(_pairs, epochs: 3, batchSize: 128, validation, trainingSample, seed: seed, callbacks: []);
    }

    private static (Tower Users, Tower Items) Towers() =>
        (Tower.Of(Feature.Id("user", _pairs["user"], 8)), Tower.Of(Feature.Id("item", _corpus["item"], 8)));

    private static float[] Weights(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>Users who like the items near their own number.</summary>
    private static Table Pairs(int rows, int users, int items)
    {
        var random = new SeededRandom(5);
        var drawn = Enumerable.Range(0, rows).Select(_ => random.NextInt(users)).ToArray();
        return Table.FromColumns(
            FixedTower.Ids("user", drawn), FixedTower.Ids("item", drawn.Select(user => (user + random.NextInt(6)) % items)));
    }

    private sealed class EmptyModel : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => Tensor.Zeros(default);
    }

    private sealed class RowwiseModel(Dense dense) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => dense.Apply(batch.Values("x").Reshape(new Shape(batch.Count, 1)));
    }
}
