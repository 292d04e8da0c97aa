namespace Tandem.Notebooks;

/// <summary>
/// Compiles a notebook's cells in the background, in order, while earlier ones run: what a cell compiles to does not depend on what those compute.
/// It stops at the first cell that does not compile, whose directives fail, or whose steps are not known before it runs; from there on, the session compiles each cell when its turn comes, and
/// reports what is wrong then.
/// </summary>
internal sealed class AheadCompiler : IDisposable
{
    private readonly Dictionary<NotebookCell, TaskCompletionSource<PreparedCell?>> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationTokenSource _end = new();

    public AheadCompiler(IReadOnlyList<NotebookCell> cells, CellPlanner planner, ScriptCompiler compiler)
    {
        foreach (var cell in cells)
        {
            _prepared[cell] = new TaskCompletionSource<PreparedCell?>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _ = Task.Factory.StartNew(() => Run(cells, planner, compiler), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The cell's plan and compiled code, waited for if need be; null when it was not prepared.</summary>
    public Task<PreparedCell?> FindAsync(NotebookCell cell) =>
        _prepared.TryGetValue(cell, out var prepared) ? prepared.Task : Task.FromResult<PreparedCell?>(null);

    /// <summary>Compiles no further.</summary>
    public void Dispose() => _end.Cancel();

    private void Run(IReadOnlyList<NotebookCell> cells, CellPlanner planner, ScriptCompiler compiler)
    {
        try
        {
            CompiledStep? previous = null;
            foreach (var cell in cells)
            {
                var plan = planner.Plan(cell);
                if (plan.Steps.Any(step => step is DeferredStep))
                {
                    return;
                }

                var compiled = new List<CompiledStep>();
                foreach (var step in plan.Steps.OfType<CodeStep>())
                {
                    var next = compiler.Compile(previous, step, _end.Token);
                    if (next.Errors.Count > 0)
                    {
                        return;
                    }

                    compiled.Add(next);
                    previous = next.Continuation;
                }

                _prepared[cell].SetResult(new PreparedCell(plan, compiled));
            }
        }
        catch (Exception)
        {
            // The session meets the same failure when the cell's turn comes, and reports it there.
        }
        finally
        {
            foreach (var prepared in _prepared.Values)
            {
                prepared.TrySetResult(null);
            }
        }
    }
}
