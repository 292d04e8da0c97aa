namespace Tandem;

/// <summary>Keeps the history of a training in a file that is up to date after every epoch, as JSON or, when its name ends in .csv, as CSV.</summary>
public sealed class HistoryFile : Callback
{
    private readonly string _path;
    private TrainingRun? _run;

    /// <summary>Chooses the file; an existing one is replaced after the first epoch.</summary>
    public HistoryFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run) => _run = run;

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, MetricValues values) => _run!.History.Save(_path);

    /// <inheritdoc/>
    public override void OnTrainEnd(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        history.Save(_path);
    }
}
