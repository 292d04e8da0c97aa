using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Closes every comm that a client opens, as the protocol wants it for a target that the kernel does not know.</summary>
internal sealed class CommOpenHandler : RequestHandler
{
    public override string MessageType => "comm_open";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        request.Publish("comm_close", new JsonObject { ["comm_id"] = request.Message.Text("comm_id"), ["data"] = new JsonObject() });
        return Task.FromResult<JsonObject?>(null);
    }
}
