using System.Text;
using System.Text.Unicode;

namespace Tandem.Notebooks;

/// <summary>
/// A notebook as written. It remembers the file that it was read from: written back unchanged it gives the same bytes, and a change — cells replaced, added,
/// removed by <c>with { Cells = … }</c>, other outputs — leaves the bytes of all else as they were.
/// </summary>
/// <param name="Path">The file it was read from, or a name for one that was not read from a file.</param>
/// <param name="DefaultKernel">The canonical kernel name of cells that do not name theirs; a language's name, such as <c>python</c>, where no kernel here is known for it.</param>
/// <param name="Kernels">The kernels its metadata lists; empty when it lists none.</param>
/// <param name="Cells">The cells in order; a .dib file has at least one.</param>
public sealed record NotebookDocument(
    string Path,
    string DefaultKernel,
    IReadOnlyList<KernelInfo> Kernels,
    IReadOnlyList<NotebookCell> Cells)
{
    private static readonly string[] _ownKernels = ["csharp", "html", "svg", "javascript", "mermaid", "value", "http"];

    private NotebookOrigin? _origin;

    /// <summary>The file's name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The file's name without folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>How the file is written.</summary>
    public NotebookFormat Format => Origin.Format;

    /// <summary>The first Markdown heading, or the file's name where there is none.</summary>
    public string Title =>
        Cells.Where(cell => cell.IsMarkdown)
            .SelectMany(cell => MarkdownHeadings.In(cell.Source))
            .Select(heading => heading.Text)
            .FirstOrDefault() ?? Name;

    /// <summary>
    /// The language of a notebook that has nothing to run here, such as <c>python</c>: all its code cells are in languages that a C# session does not run.
    /// Null for all other notebooks.
    /// </summary>
    public string? ForeignLanguage
    {
        get
        {
            var kernels = Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source)).Select(cell => cell.Kernel).ToList();
            return kernels.Count == 0 || kernels.Exists(kernel => _ownKernels.Contains(kernel)) ? null
                : new KernelNames(Kernels).LanguageOf(kernels[0]) ?? kernels[0];
        }
    }

    /// <summary>What was read; for a document that was not, the least that a file of its extension holds.</summary>
    internal NotebookOrigin Origin { get => _origin ??= NewOrigin(); init => _origin = value; }

    /// <summary>What an .ipynb file's metadata is to hold from now on: JSON by name; null to remove a name.</summary>
    internal IReadOnlyDictionary<string, string?> NewMetadata { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether writing puts the document together from its parts even when none changed, which brings an .ipynb file to the latest version.</summary>
    internal bool IsRewritten { get; init; }

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

        var format = FormatOf(path);
        return Parse(File.ReadAllBytes(path), format, path);
    }

    /// <summary>Parses a file's content.</summary>
    /// <exception cref="NotebookFormatException">It does not parse.</exception>
    internal static NotebookDocument Parse(byte[] bytes, NotebookFormat format, string path)
    {
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        RejectOtherEncodings(bytes, path);
        return format == NotebookFormat.Dib
            ? DibFormat.Parse(Encoding.UTF8.GetString(bytes.AsSpan(mark)), path, mark > 0)
            : IpynbReader.Parse(bytes, mark, path);
    }

    /// <summary>The format that a file's extension tells.</summary>
    /// <param name="path">The file's name.</param>
    /// <exception cref="NotebookFormatException">The extension is that of no notebook.</exception>
    public static NotebookFormat FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".dib" => NotebookFormat.Dib,
            ".ipynb" => NotebookFormat.Ipynb,
            var other => throw new NotebookFormatException(path, 1, $"'{other}' is not a notebook's extension; give a .dib or .ipynb file"),
        };
    }

    /// <summary>Writes the document, as UTF-8, in the format that it was read in.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">A cell cannot be written in this format; the message names it.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Origin.Write(this, stream);
    }

    /// <summary>Writes the document to a file, whole or not at all.</summary>
    /// <param name="path">The file; its extension must be that of the document's format.</param>
    /// <exception cref="ArgumentException">The file's extension is that of the other format: convert the document first.</exception>
    /// <exception cref="InvalidOperationException">A cell cannot be written in this format; the message names it.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (FormatOf(path) != Format)
        {
            throw new ArgumentException($"{path} is not a name for a document of the format {Format}; convert it first.", nameof(path));
        }

        AtomicFile.Write(path, Write);
    }

    /// <summary>The text that <see cref="Write"/> writes, without a byte order mark.</summary>
    /// <exception cref="InvalidOperationException">A cell cannot be written in this format; the message names it.</exception>
    public string ToText()
    {
        using var stream = new MemoryStream();
        Write(stream);
        var written = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        return Encoding.UTF8.GetString(written.StartsWith(Encoding.UTF8.Preamble) ? written[Encoding.UTF8.Preamble.Length..] : written);
    }

    /// <summary>True when a cell has outputs or an execution count.</summary>
    public bool HasResults => Cells.Any(cell => cell.HasResults);

    /// <summary>The document without outputs and execution counts, and without what a run that did not succeed noted in the metadata.</summary>
    public NotebookDocument WithoutResults() => this with
    {
        Cells = [.. Cells.Select(cell => cell.HasResults ? cell.WithoutResults() : cell)],
        NewMetadata = Origin is IpynbOrigin origin && origin.MetadataNames.Contains(IpynbWriter.StatusKey) ? new Dictionary<string, string?>(NewMetadata) { [IpynbWriter.StatusKey] = null } : NewMetadata,
    };

    /// <summary>
    /// What writing the document mends so that it is valid nbformat 4.5: ids of cells that are no ids or are there twice, members that the format requires of
    /// a cell. Empty where nothing has to be mended, and for a document that is written as it was read.
    /// </summary>
    public IReadOnlyList<string> FindRepairs() => (Origin as IpynbOrigin)?.RepairsOf(this) ?? [];

    /// <summary>The kernels that the cells can name.</summary>
    internal KernelNames FindKernels() => KernelNames.Of(Kernels, Cells.Select(cell => cell.Source));

    private static void RejectOtherEncodings(ReadOnlySpan<byte> bytes, string path)
    {
        if (!Utf8.IsValid(bytes))
        {
            // The first call tells that something is wrong, this one where.
            Utf8.ToUtf16(bytes, new char[bytes.Length], out var valid, out _, replaceInvalidSequences: false);
            throw NotebookFormatException.At(path, bytes, valid, "the text is not UTF-8; save the notebook as UTF-8");
        }
    }

    private NotebookOrigin NewOrigin() =>
        System.IO.Path.GetExtension(Path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase)
            ? IpynbReader.Empty(this)
            : new DibOrigin("");
}
