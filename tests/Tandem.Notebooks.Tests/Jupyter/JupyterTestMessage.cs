using System.Text.Json;

namespace Tandem.Notebooks.Tests;

/// <summary>A message from the kernel, as a client reads it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="ParentId">The id of the message that it belongs to; empty for none.</param>
/// <param name="Content">Its content.</param>
internal sealed record JupyterTestMessage(string Type, string ParentId, JsonElement Content)
{
    public string Text(string name) => Content.GetProperty(name).GetString()!;

    public string Status => Text("status");

    /// <summary>The text of a MIME type in what it shows.</summary>
    public string Data(string mimeType = "text/plain") => Content.GetProperty("data").GetProperty(mimeType).GetString()!;
}
