using System.Diagnostics;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A training under way: <c>Fit</c> is a loop over one, and a loop written by hand has batches, progress, history, callbacks
/// and checkpoints as easily.
/// </summary>
/// <example><code>
/// var run = new TrainingRun(model, train, epochs: 5, batchSize: 8192);
/// foreach (var epoch in run.Epochs())
/// {
///     foreach (var batch in run.Batches())
///     {
///         run.Step(batch);
///     }
///
///     run.EndEpoch(model.Evaluate(test));
/// }
///
/// run.History
/// </code></example>
public sealed class TrainingRun
{
    private readonly Table? _table;
    private readonly IEnumerable<Table> _parts;
    private readonly int? _shuffleSeed;
    private readonly Callback[] _callbacks;
    private readonly string _optimizer;
    private readonly Stopwatch _clock = new();
    private readonly UnreadLosses _unread = new();
    private TaskLosses? _taskLosses;
    private TrainingPosition _position = TrainingPosition.Start;
    private bool _inEpoch;

    /// <summary>Plans a training. Nothing happens before <see cref="Epochs"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">The rows.</param>
    /// <param name="epochs">How many times to go through them.</param>
    /// <param name="batchSize">How many rows a step sees; the last batch of an epoch has the rest.</param>
    /// <param name="shuffle">Whether to shuffle the rows in each epoch.</param>
    /// <param name="seed">Of the shuffles.</param>
    /// <param name="callbacks">Told of what happens; a progress display when omitted, nothing when empty.</param>
    /// <exception cref="ArgumentException">The table is empty, or a number out of its range.</exception>
    public TrainingRun(
        Model model,
        Table train,
        int epochs = 1,
        int batchSize = Model.DefaultBatchSize,
        bool shuffle = true,
        int seed = 0,
        IReadOnlyList<Callback>? callbacks = null)
        : this(model, PlanOf(train, epochs, batchSize), [train], batchSize, shuffle ? seed : null, callbacks) => _table = train;

