using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Tells a console whether the text that was typed can be run, or needs another line.</summary>
internal sealed class IsCompleteHandler : RequestHandler
{
    public override string MessageType => "is_complete_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var verdict = CodeCompleteness.Judge(request.Message.Text("code"));
        var content = new JsonObject { ["status"] = verdict.Status };
        if (verdict.Indent is not null)
        {
            content["indent"] = verdict.Indent;
        }

        return Task.FromResult<JsonObject?>(content);
    }
}
