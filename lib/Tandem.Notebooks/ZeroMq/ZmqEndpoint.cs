using System.Net;
using System.Net.Sockets;

namespace Tandem.Notebooks;

/// <summary>An address to bind to: <c>tcp://HOST:PORT</c> or <c>ipc://PATH</c>.</summary>
internal static class ZmqEndpoint
{
    private const string Tcp = "tcp://", Ipc = "ipc://";

    /// <summary>Whether the address is a path: a file that its owner deletes when it closes.</summary>
    public static bool IsPath(string endpoint) => endpoint.StartsWith(Ipc, StringComparison.Ordinal);

    /// <summary>The path of an <c>ipc://</c> address.</summary>
    public static string PathOf(string endpoint) => endpoint[Ipc.Length..];

    /// <summary>A socket that listens at the address.</summary>
    /// <param name="endpoint">
    /// <c>tcp://HOST:PORT</c>, where the host is an IPv4 address, an IPv6 address in brackets, a name or <c>*</c> (every IPv4 address of the machine)
    /// and port 0 or <c>*</c> chooses a free one; or <c>ipc://PATH</c>, a Unix domain socket that only its owner may open. A socket that a killed process left at that path is replaced.
    /// </param>
    /// <exception cref="ArgumentException">The address has another form, or its host is not known.</exception>
    /// <exception cref="IOException">The address is in use, or not this machine's, or must not be used.</exception>
    public static Socket Listen(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var address = Parse(endpoint);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (address is UnixDomainSocketEndPoint)
            {
                RemoveAbandoned(PathOf(endpoint), address);
            }

            socket.Bind(address);
            if (address is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(PathOf(endpoint), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen();
            return socket;
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"Cannot listen at {endpoint}: {Reason(endpoint, refused)}", refused);
        }
    }

    /// <summary>The address that a socket bound to <paramref name="endpoint"/> really has: with the port that was chosen.</summary>
    public static string Bound(string endpoint, Socket socket) => socket.LocalEndPoint is IPEndPoint address ? $"{Tcp}{address}" : endpoint;

    /// <summary>Sets up a socket that was just accepted and gives its peer's address.</summary>
    public static string Prepare(Socket accepted)
    {
        if (accepted.AddressFamily == AddressFamily.Unix)
        {
            return "a local peer";
        }

        accepted.NoDelay = true;
        // Finds the peers whose machine went away without a word.
        accepted.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        return accepted.RemoteEndPoint?.ToString() ?? "a peer";
    }

    private static EndPoint Parse(string endpoint)
    {
        if (IsPath(endpoint))
        {
            return PathAddress(endpoint);
        }

        var colon = endpoint.LastIndexOf(':');
        if (!endpoint.StartsWith(Tcp, StringComparison.Ordinal) || colon <= Tcp.Length)
        {
            throw new ArgumentException($"\"{endpoint}\" is not an address to listen at; give tcp://HOST:PORT or ipc://PATH.", nameof(endpoint));
        }

        var (host, portText) = (endpoint[Tcp.Length..colon], endpoint[(colon + 1)..]);
        ushort port = 0;
        if (portText != "*" && !ushort.TryParse(portText, out port))
        {
            throw new ArgumentException($"\"{endpoint}\" has the port \"{portText}\"; give a number from 1 to 65535, or 0 or * for any free port.", nameof(endpoint));
        }

        return new IPEndPoint(HostAddress(endpoint, host), port);
    }

    private static UnixDomainSocketEndPoint PathAddress(string endpoint)
    {
        try
        {
            return new UnixDomainSocketEndPoint(PathOf(endpoint));
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"\"{endpoint}\" has no path, or one too long for a socket (about 100 bytes is the limit); give a shorter one.", nameof(endpoint));
        }
    }

    private static IPAddress HostAddress(string endpoint, string host)
    {
        if (host == "*")
        {
            return IPAddress.Any;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            // Clients of libzmq take a name for an IPv4 address unless told otherwise.
            return Dns.GetHostAddresses(host).OrderBy(found => found.AddressFamily != AddressFamily.InterNetwork).First();
        }
        catch (Exception unknown) when (unknown is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new ArgumentException($"\"{endpoint}\" names the host \"{host}\", which has no known address; give an IP address.", nameof(endpoint), unknown);
        }
    }

    private static void RemoveAbandoned(string path, EndPoint address)
    {
        // A socket is a file without bytes; whatever has some is not ours to delete.
        if (new FileInfo(path) is not { Exists: true, Length: 0 })
        {
            return;
        }

        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    private static string Reason(string endpoint, Exception refused) => (refused as SocketException)?.SocketErrorCode switch
    {
        _ when IsPath(endpoint) && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(PathOf(endpoint)))) =>
            "its folder does not exist. Create it, or choose another path.",
        SocketError.AddressAlreadyInUse => "it is in use by another program. Stop that program, or choose another address.",
        SocketError.AddressNotAvailable => "this machine has no such address. Choose one that it has: 127.0.0.1 always is.",
        SocketError.AccessDenied => "access is denied. Choose a port above 1023, or a folder that you may write to.",
        _ => refused.Message,
    };
}
