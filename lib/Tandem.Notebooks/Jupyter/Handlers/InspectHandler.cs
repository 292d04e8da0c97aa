using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Explains the name at the cursor: nothing is found.</summary>
internal sealed class InspectHandler : RequestHandler
{
    public override string MessageType => "inspect_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var content = ReplyContent.Ok();
        content["found"] = false;
        content["data"] = new JsonObject();
        content["metadata"] = new JsonObject();
        return Task.FromResult<JsonObject?>(content);
    }
}
