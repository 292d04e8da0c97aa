using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>A client's message that the kernel works on.</summary>
internal sealed class KernelRequest(JupyterMessage message, RequestChannel channel, IoPubChannel iopub)
{
    private const string RequestSuffix = "_request";

    public JupyterMessage Message => message;

    /// <summary>True for a message that its sender waits to see answered.</summary>
    public bool WantsReply => message.Type.EndsWith(RequestSuffix, StringComparison.Ordinal);

    /// <summary>Answers the sender.</summary>
    public void Reply(JsonObject content) => channel.Answer(message, message.Type[..^RequestSuffix.Length] + "_reply", content);

    /// <summary>Tells all clients something that belongs to this message.</summary>
    public void Publish(string type, JsonObject content) => iopub.Publish(message.Header, type, content);

    /// <summary>Tells all clients whether the kernel works on this message.</summary>
    public void PublishStatus(string state) => Publish("status", new JsonObject { ["execution_state"] = state });
}
