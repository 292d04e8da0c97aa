using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Turns nbformat 3, in which notebooks were written until 2015, into nbformat 4.</summary>
internal static class Nbformat3
{
    private static readonly Dictionary<string, string> _mimeTypes = new()
    {
        ["text"] = "text/plain",
        ["html"] = "text/html",
        ["svg"] = "image/svg+xml",
        ["png"] = "image/png",
        ["jpeg"] = "image/jpeg",
        ["latex"] = "text/latex",
        ["json"] = "application/json",
        ["javascript"] = "application/javascript",
        ["pdf"] = "application/pdf",
    };

    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>The notebook without its cells.</summary>
    public static byte[] Upgrade(ReadOnlyMemory<byte> notebook)
    {
        var root = Read(notebook);
        var worksheets = root["worksheets"] as JsonArray ?? [];
        var language = worksheets.SelectMany(worksheet => worksheet!["cells"] as JsonArray ?? []).Select(cell => (string?)cell!["language"]).FirstOrDefault(name => name is not null);
        var metadata = root["metadata"] as JsonObject ?? [];
        if (language is not null && !metadata.ContainsKey("language_info") && !metadata.ContainsKey("kernelspec"))
        {
            metadata["language_info"] = new JsonObject { ["name"] = language };
        }

        var ofWorksheets = worksheets.Select(worksheet => worksheet!["metadata"] as JsonObject).OfType<JsonObject>().Where(inner => inner.Count > 0).ToList();
        if (ofWorksheets.Count > 0)
        {
            metadata["worksheets"] = new JsonArray([.. ofWorksheets.Select(inner => inner.DeepClone())]);
        }

        root.Remove("worksheets");
        root.Remove("metadata");
        root.Remove("nbformat");
        root.Remove("nbformat_minor");
        var upgraded = new JsonObject { ["cells"] = new JsonArray(), ["metadata"] = metadata, ["nbformat"] = 4, ["nbformat_minor"] = 5 };
        Move(root, upgraded);
        return Bytes(upgraded);
    }

    public static byte[] UpgradeCell(ReadOnlyMemory<byte> text)
    {
        var json = JsonText.Parse(text);
        var cell = Read(text);
        var type = (string)cell["cell_type"]!;
        var source = IpynbReader.TextOf(json.Find(type == "code" ? "input" : "source")!)!;
        var metadata = cell["metadata"] as JsonObject ?? [];
        foreach (var name in (string[])["collapsed", "trusted"])
        {
            if (cell[name] is { } flag)
            {
                metadata[name] = flag.DeepClone();
            }
        }

        var upgraded = new JsonObject { ["cell_type"] = type is "heading" or "html" ? "markdown" : type };
        if (type == "code")
        {
            upgraded["execution_count"] = cell["prompt_number"]?.DeepClone();
        }

        upgraded["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        if (type == "code")
        {
            upgraded["outputs"] = new JsonArray([.. (cell["outputs"] as JsonArray ?? []).Select(output => UpgradeOutput(output!.AsObject()))]);
        }

        upgraded["source"] = Lines(type == "heading" ? Heading(json, source) : source);
        foreach (var name in (string[])["cell_type", "collapsed", "trusted", "input", "language", "level", "metadata", "outputs", "prompt_number", "source"])
        {
            cell.Remove(name);
        }

        Move(cell, upgraded);
        return Bytes(upgraded);
    }

    /// <summary>A heading cell's text in Markdown.</summary>
    public static string Heading(JsonText cell, string text)
    {
        var level = cell.Find("level") is { } value && int.TryParse(value.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return $"{new string('#', Math.Clamp(level, 1, 6))} {string.Join(' ', TextLines.Split(text)).Trim()}";
    }

    private static JsonObject UpgradeOutput(JsonObject output)
    {
        var type = (string?)output["output_type"];
        output.Remove("output_type");
        return type switch
        {
            "stream" => UpgradeStream(output),
            "pyerr" => UpgradeRest(output, "error"),
            "pyout" or "display_data" => UpgradeDisplay(output, type == "pyout" ? "execute_result" : type),
            _ => UpgradeRest(output, type ?? "display_data"),
        };
    }

    private static JsonObject UpgradeStream(JsonObject output)
    {
        var name = (string?)output["stream"] ?? "stdout";
        output.Remove("stream");
        var upgraded = UpgradeRest(output, "stream");
        upgraded["name"] = name;
        return upgraded;
    }

    private static JsonObject UpgradeDisplay(JsonObject output, string type)
    {
        var data = new JsonObject();
        foreach (var (name, value) in output.ToList())
        {
            var mimeType = _mimeTypes.GetValueOrDefault(name) ?? (name.Contains('/', StringComparison.Ordinal) ? name : null);
            if (mimeType is not null)
            {
                output.Remove(name);
                data[mimeType] = mimeType == "application/json" ? JsonValueOf(value) : value;
            }
        }

        var upgraded = UpgradeRest(output, type);
        upgraded["data"] = data;
        upgraded["metadata"] ??= new JsonObject();
        if (type == "execute_result")
        {
            upgraded["execution_count"] = upgraded["prompt_number"]?.DeepClone();
            upgraded.Remove("prompt_number");
        }

        return upgraded;
    }

    private static JsonObject UpgradeRest(JsonObject output, string type)
    {
        var upgraded = new JsonObject { ["output_type"] = type };
        Move(output, upgraded);
        return upgraded;
    }

    /// <summary>nbformat 3 kept JSON as text.</summary>
    private static JsonNode? JsonValueOf(JsonNode? value)
    {
        var text = value switch
        {
            JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
            JsonArray lines when lines.All(line => line?.GetValueKind() == JsonValueKind.String) => string.Concat(lines.Select(line => line!.GetValue<string>())),
            _ => null,
        };
        try
        {
            return text is null ? value : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static void Move(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from.ToList())
        {
            from.Remove(name);
            to[name] = value;
        }
    }

    private static JsonArray Lines(string text)
    {
        var lines = text.Split('\n');
        var kept = lines.Select((line, i) => i < lines.Length - 1 ? line + "\n" : line).Where(line => line.Length > 0);
        return new JsonArray([.. kept.Select(line => JsonValue.Create(line))]);
    }

    private static JsonObject Read(ReadOnlyMemory<byte> text) => JsonNode.Parse(text.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })!.AsObject();

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString(_options));
}
