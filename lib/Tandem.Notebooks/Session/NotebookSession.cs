using System.Diagnostics;
using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>Runs a notebook's cells one after another; what a cell declares, the cells after it can use.</summary>
/// <remarks>
/// Cells can call everything in <see cref="NotebookDisplay"/>, and have <c>System</c>, <c>System.Collections</c>,
/// <c>System.Collections.Generic</c>, <c>System.IO</c>, <c>System.Linq</c>, <c>System.Text</c>, <c>System.Threading.Tasks</c>, <c>Tandem</c> and
/// <c>Tandem.Tensors</c> in scope. <c>#!lsmagic</c> lists the directives that cells can hold, and the kernels that they can be written for.
/// </remarks>
public sealed class NotebookSession : IDisposable
{
    /// <summary>How long a cell that is to stop may take to do so.</summary>
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(2);

    private readonly SessionOptions _options;
    private readonly SessionState _state = new();
    private readonly ScriptCompiler _compiler;
    private readonly CellPlanner _planner;
    private readonly FailureReader _failures;
    private readonly LanguageService _language;
    private AheadCompiler? _ahead;
    private int _running;

    /// <summary>Starts an empty session.</summary>
    /// <param name="options">The notebook's file and parameters; null for the defaults.</param>
    public NotebookSession(SessionOptions? options = null)
    {
        options ??= new SessionOptions();
        options = options with { File = Path.GetFullPath(options.File) };
        _options = options;
        _compiler = new ScriptCompiler(Path.GetDirectoryName(options.File)!);
        _planner = new CellPlanner(options);
        _failures = new FailureReader(options.File);
        _language = new LanguageService(_compiler, _state, _planner.Kernels, Path.GetDirectoryName(options.File)!);
        // The library's progress bar then writes lines, where it would refresh one of the terminal that it does not have.
        AppContext.SetSwitch("Tandem.Notebook", true);
        CompilerWarmup.Start();
        ConsoleRouter.Install();
        UnhandledExceptions.Install();
    }

    /// <summary>Wall time spent compiling so far, in the background too.</summary>
    public TimeSpan CompileTime => _compiler.Elapsed;

    /// <summary>Wall time that cells waited for the compiler so far.</summary>
    public TimeSpan CompileWait { get; private set; }

    /// <summary>The variables that cells declared, in the order of their declaration; of several declarations of a name, the latest.</summary>
    public IReadOnlyList<SessionVariable> Variables => _state.Variables;

    /// <summary>
    /// Begins to compile cells that will be run in this order, in the background. To be called once, before the first cell runs. What a cell does and
    /// shows is the same without it.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <exception cref="InvalidOperationException">A cell was run before, or this was called before.</exception>
    public void CompileAhead(IReadOnlyList<NotebookCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (_ahead is not null || _state.Last is not null)
        {
            throw new InvalidOperationException("Cells can be compiled ahead once, before the first one runs.");
        }

        _ahead = new AheadCompiler(cells, _planner, _compiler);
    }

    /// <summary>
    /// Runs a cell. When the token is cancelled, the cell is stopped: loops of the cell's own code, waiting and the library's training end at once; code that
    /// computes on in other libraries cannot be stopped, and is left behind after two seconds. In both cases the session is ready for the next cell, and
    /// what the cell had declared and computed is there.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its 1-based number in the notebook, for messages.</param>
    /// <param name="show">Gets each output as it comes, one at a time, from any thread.</param>
    /// <param name="cancellationToken">Stops the cell.</param>
    /// <returns>How the cell ended; a failure, or where the cell was stopped, is also shown as an output.</returns>
    /// <exception cref="InvalidOperationException">Another cell of the session is running.</exception>
    public async Task<CellResult> RunAsync(NotebookCell cell, int number, Action<CellOutput> show, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(show);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            throw new InvalidOperationException("A cell of this session is running: wait for its end, or stop it, before running the next.");
        }

