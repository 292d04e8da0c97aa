using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>Runs a notebook from its first cell to its last, without a front end.</summary>
/// <param name="options">How to run; null for the defaults.</param>
/// <param name="progress">Gets what happens, as it happens; null for silence.</param>
public sealed class NotebookRunner(RunOptions? options = null, ConsoleProgress? progress = null)
{
    private readonly RunOptions _options = options ?? new RunOptions();

    /// <summary>Runs a notebook. A failing cell, the time-out and an interruption end the run; what was shown until then is kept.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="cancellationToken">Interrupts the run.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="NotebookFormatException">All its code is in a language that is not run here; nothing was run.</exception>
    /// <exception cref="BadParameterException">A parameter is not declared, or its value is not of its type; nothing was run.</exception>
    public async Task<NotebookRun> RunAsync(NotebookDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        CheckLanguage(document);
        CheckParameters(document);
        var start = Stopwatch.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.Timeout is { } limit)
        {
            timeout.CancelAfter(limit);
        }

        using var session = new NotebookSession(new SessionOptions { File = document.Path, Parameters = _options.Parameters });
        session.CompileAhead(document.Cells);
        var cells = await RunCellsAsync(document, session, timeout.Token, cancellationToken).ConfigureAwait(false);
        progress?.Finish();

        var failure = cells.SelectMany(cell => cell.Outputs).OfType<ErrorOutput>().FirstOrDefault()?.Failure;
        var status = cells.Select(cell => cell.Status).FirstOrDefault(status => status is not (RunStatus.Succeeded or RunStatus.NotRun), RunStatus.Succeeded);
        return new NotebookRun(
            document, status, cells, failure, MetricsCollector.Collect(cells), _options.Parameters,
            Stopwatch.GetElapsedTime(start), session.CompileTime, session.CompileWait);
    }

    private async Task<List<CellRun>> RunCellsAsync(NotebookDocument document, NotebookSession session, CancellationToken timeout, CancellationToken interruption)
    {
        var runs = new List<CellRun>();
        var executionCount = 0;
        var stopped = false;
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            if (!cell.IsCode || string.IsNullOrWhiteSpace(cell.Source))
            {
                EnterSection(cell);
                runs.Add(new CellRun(cell, i + 1, RunStatus.Succeeded, null, [], TimeSpan.Zero));
                continue;
            }

            var run = stopped
                ? new CellRun(cell, i + 1, RunStatus.NotRun, null, [], TimeSpan.Zero)
                : await RunCellAsync(cell, i + 1, ++executionCount, document.Cells.Count, session, timeout, interruption).ConfigureAwait(false);
            stopped |= run.Status != RunStatus.Succeeded;
            runs.Add(run);
        }

        return runs;
    }

    private void EnterSection(NotebookCell cell)
    {
        if (cell.IsMarkdown)
        {
            progress?.Enter(cell);
        }
    }

    private async Task<CellRun> RunCellAsync(
        NotebookCell cell, int number, int executionCount, int cellCount, NotebookSession session, CancellationToken timeout, CancellationToken interruption)
    {
        var outputs = new OutputCollector();
        var start = Stopwatch.GetTimestamp();
        progress?.Start(number, cellCount);
        RunStatus status;
        try
        {
            var result = await session.RunAsync(cell, number, Show, timeout).ConfigureAwait(false);
            status = result.Succeeded ? RunStatus.Succeeded : RunStatus.Failed;
        }
        catch (OperationCanceledException)
        {
            status = interruption.IsCancellationRequested ? RunStatus.Interrupted : RunStatus.TimedOut;
        }

        return new CellRun(cell, number, status, executionCount, outputs.Snapshot(), Stopwatch.GetElapsedTime(start));

        void Show(CellOutput output)
        {
            outputs.Add(output);
            progress?.Show(output);
        }
    }

    private static void CheckLanguage(NotebookDocument document)
    {
        if (document.ForeignLanguage is { } language)
        {
            throw new NotebookFormatException(document.Path, 1, $"the notebook is written in {language}, and C# notebooks are what is run here; run it with a kernel for {language}");
        }
    }

    private void CheckParameters(NotebookDocument document)
    {
        if (_options.Parameters.Count == 0)
        {
            return;
        }

        var declared = NotebookParameter.DeclaredIn(document);
        foreach (var (name, value) in _options.Parameters)
        {
            var parameter = declared.FirstOrDefault(candidate => candidate.Name == name) ?? throw new BadParameterException(
                $"{document.FileName} declares no parameter '{name}'; it declares {(declared.Count == 0 ? "none" : string.Join(", ", declared.Select(known => known.Name)))}. "
                + "A parameter is declared by a line '#!set --name NAME --value DEFAULT' in a C# cell.");
            try
            {
                parameter.Check(value);
            }
            catch (ArgumentException failure)
            {
                throw new BadParameterException($"{document.FileName}: {failure.Message}.");
            }
        }
    }
}
