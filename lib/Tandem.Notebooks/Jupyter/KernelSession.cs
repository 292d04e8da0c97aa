namespace Tandem.Notebooks;

/// <summary>The session that a kernel's cells run in. It is made in the background: a client that asks who the kernel is need not wait for it.</summary>
internal sealed class KernelSession(SessionOptions options) : IDisposable
{
    private readonly Task<NotebookSession> _session = Task.Run(() => new NotebookSession(options));
    private CancellationTokenSource? _running;

    /// <summary>Runs a cell.</summary>
    /// <returns>Why it failed or where it was stopped; null when it ran to its end. A failure is also shown.</returns>
    public async Task<CellFailure?> RunAsync(NotebookCell cell, int number, Action<CellOutput> show)
    {
        var session = await _session.ConfigureAwait(false);
        using var interruption = new CancellationTokenSource();
        Volatile.Write(ref _running, interruption);
        try
        {
            return (await session.RunAsync(cell, number, show, interruption.Token).ConfigureAwait(false)).Failure;
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }
    }

    /// <inheritdoc cref="NotebookSession.CompleteAsync"/>
    public async Task<CompletionList> CompleteAsync(string code, int cursor) =>
        await (await _session.ConfigureAwait(false)).CompleteAsync(code, cursor).ConfigureAwait(false);

    /// <inheritdoc cref="NotebookSession.InspectAsync"/>
    public async Task<MimeBundle?> InspectAsync(string code, int cursor, InspectionDetail detail) =>
        await (await _session.ConfigureAwait(false)).InspectAsync(code, cursor, detail).ConfigureAwait(false);

    /// <summary>Stops the cell that runs; does nothing between cells.</summary>
    public void Interrupt()
    {
        try
        {
            Volatile.Read(ref _running)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cell ended in this moment.
        }
    }

    public void Dispose()
    {
        if (_session.IsCompletedSuccessfully)
        {
            _session.Result.Dispose();
        }
    }
}
