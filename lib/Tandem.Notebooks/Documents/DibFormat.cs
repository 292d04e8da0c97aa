using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>The <c>.dib</c> format: cells separated by lines that hold nothing but <c>#!</c> and a kernel's name or alias.</summary>
public static class DibFormat
{
    private const string Marker = "#!";
    private const string MetaMarker = "#!meta";

    /// <summary>Parses a notebook's text.</summary>
    /// <param name="text">The file's text, without a byte order mark.</param>
    /// <param name="path">The file's name, for messages and for the document.</param>
    /// <returns>The document. Blank lines around a cell are trimmed, empty cells dropped; a text without any cell gives one empty cell.</returns>
    /// <exception cref="NotebookFormatException">The metadata is not a JSON object of the expected shape, or the text is binary.</exception>
    public static NotebookDocument Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        var lines = TextLines.Split(text);
        RejectBinary(lines, path);

        var metaStart = Array.FindIndex(lines, line => line.StartsWith(MetaMarker, StringComparison.Ordinal));
        var metaEnd = metaStart < 0 ? -1 : MetadataEnd(lines, metaStart);
        var (defaultKernel, kernels) = metaStart < 0 ? (null, []) : ParseMetadata(lines, metaStart, metaEnd, path);
        var names = new KernelNames();
        foreach (var kernel in kernels)
        {
            names.Add(kernel);
        }

        defaultKernel = defaultKernel is null ? "csharp" : names.Resolve(defaultKernel) ?? defaultKernel;
        var cells = SplitCells(lines, metaStart, metaEnd, defaultKernel, names).ToList();
        if (cells.Count == 0)
        {
            cells.Add(new NotebookCell(defaultKernel, "", 1));
        }

        return new NotebookDocument(path, defaultKernel, kernels, cells);
    }

    private static IEnumerable<NotebookCell> SplitCells(string[] lines, int metaStart, int metaEnd, string defaultKernel, KernelNames names)
    {
        var kernel = defaultKernel;
        var content = new List<(string Text, int Line)>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == metaStart)
            {
                i = metaEnd;
                if (i == lines.Length)
                {
                    break;
                }
            }

            var line = lines[i];
            if (line.StartsWith(Marker, StringComparison.Ordinal) && names.Resolve(line[Marker.Length..]) is { } next)
            {
                if (Trimmed(kernel, content) is { } cell)
                {
                    yield return cell;
                }

                kernel = next;
                content.Clear();
            }
            else
            {
                content.Add((line, i + 1));
            }
        }

        if (Trimmed(kernel, content) is { } last)
        {
            yield return last;
        }
    }

    private static NotebookCell? Trimmed(string kernel, List<(string Text, int Line)> content)
    {
        var first = content.FindIndex(line => line.Text.Length > 0);
        if (first < 0)
        {
            return null;
        }

        var last = content.FindLastIndex(line => line.Text.Length > 0);
        var source = string.Join('\n', content.GetRange(first, last - first + 1).Select(line => line.Text));
        return new NotebookCell(kernel, source, content[first].Line);
    }

    private static int MetadataEnd(string[] lines, int start)
    {
        var end = start + 1;
        while (end < lines.Length && !lines[end].StartsWith(Marker, StringComparison.Ordinal))
        {
            end++;
        }

        return end;
    }

    private static (string? DefaultKernel, IReadOnlyList<KernelInfo> Kernels) ParseMetadata(string[] lines, int start, int end, string path)
    {
        var json = string.Join('\n', lines[(start + 1)..end]);
        try
        {
            using var document = JsonDocument.Parse(json);
            return KernelMetadata.Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            var line = start + 2 + (int)(failure.LineNumber ?? 0);
            throw new NotebookFormatException(path, Math.Min(line, lines.Length), $"the #!meta block is not valid JSON ({Reason(failure)}); correct it or delete the block");
        }
        catch (InvalidOperationException)
        {
            throw new NotebookFormatException(path, start + 1, "the #!meta block is not of the shape {\"kernelInfo\":{\"defaultKernelName\":…,\"items\":[{\"name\":…}]}}; correct it or delete the block");
        }
    }

    private static string Reason(JsonException failure) => failure.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');

    private static void RejectBinary(string[] lines, string path)
    {
        var line = Array.FindIndex(lines, text => text.Contains('\0', StringComparison.Ordinal));
        if (line >= 0)
        {
            throw new NotebookFormatException(path, line + 1, "the file holds binary data, not a notebook's text");
        }
    }
}
