using System.Runtime.InteropServices;

namespace Tandem.Cli;

/// <summary>Ctrl+C, or a request to end: the first one asks the command to stop in order, the second ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Ask))];

    /// <summary>Is cancelled by the first one.</summary>
    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _asked.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        // The second time the user means it: let the signal end the process.
        context.Cancel = !_asked.IsCancellationRequested;
        _asked.Cancel();
    }
}
