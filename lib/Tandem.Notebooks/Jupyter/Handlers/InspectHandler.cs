using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Explains the name at the cursor.</summary>
internal sealed class InspectHandler(KernelSession session) : RequestHandler
{
    public override string MessageType => "inspect_request";

    public override async Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var detail = request.Message.Number("detail_level") is > 0 ? InspectionDetail.Full : InspectionDetail.Brief;
        var found = await session.InspectAsync(request.Message.Text("code"), CodeCursor.Of(request.Message), detail).ConfigureAwait(false);
        var content = MimeContent.Of(found ?? new MimeBundle([]));
        content["status"] = "ok";
        content["found"] = found is not null;
        return content;
    }
}
