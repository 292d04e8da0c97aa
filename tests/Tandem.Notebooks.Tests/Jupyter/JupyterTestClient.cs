using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks.Tests;

/// <summary>A front end: writes Jupyter's messages on sockets of its own, signed by its own arithmetic.</summary>
internal sealed class JupyterTestClient : IDisposable
{
    private const string Delimiter = "<IDS|MSG>";

    private readonly Dictionary<string, ZmtpTestClient> _sockets;
    private readonly string _key;
    private readonly string _name;
    private int _sent;

    public JupyterTestClient(JupyterConnection connection, string name = "client")
    {
        _key = connection.Key;
        _name = name;
        _sockets = new()
        {
            ["iopub"] = ZmtpTestClient.Join(connection.Endpoint(connection.IoPubPort), "SUB"),
            ["shell"] = ZmtpTestClient.Join(connection.Endpoint(connection.ShellPort), "DEALER", name),
            ["control"] = ZmtpTestClient.Join(connection.Endpoint(connection.ControlPort), "DEALER", name),
            ["stdin"] = ZmtpTestClient.Join(connection.Endpoint(connection.StdinPort), "DEALER", name),
        };
        _sockets["iopub"].Write(ZmtpTestClient.Command("SUBSCRIBE"));
        Welcome = Receive("iopub");
    }

    /// <summary>What the kernel said when this client subscribed.</summary>
    public JupyterTestMessage Welcome { get; }

    /// <summary>Sends a message and returns its id.</summary>
    public string Send(string type, JsonObject? content = null, string channel = "shell", JsonObject? metadata = null)
    {
        var id = $"{_name}-{++_sent}";
        SendFrames(channel, Frames(id, type, content, metadata));
        return id;
    }

    /// <summary>The frames of a message, signed.</summary>
    public string[] Frames(string id, string type, JsonObject? content = null, JsonObject? metadata = null)
    {
        var header = new JsonObject { ["msg_id"] = id, ["session"] = _name, ["username"] = "test", ["msg_type"] = type, ["version"] = "5.3" };
        string[] json = [header.ToJsonString(), "{}", (metadata ?? []).ToJsonString(), (content ?? []).ToJsonString()];
        var signature = _key.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key), Encoding.UTF8.GetBytes(string.Concat(json))));
        return [Delimiter, signature, .. json];
    }

    /// <summary>Sends frames as they are.</summary>
    public void SendFrames(string channel, params string[] frames)
    {
        var octets = new List<byte>();
        for (var i = 0; i < frames.Length; i++)
        {
            var body = Encoding.UTF8.GetBytes(frames[i]);
            var size = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(size, body.Length);
            octets.AddRange([(byte)(i < frames.Length - 1 ? 3 : 2), .. size, .. body]);
        }

        _sockets[channel].Write([.. octets]);
    }

    /// <summary>The next message of a channel, its signature checked.</summary>
    public JupyterTestMessage Receive(string channel)
    {
        var frames = _sockets[channel].Receive().Select(frame => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(frame))).ToArray();
        var json = frames[(Array.IndexOf(frames, Delimiter) + 2)..];
        if (_key.Length > 0)
        {
            Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key), Encoding.UTF8.GetBytes(string.Concat(json)))), frames[^5]);
        }

        return new JupyterTestMessage(Field(json[0], "msg_type"), Field(json[1], "msg_id"), Parse(json[3]));
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    public JupyterTestMessage Ask(string type, JsonObject? content = null, string channel = "shell")
    {
        var id = Send(type, content, channel);
        var reply = Receive(channel);
        Assert.Equal((id, type.Replace("_request", "_reply")), (reply.ParentId, reply.Type));
        return reply;
    }

    /// <summary>What the kernel tells of one message: all from busy to idle, other messages' left out.</summary>
    public List<JupyterTestMessage> Story(string id)
    {
        var story = new List<JupyterTestMessage>();
        while (true)
        {
            var message = Receive("iopub");
            if (message.ParentId == id)
            {
                story.Add(message);
                if (message.Type == "status" && message.Text("execution_state") == "idle")
                {
                    return story;
                }
            }
        }
    }

    /// <summary>Runs a cell: its reply, and what it showed.</summary>
    public (JupyterTestMessage Reply, List<JupyterTestMessage> Outputs) Execute(string code, JsonObject? more = null)
    {
        var id = SendExecute(code, more);
        var reply = Receive("shell");
        Assert.Equal((id, "execute_reply"), (reply.ParentId, reply.Type));
        return (reply, [.. Story(id).Where(message => message.Type is not ("status" or "execute_input"))]);
    }

    public string SendExecute(string code, JsonObject? more = null)
    {
        var content = more ?? [];
        content["code"] = code;
        return Send("execute_request", content);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static string Field(string json, string name) => Parse(json).TryGetProperty(name, out var value) ? value.GetString()! : "";
}
