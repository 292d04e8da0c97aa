using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>The metadata of a .dib file that a Jupyter notebook becomes.</summary>
internal static class DibMetadata
{
    /// <summary>The metadata's JSON in one line; null when the file needs none.</summary>
    public static string? Of(NotebookDocument document, IpynbOrigin origin, IReadOnlyList<NotebookCell> cells, KernelNames names)
    {
        var json = origin.Metadata("polyglot_notebook") is { } polyglot ? Encoding.UTF8.GetString(Wrapped(polyglot)) : null;
        var unknown = cells.Select(cell => cell.Kernel).Append(document.DefaultKernel).Where(kernel => !names.Contains(kernel)).Distinct().ToList();
        if (unknown.Count == 0 && (json is not null || document.DefaultKernel == "csharp"))
        {
            return json;
        }

        var metadata = (JsonNode.Parse(json ?? "{}", documentOptions: new JsonDocumentOptions { MaxDepth = 1000 }) as JsonObject)!;
        var info = Member(metadata, "kernelInfo", () => new JsonObject { ["defaultKernelName"] = document.DefaultKernel });
        var items = Member(info, "items", () => new JsonArray());
        foreach (var kernel in unknown)
        {
            items.Add(new JsonObject { ["name"] = kernel, ["languageName"] = names.LanguageOf(kernel) ?? kernel, ["aliases"] = new JsonArray() });
        }

        return metadata.ToJsonString();
    }

    /// <summary>What VS Code writes is the metadata itself; the .NET Interactive library writes what is within its <c>kernelInfo</c>.</summary>
    private static byte[] Wrapped(ReadOnlyMemory<byte> polyglot)
    {
        var compact = JsonStyle.Compact.Layout(polyglot.Span, 0);
        var names = JsonText.Parse(compact).Elements.Select(element => element.Name).ToList();
        return !names.Contains("kernelInfo") && (names.Contains("defaultKernelName") || names.Contains("items")) ? [.. "{\"kernelInfo\":"u8, .. compact, (byte)'}'] : compact;
    }

    private static T Member<T>(JsonObject parent, string name, Func<T> create)
        where T : JsonNode
    {
        if (parent[name] is not T member)
        {
            member = create();
            parent[name] = member;
        }

        return member;
    }
}
