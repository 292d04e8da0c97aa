namespace Tandem;

/// <summary>Ends a training when a metric no longer improves; names and defaults are those of Keras.</summary>
/// <example><code>
/// model.Fit(train, epochs: 50, validation: test, callbacks: [new ProgressDisplay(), new EarlyStopping("val_loss", patience: 2, restoreBestWeights: true)]);
/// </code></example>
public sealed class EarlyStopping : Callback
{
    private readonly string _metric;
    private readonly int _patience;
    private readonly bool _restoreBestWeights;
    private readonly Monitor _monitor;
    private TrainingRun? _run;
    private int _waited;

    /// <summary>Chooses what to watch.</summary>
    /// <param name="monitor">The metric, by its name in the history.</param>
    /// <param name="patience">How many epochs in a row without improvement end the training; 0 is as 1.</param>
    /// <param name="minDelta">By how much a value must beat the best one to be an improvement.</param>
    /// <param name="goal">Which values are better; the metric's name tells by default.</param>
    /// <param name="restoreBestWeights">Whether the model ends with the weights of the best epoch, not of the last one.</param>
    /// <exception cref="ArgumentException">A number is negative, or the name does not tell the goal.</exception>
    public EarlyStopping(string monitor = "val_loss", int patience = 0, double minDelta = 0, Goal goal = Goal.Auto, bool restoreBestWeights = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        _monitor = new Monitor(monitor, goal, minDelta, restoreBestWeights);
        (_metric, _patience, _restoreBestWeights) = (monitor, patience, restoreBestWeights);
    }

    /// <summary>The best epoch, from 0; <see langword="null"/> before the first.</summary>
    public int? BestEpoch => _monitor.BestEpoch;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = run;
        _waited = 0;
        _monitor.Begin(run);
    }

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">The metric was not measured; the message lists what was.</exception>
    public override void OnEpochEnd(int epoch, MetricValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _waited = _monitor.Improved(epoch, values) ? 0 : _waited + 1;
        if (_waited > 0 && _waited >= _patience)
        {
            _run!.Stop($"{_metric} was best in epoch {_monitor.BestEpoch + 1}, {MetricValues.Format(_monitor.BestValue)}, and not in the {_waited} after it");
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(History history)
    {
        if (_restoreBestWeights)
        {
            _monitor.RestoreWeights();
        }
    }

    /// <summary>As in <c>EarlyStopping(val_loss, Minimize by 0.001, patience 2, best weights restored)</c>.</summary>
    public override string ToString() => $"{nameof(EarlyStopping)}({_monitor}, patience {_patience}{(_restoreBestWeights ? ", best weights restored" : "")})";

    /// <inheritdoc/>
    public override void SaveState(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("waited", _waited);
        _monitor.Save(state);
    }

    /// <inheritdoc/>
    public override void LoadState(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _waited = state.Int("waited");
        _monitor.Load(state);
    }
}
