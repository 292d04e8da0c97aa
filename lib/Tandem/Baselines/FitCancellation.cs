namespace Tandem;

/// <summary>What ends a fit early: the caller's token, or the cell that is to stop (<see cref="Interruption"/>).</summary>
internal sealed class FitCancellation(CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Interruption.Token);

    /// <summary>Cancelled as soon as either is.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>For loops over several threads.</summary>
    public ParallelOptions Parallel => new() { CancellationToken = Token };

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
