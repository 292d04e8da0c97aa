namespace Tandem.Notebooks;

/// <summary>Runs C# cells for Jupyter front ends, which talk to it in the Jupyter messaging protocol 5.4 over ZeroMQ.</summary>
/// <remarks>
/// Several clients may be connected at a time. Messages that are not signed with the connection's key, that are malformed or that come a second time are
/// dropped and logged. Paths in cells are taken from the process's working folder, which Jupyter sets to the notebook's.
/// </remarks>
public sealed class JupyterKernel : IAsyncDisposable
{
    /// <summary>What a cell that runs gets to stop when the kernel ends.</summary>
    private static readonly TimeSpan _stopTime = TimeSpan.FromSeconds(3);

    private readonly KernelSockets _sockets;
    private readonly KernelSession _session;
    private readonly StdinChannel _stdin;
    private readonly ExecuteHandler _execute;
    private readonly RequestLoop _shell;
    private readonly RequestLoop _control;

    private JupyterKernel(JupyterConnection connection, Action<string> log)
    {
        _sockets = KernelSockets.Bind(connection, log);
        var format = new MessageFormat(new MessageSigner(connection.Key));
        var iopub = new IoPubChannel(_sockets.IoPub, format);
        _stdin = new StdinChannel(new RequestChannel("stdin", _sockets.Stdin, format, log));
        _session = new KernelSession(new SessionOptions { File = "notebook.ipynb", Input = _stdin.AskAsync });
        var history = new ExecutionHistory();
        _execute = new ExecuteHandler(_session, history, _stdin);
        RequestHandler[] common = [new KernelInfoHandler(), new ConnectHandler(Connection), new ShutdownHandler(_session)];
        RequestHandler[] shell =
        [
            .. common, _execute, new IsCompleteHandler(), new CompleteHandler(_session), new InspectHandler(_session), new HistoryHandler(history),
            new CommInfoHandler(), new CommOpenHandler(), new CommMessageHandler("comm_msg"), new CommMessageHandler("comm_close"),
        ];
        _shell = new RequestLoop(new RequestChannel("shell", _sockets.Shell, format, log, questions: _sockets.Stdin), iopub, shell, log);
        RequestHandler[] control = [.. common, new InterruptHandler(_session), new DebugHandler()];
        _control = new RequestLoop(new RequestChannel("control", _sockets.Control, format, log), iopub, control, log);
    }

    /// <summary>Where the kernel listens, with the ports that were chosen where the connection left that open.</summary>
    public JupyterConnection Connection => _sockets.Connection;

    /// <summary>Starts to listen. Clients are answered once <see cref="RunAsync"/> is called.</summary>
    /// <param name="connection">Where to listen, and the key.</param>
    /// <param name="log">Takes a line about each message or connection that was dropped, on any thread; null to ignore them.</param>
    /// <exception cref="ArgumentException">The connection's address has no form that is known.</exception>
    /// <exception cref="IOException">An address is in use, or not this machine's.</exception>
    public static JupyterKernel Bind(JupyterConnection connection, Action<string>? log = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new JupyterKernel(connection, log ?? (_ => { }));
    }

    /// <summary>Answers clients until one of them ends the kernel.</summary>
    /// <param name="cancellationToken">Ends it too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AppDomain.CurrentDomain.ProcessExit += ReportExit;
        try
        {
            Task[] loops = [_shell.RunAsync(ended.Token), _control.RunAsync(ended.Token), _stdin.RunAsync(ended.Token), _sockets.EchoAsync(ended.Token)];
            var first = await Task.WhenAny(loops).ConfigureAwait(false);
            _session.Interrupt();
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(loops), Task.Delay(_stopTime, CancellationToken.None)).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= ReportExit;
        }
    }

    /// <summary>Stops the cell that runs, as the client's interrupt button does; does nothing between cells.</summary>
    public void Interrupt() => _session.Interrupt();

    /// <summary>Closes the sockets, and waits up to a second until what was said has reached the clients.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sockets.DisposeAsync().ConfigureAwait(false);
        _stdin.Dispose();
        _session.Dispose();
    }

    /// <summary>The process ends with a cell that runs: the cell's doing. The clients get to know it while there is time.</summary>
    private void ReportExit(object? sender, EventArgs e)
    {
        _execute.ReportExit();
        _sockets.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
