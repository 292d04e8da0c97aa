using System.Net;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Where a kernel listens and how its messages are signed: what Jupyter writes into a connection file before it starts the kernel.</summary>
public sealed record JupyterConnection
{
    /// <summary>The only way of signing that Jupyter itself offers by default.</summary>
    private const string SupportedScheme = "hmac-sha256";

    /// <summary><c>tcp</c> or <c>ipc</c>. Default: <c>tcp</c>.</summary>
    public string Transport { get; init; } = "tcp";

    /// <summary>The address to listen at; with <c>ipc</c>, the path that the sockets' names begin with. Default: 127.0.0.1.</summary>
    public string Ip { get; init; } = "127.0.0.1";

    /// <summary>The port for requests that are answered in order. 0, the default of every port, takes a free one.</summary>
    public int ShellPort { get; init; }

    /// <summary>The port for what the kernel tells all its clients.</summary>
    public int IoPubPort { get; init; }

    /// <summary>The port over which the kernel asks for input.</summary>
    public int StdinPort { get; init; }

    /// <summary>The port for requests that are answered at once, while a cell runs too.</summary>
    public int ControlPort { get; init; }

    /// <summary>The port that echoes, by which a client sees that the kernel lives.</summary>
    public int HeartbeatPort { get; init; }

    /// <summary>The key that messages are signed with; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="FormatException">The file is no connection file; the message says what is wrong.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions forbid reading.</exception>
    public static JupyterConnection Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such connection file; Jupyter writes it and passes its path in place of {{connection_file}}.", path);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(json.RootElement);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"{path}({failure.LineNumber + 1},{failure.BytePositionInLine + 1}): this connection file is not valid JSON; start the kernel anew from Jupyter.", failure);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"{path}: {failure.Message}; start the kernel anew from Jupyter.", failure);
        }
    }

    /// <summary>The address of a port, as ZeroMQ writes it.</summary>
    internal string Endpoint(int port) => Transport == "ipc"
        ? $"ipc://{Ip}-{port}"
        : $"tcp://{(Ip.Contains(':') && !Ip.StartsWith('[') ? $"[{Ip}]" : Ip)}:{port}";

    private static JupyterConnection Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("a connection file holds one JSON object");
        }

        if (Text(root, "signature_scheme", SupportedScheme) is var scheme && scheme != SupportedScheme)
        {
            throw new FormatException($"messages signed with '{scheme}' are not supported, only {SupportedScheme}");
        }

        if (Text(root, "transport", "tcp") is var transport && transport is not ("tcp" or "ipc"))
        {
            throw new FormatException($"the transport '{transport}' is not supported, only tcp and ipc");
        }

        return new JupyterConnection
        {
            Transport = transport,
            Ip = Text(root, "ip", "127.0.0.1"),
            ShellPort = Port(root, "shell_port"),
            IoPubPort = Port(root, "iopub_port"),
            StdinPort = Port(root, "stdin_port"),
            ControlPort = Port(root, "control_port"),
            HeartbeatPort = Port(root, "hb_port"),
            Key = Text(root, "key", ""),
        };
    }

    private static string Text(JsonElement root, string name, string fallback)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return fallback;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"'{name}' is not a text");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"'{name}' has half of a surrogate pair (\\ud800 to \\udfff), which stands for no character");
        }
    }

    private static int Port(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"'{name}' is missing or no port from 1 to {IPEndPoint.MaxPort}");
}
