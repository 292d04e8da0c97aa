using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>Keeps what a run tells, and shows it on the console as it comes. Safe to call from several threads.</summary>
internal sealed class RunRecorder
{
    private readonly Lock _gate = new();
    private readonly NotebookDocument _document;
    private readonly RunOptions _options;
    private readonly ConsoleProgress? _progress;
    private readonly IReadOnlyDictionary<int, PlannedCell> _planned;
    private readonly Dictionary<int, CellRun> _ended = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private OutputCollector _outputs = new();
    private int _running;
    private long _rawLength;
    private long _cellStart;
    private TimeSpan _compileTime;
    private TimeSpan _compileWait;

    public RunRecorder(NotebookDocument document, RunPlan plan, RunOptions options, ConsoleProgress? progress)
    {
        _document = document;
        _options = options;
        _progress = progress;
        _planned = plan.Cells.ToDictionary(planned => planned.Number);
    }

    /// <summary>True when the run said that no cell will run any more.</summary>
    public bool IsDone { get; private set; }

    public void Record(RunEvent happening)
    {
        lock (_gate)
        {
            switch (happening)
            {
                case CellStarted started:
                    Start(started.Number);
                    break;
                case CellShown shown when shown.Number == _running:
                    Show(shown.Output);
                    break;
                case CellEnded ended when ended.Number == _running:
                    End(ended.Status, ended.Elapsed);
                    break;
                case RunEnded done:
                    (IsDone, _compileTime, _compileWait) = (true, done.CompileTime, done.CompileWait);
                    break;
            }
        }
    }

    /// <summary>What the process wrote past the session, for the cell that runs, or ran last. Before the first cell it only reaches the console.</summary>
    public void RecordRaw(StreamOutput written)
    {
        lock (_gate)
        {
            if (Limited(written) is not { } output)
            {
                return;
            }

            if (_running > 0)
            {
                Show(output);
            }
            else if (_ended.Count > 0)
            {
                AppendToLast(output);
            }
            else
            {
                _progress?.Show(output);
            }
        }
    }

    /// <summary>The run ended from outside: the cell that ran, or was next, counts as ended that way.</summary>
    public void Stop(RunStatus status)
    {
        lock (_gate)
        {
            if (_running == 0 && _planned.Keys.Where(number => !_ended.ContainsKey(number)).Order().FirstOrDefault() is > 0 and var next)
            {
                Start(next);
            }

            if (_running > 0)
            {
                End(status, Stopwatch.GetElapsedTime(_cellStart));
            }
        }
    }

    /// <summary>The process ended before the run did.</summary>
    /// <param name="explain">Says why, given the cell that ran, or ran last: what it left behind can end the process too.</param>
    public void Crash(Func<PlannedCell, CellFailure> explain)
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                Reopen(_ended.Count > 0 ? _ended.Keys.Max() : _planned.Keys.Min());
            }

            Show(new ErrorOutput(explain(_planned[_running])));
            End(RunStatus.Crashed, Stopwatch.GetElapsedTime(_cellStart));
        }
    }

    public NotebookRun Finish()
    {
        lock (_gate)
        {
            _progress?.Finish();
            var cells = Cells();
            var last = cells.FirstOrDefault(cell => cell.EndedRun);
            return new NotebookRun(
                _document, last?.Status ?? RunStatus.Succeeded, cells, last?.Failure, MetricsCollector.Collect(cells), _options.Parameters,
                Stopwatch.GetElapsedTime(_start), _compileTime, _compileWait);
        }
    }

    private void Start(int number)
    {
        _running = number;
        _cellStart = Stopwatch.GetTimestamp();
        _outputs = new OutputCollector();
        _rawLength = 0;
        _progress?.Start(number, _document.Cells.Count, CellHeadings.Before(_document, number));
    }

    /// <summary>The session does not see this text, and cannot stop the cell for it: beyond the limit it is left out.</summary>
    private StreamOutput? Limited(StreamOutput output)
    {
        var limit = _options.OutputLimit ?? new SessionOptions().OutputLimit;
        var before = _rawLength;
        _rawLength += output.Text.Length;
        return _rawLength <= limit ? output
            : before <= limit ? new StreamOutput($"\n(The rest of what other code wrote to the console is left out: it passed the limit of {limit:N0} bytes for a cell.)\n", IsError: true)
            : null;
    }

    private void Show(CellOutput output)
    {
        _outputs.Add(output);
        _progress?.Show(output);
    }

    private void End(RunStatus status, TimeSpan elapsed)
    {
        _ended[_running] = new CellRun(_document.Cells[_running - 1], _running, status, _ended.Count + 1, _outputs.Finish(), elapsed) { MayFail = _planned[_running].MayFail };
        _running = 0;
    }

    private void Reopen(int number)
    {
        var earlier = _ended.Remove(number, out var run) ? run.Outputs : [];
        (_running, _cellStart, _outputs) = (number, Stopwatch.GetTimestamp(), new OutputCollector());
        foreach (var output in earlier)
        {
            _outputs.Add(output);
        }
    }

    private void AppendToLast(StreamOutput output)
    {
        var last = _ended[_ended.Keys.Max()];
        _ended[last.Number] = last with { Outputs = [.. last.Outputs, output] };
        _progress?.Show(output);
    }

    private List<CellRun> Cells() =>
    [
        .. _document.Cells.Select((cell, i) => _ended.GetValueOrDefault(i + 1) ?? new CellRun(
            cell, i + 1, _planned.ContainsKey(i + 1) ? RunStatus.NotRun : RunStatus.Succeeded, null, [], TimeSpan.Zero)),
    ];
}
