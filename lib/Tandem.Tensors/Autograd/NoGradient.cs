namespace Tandem.Tensors;

/// <summary>While it is open, operations on this thread are not recorded: evaluation needs no gradients, and saves their cost.</summary>
public sealed class NoGradient : IDisposable
{
    [ThreadStatic]
    private static int _open;

    private bool _disposed;

    /// <summary>Stops recording on this thread until disposed. May be nested.</summary>
    public NoGradient() => _open++;

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool IsRecording => _open == 0;

    /// <summary>Records again, unless an outer one is still open.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _open--;
        }
    }
}
