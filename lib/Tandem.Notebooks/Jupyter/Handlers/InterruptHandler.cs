using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Stops the cell that runs.</summary>
internal sealed class InterruptHandler(KernelSession session) : RequestHandler
{
    public override string MessageType => "interrupt_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        session.Interrupt();
        return Task.FromResult<JsonObject?>(ReplyContent.Ok());
    }
}
