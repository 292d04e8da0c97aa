using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Representations of a value as the Jupyter protocol writes them.</summary>
internal static class MimeContent
{
    /// <summary>The content of a message that shows a value: its data, and no metadata.</summary>
    public static JsonObject Of(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mimeType, text) in bundle.Contents)
        {
            data[mimeType] = MimeTypes.IsJson(mimeType) ? JsonNode.Parse(text) : JsonValue.Create(text);
        }

        return new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
    }
}
