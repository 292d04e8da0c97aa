namespace Tandem;

/// <summary>
/// Tells long computations that their result is no longer wanted. In a notebook, stopping a cell cancels the token; training and evaluation look at it
/// before each batch, so that an interrupted <see cref="Model.Fit"/> leaves the model as the last whole step left it.
/// </summary>
public static class Interruption
{
    private static readonly AsyncLocal<CancellationToken> _token = new();

    /// <summary>
    /// The token of the running cell, to be passed on to what takes one: requests, delays. Outside of a notebook it is never cancelled.
    /// </summary>
    public static CancellationToken Token
    {
        get => _token.Value;
        internal set => _token.Value = value;
    }

    /// <summary>For loops over several threads, which <see cref="Token"/> ends.</summary>
    internal static ParallelOptions Parallel => new() { CancellationToken = Token };

    /// <summary>Has a token end what runs until the result is disposed, beside the token of the running cell.</summary>
    internal static IDisposable? By(CancellationToken token) => token.CanBeCanceled ? new Scope(token) : null;

    private sealed class Scope : IDisposable
    {
        private readonly CancellationToken _outer = Token;
        private readonly CancellationTokenSource? _both;

        public Scope(CancellationToken token)
        {
            _both = _outer.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(_outer, token) : null;
            Token = _both?.Token ?? token;
        }

        public void Dispose()
        {
            Token = _outer;
            _both?.Dispose();
        }
    }
}
