using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>The five sockets that a kernel listens on.</summary>
internal sealed class KernelSockets : IAsyncDisposable
{
    // Beats and subscriptions are short, and nobody signs them: these peers stay strangers. Subscribers may be as slow as any.
    private static readonly StrangerLimits _unsigned = new() { MessageBytes = 64 << 10, Connections = 256, KeepSpeakers = true };
    private static readonly ZmqOptions _heartbeat = new() { Strangers = _unsigned with { QueueBytes = 256 << 10 } };
    private static readonly ZmqOptions _iopub = new() { Strangers = _unsigned with { QueueBytes = new ZmqOptions().QueueBytes } };

    private readonly List<ZmqSocket> _sockets = [];

    private KernelSockets(JupyterConnection connection, Action<string> log)
    {
        // Without a key nobody can show that he belongs here.
        var requests = new ZmqOptions { Strangers = connection.Key.Length > 0 ? new StrangerLimits() : null };
        try
        {
            Shell = Open(() => RouterSocket.Bind(connection.Endpoint(connection.ShellPort), log, requests));
            IoPub = Open(() => PublisherSocket.Bind(connection.Endpoint(connection.IoPubPort), log, _iopub));
            Stdin = Open(() => RouterSocket.Bind(connection.Endpoint(connection.StdinPort), log, requests));
            Control = Open(() => RouterSocket.Bind(connection.Endpoint(connection.ControlPort), log, requests));
            Heartbeat = Open(() => RouterSocket.Bind(connection.Endpoint(connection.HeartbeatPort), log, _heartbeat));
        }
        catch
        {
            DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }

        Connection = connection with
        {
            ShellPort = PortOf(Shell, connection.ShellPort),
            IoPubPort = PortOf(IoPub, connection.IoPubPort),
            StdinPort = PortOf(Stdin, connection.StdinPort),
            ControlPort = PortOf(Control, connection.ControlPort),
            HeartbeatPort = PortOf(Heartbeat, connection.HeartbeatPort),
        };
    }

    /// <summary>Listens.</summary>
    /// <exception cref="ArgumentException">The connection's address has no form that is known.</exception>
    /// <exception cref="IOException">An address is in use, or not this machine's; none is kept.</exception>
    public static KernelSockets Bind(JupyterConnection connection, Action<string> log) => new(connection, log);

    /// <summary>The connection with the ports that were chosen.</summary>
    public JupyterConnection Connection { get; }

    public RouterSocket Shell { get; }

    public PublisherSocket IoPub { get; }

    public RouterSocket Stdin { get; }

    public RouterSocket Control { get; }

    public RouterSocket Heartbeat { get; }

    /// <summary>Sends back whatever comes over the heartbeat, until the token is cancelled.</summary>
    public Task EchoAsync(CancellationToken cancellationToken) => OwnThread.Run(() =>
    {
        while (true)
        {
            Heartbeat.Send(Heartbeat.Receive(cancellationToken));
        }
    });

    /// <summary>Closes all of them at once; what is queued leaves first, for a second at most.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_sockets.Select(socket => socket.DisposeAsync().AsTask())).ConfigureAwait(false);

    private T Open<T>(Func<T> bind)
        where T : ZmqSocket
    {
        var socket = bind();
        _sockets.Add(socket);
        return socket;
    }

    private static int PortOf(ZmqSocket socket, int port) =>
        port > 0 ? port : int.Parse(socket.Endpoint.AsSpan(socket.Endpoint.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
}
