using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>Turns nbformat 3, in which notebooks were written until 2015, into nbformat 4. Values that mean the same in both stay as they are written.</summary>
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

    /// <summary>The notebook without its cells.</summary>
    public static byte[] Upgrade(ReadOnlyMemory<byte> notebook)
    {
        var root = new JsonMembers(notebook);
        var worksheets = root.Items("worksheets").Select(worksheet => new JsonMembers(worksheet)).ToList();
        var language = worksheets.SelectMany(worksheet => worksheet.Items("cells")).Select(cell => new JsonMembers(cell).Text("language")).FirstOrDefault(name => name is not null);
        var metadata = new JsonMembers(root.Take("metadata"));
        if (language is not null && !metadata.Contains("language_info") && !metadata.Contains("kernelspec"))
        {
            metadata.Set("language_info", ObjectOf("name", JsonStrings.Quote(language)));
        }

        var ofWorksheets = worksheets.Select(worksheet => new JsonMembers(worksheet.Find("metadata"))).Where(inner => inner.Names.Any()).ToList();
        if (ofWorksheets.Count > 0)
        {
            metadata.Set("worksheets", JsonMembers.Array(ofWorksheets.Select(inner => inner.ToBytes())));
        }

        root.Take("cells");
        root.Take("worksheets");
        root.Take("nbformat");
        root.Take("nbformat_minor");
        var upgraded = new JsonMembers();
        upgraded.Set("cells", "[]"u8.ToArray());
        upgraded.Set("metadata", metadata.ToBytes());
        upgraded.Set("nbformat", "4"u8.ToArray());
        upgraded.Set("nbformat_minor", "5"u8.ToArray());
        upgraded.SetAll(root);
        return upgraded.ToBytes();
    }

    public static byte[] UpgradeCell(ReadOnlyMemory<byte> text)
    {
        var json = JsonText.Parse(text);
        var cell = new JsonMembers(text);
        var type = cell.Text("cell_type")!;
        var isCode = type == "code";
        var source = IpynbReader.TextOf(json.Find(isCode ? "input" : "source")!)!;
        var metadata = new JsonMembers(cell.Find("metadata"));
        metadata.Copy(cell, "collapsed");
        metadata.Copy(cell, "trusted");

        var upgraded = new JsonMembers();
        upgraded.Set("cell_type", JsonStrings.Quote(type is "heading" or "html" ? "markdown" : type));
        upgraded.Set("metadata", metadata.ToBytes());
        if (isCode)
        {
            upgraded.Set("execution_count", cell.Find("prompt_number") ?? "null"u8.ToArray());
            upgraded.Set("outputs", JsonMembers.Array(cell.Items("outputs").Select(UpgradeOutput)));
        }

        upgraded.Set("source", Lines(type == "heading" ? Heading(json, source) : source));
        foreach (var name in (string[])["cell_type", "collapsed", "execution_count", "trusted", "input", "language", "level", "metadata", "outputs", "prompt_number", "source"])
        {
            cell.Take(name);
        }

        upgraded.SetAll(cell);
        return upgraded.ToBytes();
    }

    /// <summary>A heading cell's text in Markdown.</summary>
    public static string Heading(JsonText cell, string text)
    {
        var level = cell.Find("level") is { } value && int.TryParse(value.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return $"{new string('#', Math.Clamp(level, 1, 6))} {string.Join(' ', TextLines.Split(text)).Trim()}";
    }

    private static byte[] UpgradeOutput(ReadOnlyMemory<byte> text)
    {
        var output = new JsonMembers(text);
        var type = output.Text("output_type");
        output.Take("output_type");
        return type switch
        {
            "stream" => UpgradeStream(output),
            "pyerr" => UpgradeRest(output, "error").ToBytes(),
            "pyout" or "display_data" => UpgradeDisplay(output, type == "pyout" ? "execute_result" : type),
            _ => UpgradeRest(output, type ?? "display_data").ToBytes(),
        };
    }

    private static byte[] UpgradeStream(JsonMembers output)
    {
        var name = output.Take("stream") ?? "\"stdout\""u8.ToArray();
        var upgraded = UpgradeRest(output, "stream");
        upgraded.Set("name", name);
        return upgraded.ToBytes();
    }

    private static byte[] UpgradeDisplay(JsonMembers output, string type)
    {
        var data = new JsonMembers();
        foreach (var name in output.Names.ToList())
        {
            var mimeType = _mimeTypes.GetValueOrDefault(name) ?? (name.Contains('/', StringComparison.Ordinal) ? name : null);
            if (mimeType is not null)
            {
                var value = output.Take(name)!.Value;
                data.Set(mimeType, mimeType == "application/json" ? JsonValueOf(value) : value);
            }
        }

        var upgraded = UpgradeRest(output, type);
        upgraded.Set("data", data.ToBytes());
        upgraded.Set("metadata", upgraded.Find("metadata") ?? "{}"u8.ToArray());
        if (type == "execute_result")
        {
            upgraded.Set("execution_count", upgraded.Take("prompt_number") ?? "null"u8.ToArray());
        }

        return upgraded.ToBytes();
    }

    private static JsonMembers UpgradeRest(JsonMembers output, string type)
    {
        var upgraded = new JsonMembers();
        upgraded.Set("output_type", JsonStrings.Quote(type));
        upgraded.SetAll(output);
        return upgraded;
    }

    /// <summary>nbformat 3 kept JSON as text.</summary>
    private static ReadOnlyMemory<byte> JsonValueOf(ReadOnlyMemory<byte> value) => JsonMembers.TextOf(value) is { } text && WellFormed.Json(text) is { } json ? json : value;

    private static byte[] ObjectOf(string name, ReadOnlyMemory<byte> value)
    {
        var members = new JsonMembers();
        members.Set(name, value);
        return members.ToBytes();
    }

    private static byte[] Lines(string text)
    {
        var lines = text.Split('\n');
        return JsonMembers.Array(lines.Select((line, i) => i < lines.Length - 1 ? line + "\n" : line).Where(line => line.Length > 0).Select(JsonStrings.Quote));
    }
}
