using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class CallbackTests
{
    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 600).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, 600).Select(row => ((row % 40) + (row / 40 % 6)) % 30)));

    [Fact]
    public void Early_stopping_ends_the_training_and_says_why()
    {
        var stopping = new EarlyStopping("scripted_loss", patience: 2);

        var history = Scripted(Compiled(), "scripted_loss", [3, 2, 2.5, 2.1, 1], stopping);

        Assert.Equal(4, history.Epochs.Count);
        Assert.Equal(1, stopping.BestEpoch);
        Assert.Equal("scripted_loss was best in epoch 2, 2, and not in the 2 after it", history.StopReason);
        Assert.EndsWith($"Ended early: {history.StopReason}", history.ToString());
    }

    [Theory]
    [InlineData(0, 0.0, 3)]
    [InlineData(1, 0.0, 3)]
    [InlineData(2, 0.0, 5)]
    [InlineData(1, 0.5, 2)]
    [InlineData(9, 0.0, 5)]
    public void Patience_and_least_improvement_are_those_of_Keras(int patience, double minDelta, int epochs)
    {
        var history = Scripted(Compiled(), "scripted_accuracy", [0.1, 0.2, 0.2, 0.3, 0.3], new EarlyStopping("scripted_accuracy", patience, minDelta));

        Assert.Equal(epochs, history.Epochs.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_weights_of_the_best_epoch_can_be_restored(bool withEarlyStopping)
    {
        var after = new List<float[]>();
        Callback best = withEarlyStopping ? new EarlyStopping("scripted_loss", patience: 2, restoreBestWeights: true) : new BestWeights("scripted_loss");
        var model = Compiled();

        Scripted(model, "scripted_loss", [3, 1, 2, 2], new EveryEpoch(() => after.Add(Bits(model))), best);

        Assert.Equal(after[1], Bits(model));
        Assert.NotEqual(after[3], Bits(model));
    }

    [Fact]
    public void NaN_is_never_the_best_value()
    {
        var best = new BestWeights("scripted_loss");
        Scripted(Compiled(), "scripted_loss", [double.NaN, 2, double.NaN, 3], best);
        Assert.Equal(1, best.BestEpoch);
    }

    [Fact]
    public void A_metric_whose_name_does_not_tell_its_goal_needs_one()
    {
        Assert.Contains("Goal.Minimize", Assert.Throws<ArgumentException>(() => new EarlyStopping("coverage")).Message);
        _ = new EarlyStopping("coverage", goal: Goal.Maximize);
        Assert.Contains("Watch one of these", Assert.Throws<KeyNotFoundException>(() => Fit(2, new EarlyStopping("val_loss"))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(minDelta: -1));
    }

    [Fact]
    public void The_history_file_is_up_to_date_after_every_epoch()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("history.csv");
        var lengths = new List<int>();

        Fit(3, new HistoryFile(path), new EveryEpoch(() => lengths.Add(History.Load(path).Epochs.Count)));

        Assert.Equal([1, 2, 3], lengths);
    }

    [Fact]
    public void A_loop_written_by_hand_over_a_run_is_Fit()
    {
        var expected = Compiled();
        var fitted = expected.Fit(_pairs, epochs: 3, batchSize: 100, validation: _pairs, callbacks: []);
        var model = Compiled();
        var seen = new Counting();

        var run = new TrainingRun(model, _pairs, epochs: 3, batchSize: 100, callbacks: [seen]);
        foreach (var epoch in run.Epochs())
        {
            Assert.Equal(epoch, run.Epoch);
            foreach (var batch in run.Batches())
            {
                run.Add(batch, model.TrainStep(batch));
            }

            run.EndEpoch(model.Evaluate(_pairs, 100));
        }

        Assert.Equal(Bits(expected), Bits(model));
        Assert.Equal(fitted.Metrics, run.History.Metrics);
        foreach (var metric in fitted.Metrics.Where(metric => metric != "epoch_seconds"))
        {
            Assert.Equal(fitted[metric], run.History[metric]);
        }

        Assert.Equal((1, 18, 3, 1), (seen.Begun, seen.Steps, seen.Epochs, seen.Ended));
    }

    [Fact]
    public void An_epoch_without_an_end_of_its_own_ends_by_itself_and_one_without_steps_is_an_error()
    {
        var run = new TrainingRun(Compiled(), _pairs, epochs: 1, callbacks: []);
        foreach (var _ in run.Epochs())
        {
            foreach (var batch in run.Batches())
            {
                run.Add(batch, run.Model.TrainStep(batch));
            }
        }

        Assert.Single(run.History.Epochs);
        var idle = new TrainingRun(Compiled(), _pairs, epochs: 1, callbacks: []);
        Assert.Contains("run.Batches()", Assert.Throws<InvalidOperationException>(() => idle.Epochs().ToArray()).Message);
        Assert.Throws<InvalidOperationException>(() => run.EndEpoch());
    }

    [Fact]
    public void The_mean_of_batch_losses_is_weighted_by_their_rows_when_a_loss_is_a_mean()
    {
        var rows = Table.FromColumns(Column.Of("age", [1.0, 2, 3, 4, 5]));
        var model = new MeanLoss();
        model.Compile(new Sgd(1e-9f));

        Assert.Equal(3, model.Evaluate(rows, batchSize: 2)["loss"], 1e-6);
        Assert.Equal(3, model.Fit(rows, batchSize: 2, callbacks: [])["loss"][0], 1e-5);
    }

    [Theory]
    [InlineData(Reduction.SumOverBatchSize)]
    [InlineData(Reduction.Sum)]
    public void The_loss_of_a_history_is_that_of_a_row_whatever_the_reduction_of_the_task(Reduction reduction)
    {
        var rows = Table.FromColumns(FixedTower.Ids("user", [0, 0, 0, 0, 0]), Column.Of("rating", [1.0, 2, 3, 4, 5]));
        var tower = FixedTower.Of("user", [[0f], [0f]]);
        var model = new RatingModel(tower, new Ranking(new MeanSquaredError(reduction)));
        model.Compile(new Sgd(1e-9f));

        Assert.Equal(11, model.Evaluate(rows, batchSize: 2)["loss"], 1e-5);
        Assert.Equal(11, model.Fit(rows, batchSize: 2, callbacks: [])["loss"][0], 1e-5);
    }

    private static History Fit(int epochs, params Callback[] callbacks) => Compiled().Fit(_pairs, epochs, batchSize: 200, callbacks: callbacks);

    private static TwoTowerModel Compiled()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        return model;
    }

    private static float[] Bits(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>Trains as Fit does, with chosen numbers in the place of a metric.</summary>
    private static History Scripted(Model model, string metric, double[] values, params Callback[] callbacks)
    {
        var run = new TrainingRun(model, _pairs, epochs: values.Length, batchSize: 200, callbacks: callbacks);
        foreach (var epoch in run.Epochs())
        {
            foreach (var batch in run.Batches())
            {
                run.Add(batch, model.TrainStep(batch));
            }

            run.EndEpoch(measured: [new(metric, values[epoch])]);
        }

        return run.History;
    }

    private sealed class EveryEpoch(Action act) : Callback
    {
        public override void OnEpochEnd(int epoch, MetricValues values) => act();
    }

    private sealed class Counting : Callback
    {
        public int Begun { get; private set; }

        public int Steps { get; private set; }

        public int Epochs { get; private set; }

        public int Ended { get; private set; }

        public override void OnTrainBegin(TrainingRun run) => Begun++;

        public override void OnBatchEnd(TrainingProgress progress) => Steps++;

        public override void OnEpochEnd(int epoch, MetricValues values) => Epochs++;

        public override void OnTrainEnd(History history) => Ended++;
    }

    private sealed class RatingModel(Tower users, Ranking task) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) =>
            task.Loss(batch.Values("rating").Reshape(new Shape(batch.Count, 1)), users.Embed(batch).ToTensor());
    }

    private sealed class MeanLoss : Model
    {
        private readonly Weight _weight = new();

        protected override bool LossIsMean => true;

        protected override Tensor ComputeLoss(Batch batch, bool training) => (batch.Values("age") * _weight.One.Value).Mean();
    }

    private sealed class Weight : Layer
    {
        public Parameter One { get; } = new("one", Tensor.From(1f));

        public override IEnumerable<Parameter> Parameters => [One];
    }
}
