namespace Tandem;

/// <summary>Ends a training with the weights of the epoch in which a metric was best.</summary>
public sealed class BestWeights : Callback
{
    private readonly Monitor _monitor;

    /// <summary>Chooses what to watch.</summary>
    /// <param name="monitor">The metric, by its name in the history.</param>
    /// <param name="goal">Which values are better; the metric's name tells by default.</param>
    /// <exception cref="ArgumentException">The name does not tell the goal.</exception>
    public BestWeights(string monitor = "val_loss", Goal goal = Goal.Auto) => _monitor = new Monitor(monitor, goal, minDelta: 0, keepsWeights: true);

    /// <summary>The best epoch, from 0; <see langword="null"/> before the first.</summary>
    public int? BestEpoch => _monitor.BestEpoch;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _monitor.Begin(run);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">The metric was not measured; the message lists what was.</exception>
    public override void OnEpochEnd(int epoch, MetricValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _monitor.Improved(epoch, values);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(History history) => _monitor.RestoreWeights();

    /// <summary>As in <c>BestWeights(val_loss, Minimize)</c>.</summary>
    public override string ToString() => $"{nameof(BestWeights)}({_monitor})";

    /// <inheritdoc/>
    public override void SaveState(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _monitor.Save(state);
    }

    /// <inheritdoc/>
    public override void LoadState(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _monitor.Load(state);
    }
}
