using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Completes the word at the cursor: with nothing.</summary>
internal sealed class CompleteHandler : RequestHandler
{
    public override string MessageType => "complete_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        // The protocol counts the cursor in code points.
        var position = request.Message.Number("cursor_pos") ?? request.Message.Text("code").EnumerateRunes().Count();
        var content = ReplyContent.Ok();
        content["matches"] = new JsonArray();
        content["cursor_start"] = position;
        content["cursor_end"] = position;
        content["metadata"] = new JsonObject();
        return Task.FromResult<JsonObject?>(content);
    }
}
