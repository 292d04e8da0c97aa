namespace Tandem.Notebooks;

/// <summary>A notebook as written, without outputs.</summary>
/// <param name="Path">The file it was read from, or a name for one that was not read from a file.</param>
/// <param name="DefaultKernel">The canonical kernel name of cells that do not name theirs.</param>
/// <param name="Kernels">The kernels its metadata lists; empty when it lists none.</param>
/// <param name="Cells">The cells in order; at least one.</param>
public sealed record NotebookDocument(
    string Path,
    string DefaultKernel,
    IReadOnlyList<KernelInfo> Kernels,
    IReadOnlyList<NotebookCell> Cells)
{
    /// <summary>The file's name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The file's name without folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>The first Markdown heading, or the file's name where there is none.</summary>
    public string Title =>
        Cells.Where(cell => cell.IsMarkdown)
            .SelectMany(cell => MarkdownHeadings.In(cell.Source))
            .Select(heading => heading.Text)
            .FirstOrDefault() ?? Name;

    /// <summary>Reads a <c>.dib</c> or <c>.ipynb</c> file.</summary>
    /// <param name="path">The file; its extension tells the format.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NotebookFormatException">The file does not parse, or has another extension.</exception>
    public static NotebookDocument Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such notebook. Check the path; it is taken from {Environment.CurrentDirectory}.", path);
        }

        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".dib" => DibFormat.Parse(ReadText(path), path),
            ".ipynb" => IpynbReader.Parse(ReadText(path), path),
            var other => throw new NotebookFormatException(path, 1, $"'{other}' is not a notebook's extension; give a .dib or .ipynb file"),
        };
    }

    private static string ReadText(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, start, bytes.Length - start);
        }
        catch (System.Text.DecoderFallbackException failure)
        {
            var line = 1 + bytes.AsSpan(0, start + failure.Index).Count((byte)'\n');
            throw new NotebookFormatException(path, line, "the text is not UTF-8; save the notebook as UTF-8");
        }
    }
}
