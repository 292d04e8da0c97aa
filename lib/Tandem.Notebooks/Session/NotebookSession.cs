using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.Scripting;

namespace Tandem.Notebooks;

/// <summary>Runs a notebook's cells one after another; what a cell declares, the cells after it can use.</summary>
/// <remarks>
/// Cells can call everything in <see cref="NotebookDisplay"/>, and have <c>System</c>, <c>System.Collections.Generic</c>, <c>System.IO</c>,
/// <c>System.Linq</c>, <c>System.Threading.Tasks</c>, <c>Tandem</c> and <c>Tandem.Tensors</c> in scope. <c>#!lsmagic</c> lists the directives that cells
/// can hold, and the kernels that they can be written for.
/// </remarks>
public sealed class NotebookSession : IDisposable
{
    private readonly ScriptCompiler _compiler;
    private readonly CellPlanner _planner;
    private readonly FailureReader _failures;
    private AheadCompiler? _ahead;
    private ScriptState? _state;

    /// <summary>Starts an empty session.</summary>
    /// <param name="options">The notebook's file and parameters; null for the defaults.</param>
    public NotebookSession(SessionOptions? options = null)
    {
        options ??= new SessionOptions();
        options = options with { File = Path.GetFullPath(options.File) };
        _compiler = new ScriptCompiler(Path.GetDirectoryName(options.File)!);
        _planner = new CellPlanner(options);
        _failures = new FailureReader(options.File);
        // The library's progress bar then writes lines, where it would refresh one of the terminal that it does not have.
        AppContext.SetSwitch("Tandem.Notebook", true);
        CompilerWarmup.Start();
        ConsoleRouter.Install();
    }

    /// <summary>Wall time spent compiling so far, in the background too.</summary>
    public TimeSpan CompileTime => _compiler.Elapsed;

    /// <summary>Wall time that cells waited for the compiler so far.</summary>
    public TimeSpan CompileWait { get; private set; }

    /// <summary>
    /// Begins to compile cells that will be run in this order, in the background. To be called once, before the first cell runs. What a cell does and
    /// shows is the same without it.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <exception cref="InvalidOperationException">A cell was run before, or this was called before.</exception>
    public void CompileAhead(IReadOnlyList<NotebookCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (_ahead is not null || _state is not null)
        {
            throw new InvalidOperationException("Cells can be compiled ahead once, before the first one runs.");
        }

        _ahead = new AheadCompiler(cells, _planner, _compiler);
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its 1-based number in the notebook, for messages.</param>
    /// <param name="show">Gets each output as it comes, one at a time, from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting. The cell's code goes on if it does not end by itself: abandon the session then.</param>
    /// <returns>How the cell ended; a failure is also shown as an output.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<CellResult> RunAsync(NotebookCell cell, int number, Action<CellOutput> show, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(show);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        var context = new CellContext(show);
        // On a thread of its own: code that never awaits must not hold up the caller's waiting, nor keep a thread of the pool.
        var run = Task.Factory.StartNew(
            () => RunCellAsync(cell, number, context, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        // What waits for the cell must not go on inside of whoever cancels: that may be the cell itself, within a write that holds the console's lock.
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CellFailure? failure;
        using (cancellationToken.UnsafeRegister(_ => cancelled.TrySetCanceled(cancellationToken), null))
        {
            await (await Task.WhenAny(run, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
            failure = await run.ConfigureAwait(false);
        }

        if (failure is not null)
        {
            context.Show(new ErrorOutput(failure));
        }

        return new CellResult(failure, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compiler.Dispose();
        _planner.Dispose();
    }

    private async Task<CellFailure?> RunCellAsync(NotebookCell cell, int number, CellContext context, CancellationToken cancellationToken)
    {
        CellContext.Current = context;
        try
        {
            var prepared = await WaitForAheadAsync(cell).ConfigureAwait(false);
            var plan = prepared?.Plan ?? _planner.Plan(cell);
            var start = Stopwatch.GetTimestamp();
            var failure = await RunStepsAsync(plan, prepared?.Code, number, context, cancellationToken).ConfigureAwait(false);
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
    }

    private async Task<CellFailure?> RunStepsAsync(CellPlan plan, IReadOnlyList<CompiledStep>? prepared, int number, CellContext context, CancellationToken cancellationToken)
    {
        var codeIndex = 0;
        foreach (var step in plan.Steps)
        {
            var failure = step is CodeStep code
                ? await RunCodeAsync(code, prepared?[codeIndex++], number, context, cancellationToken).ConfigureAwait(false)
                : await ActAsync(step, number, context, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private async Task<CellFailure?> ActAsync(PlanStep step, int number, CellContext context, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ShowStep show:
                context.Show(new DisplayOutput(show.Content, Guid.NewGuid().ToString("N")));
                return null;
            case ActStep act:
                await act.Act(new StepContext(context, _state), cancellationToken).ConfigureAwait(false);
                return null;
            default:
                var steps = await ((DeferredStep)step).Expand(new StepContext(context, _state), cancellationToken).ConfigureAwait(false);
                return await RunStepsAsync(new CellPlan(steps, IsTimed: false), null, number, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CellFailure?> RunCodeAsync(CodeStep code, CompiledStep? prepared, int number, CellContext context, CancellationToken cancellationToken)
    {
        _failures.Remember(code);
        var compiled = Ready(prepared, code);
        return compiled.Errors.Count > 0
            ? FailureReader.Read(compiled.Errors, code, number)
            : await ExecuteAsync(compiled, number, context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CellFailure?> ExecuteAsync(CompiledStep compiled, int number, CellContext context, CancellationToken cancellationToken)
    {
        _state = _state is null
            ? await compiled.Script.RunAsync(null, _ => true, cancellationToken).ConfigureAwait(false)
            : await compiled.Script.RunFromAsync(_state, _ => true, cancellationToken).ConfigureAwait(false);
        if (_state.Exception is { } exception)
        {
            return _failures.Read(exception, number);
        }

        if (_state.ReturnValue is not null || compiled.EndsInNull())
        {
            context.Show(new ResultOutput(ValueFormatter.Format(_state.ReturnValue)));
        }

        return null;
    }

    private CompiledStep Ready(CompiledStep? prepared, CodeStep step)
    {
        if (prepared is not null && prepared.Previous == _state?.Script)
        {
            return prepared;
        }

        var start = Stopwatch.GetTimestamp();
        var compiled = _compiler.Compile(_state?.Script, step);
        CompileWait += Stopwatch.GetElapsedTime(start);
        return compiled;
    }

    private async Task<PreparedCell?> WaitForAheadAsync(NotebookCell cell)
    {
        if (_ahead is null)
        {
            return null;
        }

        var start = Stopwatch.GetTimestamp();
        var prepared = await _ahead.FindAsync(cell).ConfigureAwait(false);
        CompileWait += Stopwatch.GetElapsedTime(start);
        return prepared;
    }
}
