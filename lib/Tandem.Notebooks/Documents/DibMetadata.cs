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
        var repeats = Repeats(document.Kernels);
        if (unknown.Count == 0 && !repeats && (json is not null || document.DefaultKernel == "csharp"))
        {
            return json;
        }

        var metadata = (JsonNode.Parse(json ?? "{}", documentOptions: new JsonDocumentOptions { MaxDepth = 1000 }) as JsonObject)!;
        var info = Member(metadata, "kernelInfo", () => new JsonObject { ["defaultKernelName"] = document.DefaultKernel });
        var items = Member(info, "items", () => new JsonArray());
        if (repeats)
        {
            RemoveRepeated(items);
        }

        foreach (var kernel in unknown)
        {
            items.Add(new JsonObject { ["name"] = kernel, ["languageName"] = names.LanguageOf(kernel) ?? kernel, ["aliases"] = new JsonArray() });
        }

        return metadata.ToJsonString();
    }

    private static bool Repeats(IReadOnlyList<KernelInfo> kernels) =>
        kernels.SelectMany(kernel => kernel.Aliases.Prepend(kernel.Name)).CountBy(name => name).Any(name => name.Value > 1);

    /// <summary>Leaves out kernels and aliases whose name another has: .NET Interactive refuses a file with such.</summary>
    private static void RemoveRepeated(JsonArray items)
    {
        var kernels = items.OfType<JsonObject>().ToList();
        foreach (var repeated in kernels.Except(kernels.DistinctBy(item => NameOf(item["name"]))).ToList())
        {
            items.Remove(repeated);
        }

        var taken = kernels.Select(item => NameOf(item["name"])).ToHashSet();
        foreach (var aliases in items.OfType<JsonObject>().Select(item => item["aliases"]).OfType<JsonArray>())
        {
            foreach (var repeated in aliases.Where(alias => !taken.Add(NameOf(alias))).ToList())
            {
                aliases.Remove(repeated);
            }
        }
    }

    private static string? NameOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? name) ? name : null;

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
