using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Long work ends when another thread says so, and leaves a model that can be used.</summary>
public sealed class CancellationTests
{
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 4000).Select(row => row % 40)), FixedTower.Ids("item", Enumerable.Range(0, 4000).Select(row => row * 7 % 30)));

    [Fact]
    public void A_cancelled_training_leaves_the_weights_of_the_last_whole_step()
    {
        using var source = new CancellationTokenSource();
        var (cancelled, whole) = (new Pairs(), new Pairs());
        cancelled.Compile(new Adagrad(0.1f));
        whole.Compile(new Adagrad(0.1f));
        var steps = new Steps(step =>
        {
            if (step == 25)
            {
                CancelFromAnotherThread(source);
            }
        });

        Assert.Throws<OperationCanceledException>(() => cancelled.Fit(_pairs, epochs: 1000, batchSize: 100, callbacks: [steps], cancellation: source.Token));

        var run = new TrainingRun(whole, _pairs, epochs: 1000, batchSize: 100, callbacks: []);
        foreach (var batch in run.Epochs().SelectMany(_ => run.Batches()).Take(25))
        {
            run.Step(batch);
        }

        Assert.Equal(25, steps.Count);
        Assert.Equal(whole.Predict(_pairs), cancelled.Predict(_pairs));
        Assert.Equal(2, cancelled.Fit(_pairs, epochs: 2, callbacks: []).Epochs.Count);
    }

    [Fact]
    public void An_evaluation_and_a_prediction_end_before_their_next_batch()
    {
        using var source = new CancellationTokenSource();
        var model = new Pairs { OnBatch = () => CancelFromAnotherThread(source) };

        Assert.Throws<OperationCanceledException>(() => model.Evaluate(_pairs, batchSize: 100, source.Token));
        Assert.Throws<OperationCanceledException>(() => model.Predict(_pairs, batchSize: 100, source.Token));
        Assert.Equal(1, model.Batches);
        model.OnBatch = null;
        Assert.Contains("loss", model.Evaluate(_pairs));
    }

    [Fact]
    public void A_cancelled_search_is_no_list_of_failures()
    {
        using var source = new CancellationTokenSource();
        var trials = 0;
        var search = new GridSearch(new SearchSpace().Choice("rate", 0.1f, 0.2f, 0.3f));

        Assert.Throws<OperationCanceledException>(() => search.Run(
            "loss",
            parameters =>
            {
                trials++;
                var model = new Pairs { OnBatch = () => CancelFromAnotherThread(source) };
                model.Compile(new Adagrad(parameters.Float("rate")));
                return model.Fit(_pairs, epochs: 1000, batchSize: 100, callbacks: []);
            },
            cancellation: source.Token));
        Assert.Equal(1, trials);
    }

    private static void CancelFromAnotherThread(CancellationTokenSource source)
    {
        var thread = new Thread(source.Cancel);
        thread.Start();
        thread.Join();
    }

    private sealed class Steps(Action<int> on) : Callback
    {
        public int Count { get; private set; }

        public override void OnBatchEnd(TrainingProgress progress) => on(++Count);
    }

    private sealed class Pairs : Model
    {
        private readonly Tower _users = Tower.Of(Feature.Id("user", _pairs["user"], 4, seed: 1));
        private readonly Tower _items = Tower.Of(Feature.Id("item", _pairs["item"], 4, seed: 2));
        private readonly Retrieval _task = new();

        public Action? OnBatch { get; set; }

        public int Batches { get; private set; }

        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            Batches++;
            OnBatch?.Invoke();
            return _task.Loss(_users.Embed(batch), _items.Embed(batch));
        }

        protected override Tensor ComputePrediction(Batch batch) => (_users.Embed(batch).ToTensor() * _items.Embed(batch).ToTensor()).SumColumns();
    }
}
