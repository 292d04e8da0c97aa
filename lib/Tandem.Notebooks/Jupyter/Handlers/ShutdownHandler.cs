using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Ends the kernel; for a restart the client starts another.</summary>
internal sealed class ShutdownHandler(KernelSession session) : RequestHandler
{
    public override string MessageType => "shutdown_request";

    public override bool EndsKernel => true;

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        session.Interrupt();
        var content = ReplyContent.Ok();
        content["restart"] = request.Message.Flag("restart", false);
        // The other clients learn of it too.
        request.Publish("shutdown_reply", content.DeepClone().AsObject());
        return Task.FromResult<JsonObject?>(content);
    }
}
