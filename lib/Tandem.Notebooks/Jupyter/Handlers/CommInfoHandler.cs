using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Lists the open comms: none, since nothing here offers a target for one.</summary>
internal sealed class CommInfoHandler : RequestHandler
{
    public override string MessageType => "comm_info_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var content = ReplyContent.Ok();
        content["comms"] = new JsonObject();
        return Task.FromResult<JsonObject?>(content);
    }
}
