using System.Collections.Concurrent;

namespace Tandem.Notebooks.Tests;

/// <summary>A kernel on free ports, and its first client.</summary>
internal sealed class KernelHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly JupyterKernel _kernel;

    public KernelHarness(string key = "a key")
    {
        _kernel = JupyterKernel.Bind(new JupyterConnection { Key = key }, Log.Enqueue);
        Running = _kernel.RunAsync(_ending.Token);
        Client = new JupyterTestClient(_kernel.Connection);
    }

    public JupyterTestClient Client { get; }

    public JupyterConnection Connection => _kernel.Connection;

    /// <summary>The kernel's answering; ends when the kernel does.</summary>
    public Task Running { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    public void Interrupt() => _kernel.Interrupt();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _kernel.DisposeAsync();
        Client.Dispose();
        _ending.Dispose();
    }
}
