using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Lists what was run.</summary>
internal sealed class HistoryHandler(ExecutionHistory history) : RequestHandler
{
    /// <summary>The history is that of this session only, and its first.</summary>
    private const int Session = 1;

    public override string MessageType => "history_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var withOutput = request.Message.Flag("output", false);
        var content = ReplyContent.Ok();
        content["history"] = new JsonArray([.. Select(request.Message).Select(entry => Write(entry, withOutput))]);
        return Task.FromResult<JsonObject?>(content);
    }

    private IEnumerable<ExecutionHistory.Entry> Select(JupyterMessage message)
    {
        var count = message.Number("n");
        return message.Text("hist_access_type") switch
        {
            "tail" => history.Tail(count ?? int.MaxValue),
            "search" => history.Search(message.Text("pattern", "*"), count, message.Flag("unique", false)),
            // 0 is the current session, as is its own number; there are no earlier ones.
            "range" when message.Number("session") is null or 0 or Session => history.Range(message.Number("start") ?? 0, message.Number("stop")),
            _ => [],
        };
    }

    private static JsonArray Write(ExecutionHistory.Entry entry, bool withOutput) =>
        [Session, entry.Number, withOutput ? new JsonArray(entry.Code, entry.Result) : JsonValue.Create(entry.Code)];
}