    /// <summary>Plans a training on rows that come in parts. Nothing happens, and no part is asked for, before <see cref="Epochs"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parts">The rows, as <c>Fit</c> takes them.</param>
    /// <param name="epochs">How many times to go through them.</param>
    /// <param name="batchSize">How many rows a step sees, across the ends of parts; the last batch of an epoch has the rest.</param>
    /// <param name="shuffle">Whether to shuffle the rows of each part in each epoch.</param>
    /// <param name="seed">Of the shuffles.</param>
    /// <param name="callbacks">Told of what happens; a progress display when omitted, nothing when empty.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public TrainingRun(
        Model model,
        IEnumerable<Table> parts,
        int epochs = 1,
        int batchSize = Model.DefaultBatchSize,
        bool shuffle = true,
        int seed = 0,
        IReadOnlyList<Callback>? callbacks = null)
        : this(model, new TrainingPlan(epochs, BatchesPerEpoch: null, RowsPerEpoch: null), parts, batchSize, shuffle ? seed : null, callbacks)
    {
    }

    private static TrainingPlan PlanOf(Table train, int epochs, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(train);
        return new TrainingPlan(epochs, train.BatchCount(batchSize), train.RowCount);
    }

    private TrainingRun(Model model, TrainingPlan plan, IEnumerable<Table> parts, int batchSize, int? shuffleSeed, IReadOnlyList<Callback>? callbacks)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(parts);
        TableBatches.CheckSize(batchSize);
        if (plan.Epochs < 1)
        {
            throw new ArgumentOutOfRangeException("epochs", plan.Epochs, "Train for at least one epoch.");
        }

        (Model, Plan, BatchSize) = (model, plan, batchSize);
        (_parts, _shuffleSeed) = (parts, shuffleSeed);
        // A callback may change the learning rate on the way: what counts is what the training was begun with.
        _optimizer = $"{model.Optimizer}";
        // Checkpoints hold what the other callbacks remember of a step or an epoch, so these are told of it before.
        _callbacks = [.. (callbacks ?? [new ProgressDisplay()]).OrderBy(callback => callback is Checkpoint)];
    }

    /// <summary>The model in training.</summary>
    public Model Model { get; }

    /// <summary>What the training is going to do, as far as it is known: rows that come in parts are counted in each epoch.</summary>
    public TrainingPlan Plan { get; private set; }

    /// <summary>What its epochs measured.</summary>
    public History History { get; } = new();

    /// <summary>The epoch under way, or the next one, from 0.</summary>
    public int Epoch => _position.Epoch;

    /// <summary>How many rows a step sees.</summary>
    internal int BatchSize { get; }

    /// <summary>Measured after each epoch by whoever runs the loop.</summary>
    internal Table? Validation { get; init; }

    /// <summary>Measured after each epoch, too.</summary>
    internal Table? TrainingSample { get; init; }

    /// <summary>What the training repeats exactly when it is resumed with the same.</summary>
    internal IReadOnlyDictionary<string, string> Settings => new OrderedDictionary<string, string>
    {
        ["training rows"] = _table is null ? "in parts" : $"{_table.RowCount}",
        ["training data"] = _table is null ? "in parts" : TableFingerprint.Of(_table),
        ["validation data"] = Validation is null ? "none" : TableFingerprint.Of(Validation),
        ["training sample"] = TrainingSample is null ? "none" : TableFingerprint.Of(TrainingSample),
        ["batch size"] = $"{BatchSize}",
        ["optimizer"] = _optimizer,
        ["shuffle seed"] = _shuffleSeed is { } seed ? $"{seed}" : "none",
    };

    /// <summary>The callbacks, in the order of being told.</summary>
    internal IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>Where the training stands. Setting it is resuming.</summary>
    internal TrainingPosition Position
    {
        get
        {
            ReadLosses();
            return _position with { Seconds = _position.Seconds + _clock.Elapsed.TotalSeconds, TaskLosses = _taskLosses?.Losses ?? [] };
        }

        set => _position = value;
    }

    /// <summary>Ends the training after the epoch under way.</summary>
    /// <param name="reason">Kept as <see cref="History.StopReason"/>.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        History.StopReason ??= reason;
    }

    /// <summary>The numbers of the epochs, from 0 or where a checkpoint left off, until all are done or a callback ends the training.</summary>
    public IEnumerable<int> Epochs()
    {
        Tell(callback => callback.OnTrainBegin(this));
        try
        {
            while (_position.Epoch < Plan.Epochs && History.StopReason is null)
            {
                _inEpoch = true;
                _clock.Restart();
                _taskLosses = BeginTaskLosses();
                yield return _position.Epoch;
                if (_inEpoch)
                {
                    EndEpoch();
                }
            }
        }
        finally
        {
            _taskLosses?.Dispose();
        }

        Tell(callback => callback.OnTrainEnd(History));
    }

    /// <summary>Gathers the losses of the tasks, but on a device that runs ahead of the program, which would have to wait for each.</summary>
    private TaskLosses? BeginTaskLosses()
    {
        if (Model.Tasks.Count == 0 || Model.Parameters[0].Value.Device.RunsAhead)
        {
            return null;
        }

        var losses = new TaskLosses(Model.Tasks);
        foreach (var (begun, task) in _position.TaskLosses.Zip(losses.Losses))
        {
            task.Add(begun.Total, begun.Rows);
        }

        return losses;
    }

    /// <summary>The batches of the epoch; of one that a checkpoint interrupted, those that are left.</summary>
    /// <exception cref="ArgumentException">While going through them: of rows that come in parts, there are none, or a part is <see langword="null"/> or has other columns than the first.</exception>
    /// <exception cref="InvalidDataException">While going through them: the parts are not those that a checkpoint's training had read.</exception>
    public IEnumerable<Batch> Batches() => BatchesAfter(_position);

    private IEnumerable<Batch> BatchesAfter(TrainingPosition begun)
    {
        // A table is compared as a whole before anything is resumed.
        var read = _table is null && (begun.Parts is not null || _callbacks.Any(callback => callback is Checkpoint { SavesWithinEpochs: true })) ? new PartsFingerprint() : null;
        var (batches, rows) = (0, 0L);
        foreach (var batch in (read?.Noting(_parts) ?? _parts).Batches(BatchSize, _shuffleSeed, begun.Epoch))
        {
            (batches, rows) = (batches + 1, rows + batch.Count);
            if (batches == begun.Batches && begun.Parts is { } parts && parts != read?.Value)
            {
                throw OtherParts(begun);
            }

            if (batches > begun.Batches)
            {
                _position = _position with { Parts = read?.Value };
                yield return batch;
            }
        }

        if (batches < begun.Batches && begun.Parts is not null)
        {
            throw OtherParts(begun);
        }

        Plan = Plan with { BatchesPerEpoch = batches, RowsPerEpoch = rows };
    }

    private static InvalidDataException OtherParts(TrainingPosition begun) => new(
        $"The parts are not those that the training had read when its checkpoint was saved, in epoch {begun.Epoch + 1} after {begun.Batches} batches. "
        + "Give the parts that it was begun with, in the same order, or begin another training in another folder.");

    /// <summary>
    /// Trains the model on a batch and takes note of its loss, without waiting for it where the device runs ahead of the program: losses are then read once a second and when
    /// the epoch ends.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <exception cref="InvalidOperationException">The model was not compiled, or its loss is not one number.</exception>
    /// <exception cref="NonFiniteException">A loss, gradient or weight was NaN or infinite.</exception>
    public void Step(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = new TensorScope();
        var loss = Model.Step(batch, readsLoss: false);
        if (!loss.Device.RunsAhead)
        {
            Add(batch, loss.Item());
            return;
        }

        _unread.Add(loss, batch.Count);
        if (_unread.AreDue || _position.Batches + 1 == Plan.BatchesPerEpoch)
        {
            ReadLosses();
        }

        EndStep(batch);
    }

    /// <summary>Takes note of a step that was taken otherwise than by <see cref="Step"/>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="loss">Its loss, as <see cref="Model.TrainStep"/> returns it.</param>
    public void Add(Batch batch, float loss)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadLosses();
        Add(loss, batch.Count);
        EndStep(batch);
    }

    /// <summary>
    /// Ends the epoch: its losses, the time it took, the learning rate where it follows a schedule, and what else was measured go to the history. An epoch that ends without it ends by itself.
    /// </summary>
    /// <param name="validation">Measured on validation rows, if any; kept as <c>val_…</c>.</param>
    /// <param name="measured">Measured otherwise, kept under its own names.</param>
    /// <exception cref="InvalidOperationException">No epoch is under way, or it had no step.</exception>
    public void EndEpoch(MetricValues? validation = null, IEnumerable<KeyValuePair<string, double>>? measured = null)
    {
        if (!_inEpoch || _position.Rows == 0)
        {
            throw new InvalidOperationException("An epoch ends after its steps: go through run.Epochs(), and in it through run.Batches() with run.Step(batch) for each.");
        }

        ReadLosses();
        _inEpoch = false;
        var epoch = _position.Epoch;
        var values = new MetricValues(
        [
            new("loss", _position.TotalLoss / _position.Rows),
            new("last_batch_loss", _position.LastLoss),
            .. _taskLosses?.Means() ?? [],
            new("epoch_seconds", Position.Seconds),
            .. ScheduledRate(),
            .. measured ?? [],
            .. validation?.Select(pair => KeyValuePair.Create($"val_{pair.Key}", pair.Value)) ?? [],
        ]);
        History.Add(values);
        _taskLosses?.Dispose();
        _taskLosses = null;
        _position = TrainingPosition.Start with { Epoch = epoch + 1 };
        _clock.Reset();
        Tell(callback => callback.OnEpochEnd(epoch, values));
    }

    private void Add(float loss, int rows) => _position = _position with { TotalLoss = _position.TotalLoss + Model.TotalLoss(loss, rows), LastLoss = loss };

    private void EndStep(Batch batch)
    {
        _position = _position with { Batches = _position.Batches + 1, Rows = _position.Rows + batch.Count };
        var read = _position.Rows - _unread.Rows;
        var progress = new TrainingProgress(Epoch, _position.Batches, _position.Rows, read > 0 ? _position.TotalLoss / read : null);
        Tell(callback => callback.OnBatchEnd(progress));
    }

    private void ReadLosses()
    {
        var (losses, rows) = _unread.Read();
        if (losses.Length == 0)
        {
            return;
        }

        Model.CheckFinite(losses);
        foreach (var (loss, count) in losses.Zip(rows))
        {
            Add(loss, count);
        }
    }

    /// <summary>The learning rate that the next step has, where a schedule changes it.</summary>
    private IEnumerable<KeyValuePair<string, double>> ScheduledRate() =>
        Model.Optimizer is GradientOptimizer { Schedule: not null } optimizer ? [new("learning_rate", optimizer.LearningRate)] : [];

    private void Tell(Action<Callback> what)
    {
        foreach (var callback in _callbacks)
        {
            what(callback);
        }
    }
}
