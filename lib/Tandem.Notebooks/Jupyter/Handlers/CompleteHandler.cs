using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Completes the word at the cursor.</summary>
internal sealed class CompleteHandler(KernelSession session) : RequestHandler
{
    public override string MessageType => "complete_request";

    public override async Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var code = request.Message.Text("code");
        var completions = await session.CompleteAsync(code, CodeCursor.Of(request.Message)).ConfigureAwait(false);
        var (start, end) = (CodeCursor.ToCodePoints(code, completions.Start), CodeCursor.ToCodePoints(code, completions.End));
        var content = ReplyContent.Ok();
        content["matches"] = ReplyContent.Texts(completions.Items.Select(item => item.Text));
        content["cursor_start"] = start;
        content["cursor_end"] = end;
        // Not in the protocol, but what the front ends that show kinds read them from.
        content["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray([.. completions.Items.Select(item => Typed(item, start, end))]) };
        return content;
    }

    private static JsonObject Typed(CompletionItem item, int start, int end) =>
        new() { ["text"] = item.Text, ["type"] = TypeOf(item.Kind), ["start"] = start, ["end"] = end };

    /// <summary>The kind by the names that front ends have pictures for.</summary>
    private static string TypeOf(CompletionKind kind) => kind switch
    {
        CompletionKind.Variable => "variable",
        CompletionKind.ArgumentName => "param",
        CompletionKind.Method => "function",
        CompletionKind.Namespace => "module",
        CompletionKind.EnumMember => "enummember",
        CompletionKind.TypeParameter => "typeparameter",
        CompletionKind.Delegate => "class",
        CompletionKind.Directive => "magic",
        CompletionKind.File => "path",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
