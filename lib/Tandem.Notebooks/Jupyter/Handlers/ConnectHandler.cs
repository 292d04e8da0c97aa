using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Says at which ports the kernel listens.</summary>
internal sealed class ConnectHandler(JupyterConnection connection) : RequestHandler
{
    public override string MessageType => "connect_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var content = ReplyContent.Ok();
        content["shell_port"] = connection.ShellPort;
        content["iopub_port"] = connection.IoPubPort;
        content["stdin_port"] = connection.StdinPort;
        content["control_port"] = connection.ControlPort;
        content["hb_port"] = connection.HeartbeatPort;
        return Task.FromResult<JsonObject?>(content);
    }
}
