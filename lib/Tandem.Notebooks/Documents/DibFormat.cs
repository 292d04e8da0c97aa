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
    public static NotebookDocument Parse(string text, string path) => Parse(text, path, hasByteOrderMark: false);

    internal static NotebookDocument Parse(string text, string path, bool hasByteOrderMark)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        var lines = TextLines.Split(text);
        RejectBinary(lines, path);

        var metaStart = Array.FindIndex(lines, StartsMetadata);
        var metaEnd = metaStart < 0 ? -1 : MetadataEnd(lines, metaStart);
        var metadata = metaStart < 0 ? null : string.Join('\n', lines[(metaStart + 1)..metaEnd]);
        var (defaultKernel, kernels) = metadata is null ? (null, []) : ParseMetadata(metadata, lines, metaStart, path);
        var names = KernelNames.Of(kernels, [text]);
        defaultKernel = defaultKernel is null ? "csharp" : names.Resolve(defaultKernel) ?? defaultKernel;
        var origin = new DibOrigin(text) { HasByteOrderMark = hasByteOrderMark, MetadataJson = metadata };
        var cells = new DibSplitter(text, lines, names, origin).Split(metaStart, metaEnd, defaultKernel);
        return new NotebookDocument(path, defaultKernel, kernels, cells.Count > 0 ? cells : [new NotebookCell(defaultKernel, "", 1)]) { Origin = origin };
    }

    /// <summary>Whether a line starts a cell.</summary>
    internal static bool Separates(string line, KernelNames names) => KernelAt(line, names) is not null;

    /// <summary>The kernel whose cell a line starts; null for any other line.</summary>
    internal static string? KernelAt(string line, KernelNames names) => line.StartsWith(Marker, StringComparison.Ordinal) ? names.Resolve(line[Marker.Length..]) : null;

    /// <summary>Whether a line starts metadata, as the first such line of a file does.</summary>
    internal static bool StartsMetadata(string line) => line.StartsWith(MetaMarker, StringComparison.Ordinal);

    private static int MetadataEnd(string[] lines, int start)
    {
        var end = start + 1;
        while (end < lines.Length && !lines[end].StartsWith(Marker, StringComparison.Ordinal))
        {
            end++;
        }

        return end;
    }

    private static (string? DefaultKernel, IReadOnlyList<KernelInfo> Kernels) ParseMetadata(string json, string[] lines, int start, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return KernelMetadata.Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            var line = Math.Min(start + 1 + (int)(failure.LineNumber ?? 0), lines.Length - 1);
            var column = ColumnOf(lines[line], (int)(failure.BytePositionInLine ?? 0));
            throw new NotebookFormatException(path, line + 1, $"the #!meta block is not valid JSON ({Reason(failure)}); correct it or delete the block", column);
        }
        catch (InvalidOperationException)
        {
            throw new NotebookFormatException(path, start + 1, "the #!meta block is not of the shape {\"kernelInfo\":{\"defaultKernelName\":…,\"items\":[{\"name\":…}]}}; correct it or delete the block");
        }
    }

    private static int ColumnOf(string line, int bytePosition)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line);
        return 1 + System.Text.Encoding.UTF8.GetCharCount(bytes, 0, Math.Min(bytePosition, bytes.Length));
    }

    internal static string Reason(JsonException failure) =>
        failure.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ');

    private static void RejectBinary(string[] lines, string path)
    {
        var line = Array.FindIndex(lines, text => text.Contains('\0', StringComparison.Ordinal));
        if (line >= 0)
        {
            throw new NotebookFormatException(path, line + 1, "the file holds binary data, not a notebook's text");
        }
    }
}
