namespace Tandem.Notebooks;

/// <summary>
/// Runs a notebook from its first cell to its last, without a front end, in this process. A cell that ends the process ends its caller too: see
/// <see cref="IsolatedRunner"/>.
/// </summary>
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
        var (running, plan) = RunPreparation.Prepare(document, _options);
        var recorder = new RunRecorder(running, plan, _options, progress);
        await new CellLoop(plan, recorder.Record).RunAsync(cancellationToken).ConfigureAwait(false);
        return recorder.Finish();
    }
}
