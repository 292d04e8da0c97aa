using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>What every reply begins with.</summary>
internal static class ReplyContent
{
    public static JsonObject Ok() => new() { ["status"] = "ok" };

    /// <summary>Tells the sender that the request was left undone since an earlier one failed.</summary>
    public static JsonObject Aborted() => new() { ["status"] = "aborted" };

    public static JsonObject Error(string name, string value, params IEnumerable<string> traceback) =>
        new() { ["status"] = "error", ["ename"] = name, ["evalue"] = value, ["traceback"] = Texts(traceback) };

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
