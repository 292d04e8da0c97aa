using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Takes what a client says on a comm that is closed already, and says nothing, as the protocol wants it.</summary>
internal sealed class CommMessageHandler(string messageType) : RequestHandler
{
    public override string MessageType => messageType;

    public override Task<JsonObject?> HandleAsync(KernelRequest request) => Task.FromResult<JsonObject?>(null);
}