        try
        {
            return await RunAloneAsync(cell, number, new CellContext(show, _options), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running = 0;
        }
    }

    /// <summary>
    /// Finds what may take the place of the word at a cursor, in code that is to be the session's next cell: names, members, keywords, directives. The code need
    /// not be complete or right. Nothing is run, and the session stays as it is; while a cell runs, what it declares is known as soon as it runs.
    /// </summary>
    /// <param name="code">The cell's text so far.</param>
    /// <param name="cursor">The cursor, in UTF-16 units from the start of <paramref name="code"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cursor is not in the code.</exception>
    public Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellationToken = default)
    {
        CheckCursor(code, cursor);
        return Task.Run(() => _language.Complete(code, cursor), cancellationToken);
    }

    /// <summary>
    /// Tells what is known of the name at a cursor, or of the method that is called there, in code that is to be the session's next cell: its signature, its
    /// documentation, and the value of a variable.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The cursor, in UTF-16 units from the start of <paramref name="code"/>.</param>
    /// <param name="detail">How much to tell.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>HTML and plain text; null when nothing is known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cursor is not in the code.</exception>
    public Task<MimeBundle?> InspectAsync(string code, int cursor, InspectionDetail detail = InspectionDetail.Brief, CancellationToken cancellationToken = default)
    {
        CheckCursor(code, cursor);
        return Task.Run(() => _language.Inspect(code, cursor, detail), cancellationToken);
    }

    /// <summary>Ends what the session does in the background.</summary>
    public void Dispose()
    {
        _ahead?.Dispose();
        _planner.Dispose();
    }

    private static void CheckCursor(string code, int cursor)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cursor, code.Length);
    }

    private async Task<CellResult> RunAloneAsync(NotebookCell cell, int number, CellContext context, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        CellFailure? failure;
        using (cancellationToken.UnsafeRegister(_ => context.RequestStop(), null))
        {
            var run = Task.Run(() => RunCellAsync(cell, number, context), CancellationToken.None);
            failure = await EndOrStopLimitAsync(run, context).ConfigureAwait(false)
                ? await run.ConfigureAwait(false)
                : _failures.Interrupted(number, "The cell was asked to stop, and its code runs on in the background. Restart the session to end it.");
            if (failure is not null)
            {
                context.ShowAndClose(failure);
            }

            if (context.IsStopping)
            {
                _ = CellGuard.EndStopAsync(run);
            }

            return new CellResult(failure, Stopwatch.GetElapsedTime(start))
            {
                WasInterrupted = failure is not null && context.IsStopping && !context.PassedLimit,
                StillRuns = !run.IsCompleted,
            };
        }
    }

    /// <summary>False when the cell was asked to stop and has not.</summary>
    private static async Task<bool> EndOrStopLimitAsync(Task run, CellContext context)
    {
        await Task.WhenAny(run, context.StopRequested).ConfigureAwait(false);
        await Task.WhenAny(run, Task.Delay(_stopLimit)).ConfigureAwait(false);
        return run.IsCompleted;
    }

    private async Task<CellFailure?> RunCellAsync(NotebookCell cell, int number, CellContext context)
    {
        CellContext.Current = context;
        Interruption.Token = context.Stopping;
        try
        {
            context.Stopping.ThrowIfCancellationRequested();
            var prepared = await WaitForAheadAsync(cell, context.Stopping).ConfigureAwait(false);
            var plan = prepared?.Plan ?? _planner.Plan(cell);
            var start = Stopwatch.GetTimestamp();
            var failure = await RunStepsAsync(plan, prepared?.Code, number, context).ConfigureAwait(false);
            if (plan.IsTimed)
            {
                var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture);
                NotebookDisplay.display($"Wall time: {elapsed} ms");
            }

            return failure;
        }
        catch (DirectiveException failure)
        {
            return FailureReader.Read(failure, number);
        }
        catch (Exception failure)
        {
            // Not the cell's code: what prepares it, and the steps between.
            return context.IsStopping ? _failures.Interrupted(failure, number) : _failures.Read(failure, number);
        }
    }

    private async Task<CellFailure?> RunStepsAsync(CellPlan plan, IReadOnlyList<CompiledStep>? prepared, int number, CellContext context)
    {
        var codeIndex = 0;
        foreach (var step in plan.Steps)
        {
            var failure = step is CodeStep code
                ? await RunCodeAsync(code, prepared?[codeIndex++], number, context).ConfigureAwait(false)
                : await ActAsync(step, number, context).ConfigureAwait(false);
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<CellFailure?> ActAsync(PlanStep step, int number, CellContext context)
    {
        switch (step)
        {
            case ShowStep show:
                context.Show(new DisplayOutput(show.Content, Guid.NewGuid().ToString("N")));
                return null;
            case ActStep act:
                await act.Act(new StepContext(context, _state), context.Stopping).ConfigureAwait(false);
                return null;
            default:
                var steps = await ((DeferredStep)step).Expand(new StepContext(context, _state), context.Stopping).ConfigureAwait(false);
                return await RunStepsAsync(new CellPlan(steps, IsTimed: false), null, number, context).ConfigureAwait(false);
        }
    }

    private async Task<CellFailure?> RunCodeAsync(CodeStep code, CompiledStep? prepared, int number, CellContext context)
    {
        _failures.Remember(code);
        var compiled = Ready(prepared, code, context.Stopping);
        return compiled.Errors.Count > 0
            ? FailureReader.Read(compiled.Errors, code, number)
            : await ExecuteAsync(compiled, number, context).ConfigureAwait(false);
    }

    private async Task<CellFailure?> ExecuteAsync(CompiledStep compiled, int number, CellContext context)
    {
        try
        {
            var result = await new CellThread<MimeBundle?>(context, () => ResultAsync(compiled)).RunAsync().ConfigureAwait(false);
            if (result is not null)
            {
                context.Show(new ResultOutput(result));
            }

            // A cell that ends because its threads were stopped is no cell that ran to its end.
            return context.PassedLimit ? _failures.PassedLimit(null, _options.OutputLimit, number)
                : context.IsStopping ? _failures.Interrupted(new OperationCanceledException(), number)
                : null;
        }
        catch (Exception failure)
        {
            return context.PassedLimit ? _failures.PassedLimit(failure, _options.OutputLimit, number)
                : context.IsStopping ? _failures.Interrupted(failure, number)
                : _failures.Read(failure, number);
        }
    }

    /// <summary>Formatting is part of it: it calls the code of the value's type, which may be the cell's.</summary>
    private async Task<MimeBundle?> ResultAsync(CompiledStep compiled)
    {
        var value = await _state.RunAsync(compiled);
        // display(x) without a semicolon: x was shown already.
        return value is not DisplayedValue && (value is not null || compiled.EndsInNull()) ? ValueFormatter.Format(value) : null;
    }

    private CompiledStep Ready(CompiledStep? prepared, CodeStep step, CancellationToken stopping)
    {
        if (prepared is not null && prepared.Previous == _state.Last)
        {
            return prepared;
        }

        var start = Stopwatch.GetTimestamp();
        var compiled = _compiler.Compile(_state.Last, step, stopping);
        CompileWait += Stopwatch.GetElapsedTime(start);
        return compiled;
    }

    private async Task<PreparedCell?> WaitForAheadAsync(NotebookCell cell, CancellationToken stopping)
    {
        if (_ahead is null)
        {
            return null;
        }

        var start = Stopwatch.GetTimestamp();
        var prepared = await _ahead.FindAsync(cell).WaitAsync(stopping).ConfigureAwait(false);
        CompileWait += Stopwatch.GetElapsedTime(start);
        return prepared;
    }
}
