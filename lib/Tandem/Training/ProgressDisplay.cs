using System.Diagnostics;
using System.Globalization;

namespace Tandem;

/// <summary>
/// Shows how training goes: in a terminal a bar with rate and remaining time, refreshed in place, and in a notebook that can replace what it showed the same;
/// elsewhere – a log, a pipe – one line an epoch, and one every half minute of an epoch that takes longer. Where the rows come in parts, the first epoch shows the rows seen so far instead. Metrics are shown by their short names, which <see cref="History"/>,
/// <see cref="MetricValues"/>, <see cref="EarlyStopping"/> and the plots take as well.
/// </summary>
public sealed class ProgressDisplay : Callback
{
    private const int BarWidth = 24;

    private readonly Func<ProgressOutput> _open;
    private readonly Stopwatch _epochClock = new();
    private ProgressOutput? _output;
    private TrainingRun? _run;
    private long _rowsSeen;

    /// <summary>Writes to the notebook or the console, in the way that suits where it leads.</summary>
    public ProgressDisplay() => _open = () => (ProgressOutput?)LiveProgress.TryOpen() ?? (Console.IsOutputRedirected || InNotebook ? new LineProgress(null, TimeProvider.System) : new TerminalProgress(null));

    /// <summary>Writes to <paramref name="writer"/>.</summary>
    /// <param name="writer">Where to; the console when <see langword="null"/>.</param>
    /// <param name="refreshes">Whether it understands a carriage return, as terminals do.</param>
    /// <param name="time">Tells the time; the system's clock when <see langword="null"/>.</param>
    public ProgressDisplay(TextWriter? writer, bool refreshes, TimeProvider? time = null) =>
        _open = () => refreshes ? new TerminalProgress(writer) : new LineProgress(writer, time ?? TimeProvider.System);

    /// <summary>A notebook session sets this switch, since it captures a console that may be a terminal.</summary>
    private static bool InNotebook => AppContext.TryGetSwitch("Tandem.Notebook", out var on) && on;

    /// <summary>One display may see several trainings; each has a place of its own.</summary>
    private ProgressOutput Output => _output ??= _open();

    /// <summary>What is going to happen, as far as it is known by now.</summary>
    private TrainingPlan Plan => _run?.Plan ?? new TrainingPlan(0, null, null);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = run;
        _output = null;
        _epochClock.Restart();
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingProgress progress)
    {
        _rowsSeen = progress.Rows;
        if (Output.IsDue)
        {
            Output.Refresh(Bar(progress));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, MetricValues values)
    {
        var seconds = values.TryGetValue("epoch_seconds", out var measured) ? measured : _epochClock.Elapsed.TotalSeconds;
        Output.Add($"{Title(epoch)}  {seconds,6:F2} s  {Rate(Plan.RowsPerEpoch ?? _rowsSeen, seconds),6} rows/s  {Summary(values)}");
        _epochClock.Restart();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(History history)
    {
        if (history?.StopReason is { } reason)
        {
            Output.Add($"Ended early: {reason}.");
        }

        Output.End();
    }

    private string Bar(TrainingProgress progress)
    {
        var seconds = _epochClock.Elapsed.TotalSeconds;
        var rate = $"{Rate(progress.Rows, seconds)} rows/s";
        var loss = progress.Loss is { } mean ? $"  loss {mean:F4}" : "";
        if (Plan.BatchesPerEpoch is not { } batches)
        {
            return $"{Title(progress.Epoch)}  {progress.Rows:N0} rows  {rate}{loss}";
        }

        // An epoch may turn out longer than the one before it, whose batches were counted.
        var done = Math.Min(1, (double)progress.Batches / batches);
        var filled = (int)(done * BarWidth);
        return $"{Title(progress.Epoch)}  [{new string('=', filled)}{new string('.', BarWidth - filled)}]  {rate}  ETA {seconds / done * (1 - done):F1} s{loss}";
    }

    private string Title(int epoch) => $"Epoch {(epoch + 1).ToString(CultureInfo.InvariantCulture).PadLeft(Plan.Epochs.ToString(CultureInfo.InvariantCulture).Length)}/{Plan.Epochs}";

    private static string Rate(long rows, double seconds) => (rows / Math.Max(seconds, 1e-9)) switch
    {
        >= 1e6 and var rate => (rate / 1e6).ToString("F2", CultureInfo.InvariantCulture) + "M",
        >= 1e3 and var rate => (rate / 1e3).ToString("F0", CultureInfo.InvariantCulture) + "k",
        var rate => rate.ToString("F0", CultureInfo.InvariantCulture),
    };

    /// <summary>The losses, and of each family of top-k accuracies the largest k.</summary>
    private static string Summary(MetricValues values)
    {
        var losses = values.Where(pair => pair.Key is "loss" or "val_loss");
        var metrics = values.Where(pair => pair.Key.Contains('/')).GroupBy(pair => pair.Key[..pair.Key.IndexOf('/')]).Select(family => family.Last());
        return string.Join("  ", losses.Concat(metrics).Select(pair => $"{MetricNames.Short(pair.Key)} {MetricValues.Format(pair.Value)}"));
    }
}
