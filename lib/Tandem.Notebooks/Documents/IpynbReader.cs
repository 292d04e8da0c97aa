using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Reads the cells of a Jupyter notebook (nbformat 4) so that they can be run; outputs are left out.</summary>
public static class IpynbReader
{
    /// <summary>Parses a notebook's text.</summary>
    /// <param name="text">The file's JSON text.</param>
    /// <param name="path">The file's name, for messages and for the document.</param>
    /// <returns>The document. Raw cells and cells without text are left out; start lines are those of the JSON file's cell sources.</returns>
    /// <exception cref="NotebookFormatException">The text is not JSON, or not a notebook of format 4.</exception>
    public static NotebookDocument Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement, path, text);
        }
        catch (JsonException failure)
        {
            throw new NotebookFormatException(path, 1 + (int)(failure.LineNumber ?? 0), "the file is not valid JSON; restore it, or save it again from your editor");
        }
        catch (Exception failure) when (failure is InvalidOperationException or KeyNotFoundException)
        {
            throw new NotebookFormatException(path, 1, $"the file is JSON but not a Jupyter notebook of format 4 ({failure.Message.TrimEnd('.')})");
        }
    }

    private static NotebookDocument Read(JsonElement root, string path, string text)
    {
        var (declaredDefault, kernels) = ReadMetadata(root);
        var names = new KernelNames();
        foreach (var kernel in kernels)
        {
            names.Add(kernel);
        }

        var defaultKernel = names.Resolve(declaredDefault ?? "csharp") ?? "csharp";
        var startLines = SourceLines(text);
        var cells = new List<NotebookCell>();
        var index = 0;
        foreach (var cell in root.GetProperty("cells").EnumerateArray())
        {
            var startLine = index < startLines.Count ? startLines[index] : 1;
            index++;
            if (ReadCell(cell, defaultKernel, names, startLine) is { } read)
            {
                cells.Add(read);
            }
        }

        return new NotebookDocument(path, defaultKernel, kernels, cells.Count > 0 ? cells : [new NotebookCell(defaultKernel, "", 1)]);
    }

    private static (string? DefaultKernel, IReadOnlyList<KernelInfo> Kernels) ReadMetadata(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("polyglot_notebook", out var polyglot)
            ? KernelMetadata.Read(polyglot)
            : (null, []);

    private static NotebookCell? ReadCell(JsonElement cell, string defaultKernel, KernelNames names, int startLine)
    {
        var type = cell.GetProperty("cell_type").GetString();
        var source = TextLines.Normalise(ReadSource(cell.GetProperty("source")));
        if (type == "raw" || source.Length == 0)
        {
            return null;
        }

        if (type == "markdown")
        {
            return new NotebookCell("markdown", source, startLine);
        }

        var firstLine = source.Split('\n', 2)[0];
        var named = firstLine.StartsWith("#!", StringComparison.Ordinal) ? names.Resolve(firstLine[2..]) : null;
        return new NotebookCell(named ?? KernelOf(cell, names) ?? defaultKernel, source, startLine);
    }

    private static string? KernelOf(JsonElement cell, KernelNames names)
    {
        if (!cell.TryGetProperty("metadata", out var metadata))
        {
            return null;
        }

        var name = Text(metadata, "polyglot_notebook", "kernelName") ?? Text(metadata, "dotnet_interactive", "language");
        return name is null ? null : names.Resolve(name) ?? name;
    }

    private static string? Text(JsonElement metadata, string section, string key) =>
        metadata.TryGetProperty(section, out var inner) && inner.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static string ReadSource(JsonElement source) =>
        source.ValueKind == JsonValueKind.Array
            ? string.Concat(source.EnumerateArray().Select(line => line.GetString()))
            : source.GetString() ?? "";

    /// <summary>
    /// The line in the file at which each cell's source text starts, so that a message leads to the text that an editor of the raw file shows.
    /// </summary>
    private static List<int> SourceLines(string text)
    {
        var lines = new List<int>();
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        var line = 1;
        var counted = 0;
        while (reader.Read())
        {
            // Depth 3: root object, the array of cells, the cell.
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 3 && reader.ValueTextEquals("source"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    reader.Read();
                }

                var position = (int)reader.TokenStartIndex;
                line += bytes.AsSpan(counted, position - counted).Count((byte)'\n');
                counted = position;
                lines.Add(line);
            }
        }

        return lines;
    }
}
