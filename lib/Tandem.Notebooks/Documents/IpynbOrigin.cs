using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>An .ipynb file in its own words.</summary>
/// <param name="file">The file's content.</param>
/// <param name="start">Where its text starts: after the byte order mark, where there is one.</param>
/// <param name="version">The major version of its nbformat.</param>
/// <param name="root">The whole, as parsed.</param>
internal sealed class IpynbOrigin(ReadOnlyMemory<byte> file, int start, int version, JsonText root) : NotebookOrigin
{
    /// <summary>How the file writes JSON; a file of one line is continued in one line.</summary>
    public JsonStyle Style => field ??= JsonStyle.Of(root, file.Span);

    /// <summary>The file's JSON.</summary>
    public ReadOnlyMemory<byte> Text => file[start..];

    public bool IsVersion3 => version == 3;

    /// <summary>The minor version of its nbformat; 0 where it names none.</summary>
    public int Minor => root.Find("nbformat_minor") is { } value && int.TryParse(value.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0;

    public int CellCount { get; set; }

    public override NotebookFormat Format => NotebookFormat.Ipynb;

    public override string NewLine => Style.NewLine.Length > 0 ? Style.NewLine : "\n";

    /// <summary>Whether the notebook has a member.</summary>
    public bool Has(string name) => root.Find(name) is not null;

    public IEnumerable<string> MetadataNames => MetadataElements.Select(element => element.Name!);

    private IReadOnlyList<JsonElementText> MetadataElements => root.Find("metadata") is { IsObject: true } metadata ? JsonText.Parse(metadata.Value).Elements : [];

    /// <summary>A value of the notebook's metadata, as written; null where it has none of that name.</summary>
    public ReadOnlyMemory<byte>? Metadata(string name) => MetadataElements.FirstOrDefault(element => element.Name == name)?.Value;

    /// <summary>What writing a document mends of its cells, so that it is nbformat 4.5.</summary>
    public IReadOnlyList<string> RepairsOf(NotebookDocument document) => IsUnchanged(document) ? [] :
    [
        .. new CellIds(document.Cells).Repairs,
        .. document.Cells.Index()
            .Select(cell => (cell.Index, Missing: cell.Item.Origin is IpynbCellOrigin { IsVersion3: false } origin ? RequiredMembers.MissingIn(JsonText.Parse(origin.Text), cell.Item).ToList() : []))
            .Where(cell => cell.Missing.Count > 0)
            .Select(cell => $"cell {cell.Index + 1}: the missing {string.Join(", ", cell.Missing)} was added, which the format requires"),
    ];

    public override void Write(NotebookDocument document, Stream stream)
    {
        if (IsUnchanged(document))
        {
            stream.Write(file.Span);
            return;
        }

        stream.Write(file.Span[..start]);
        new IpynbDocumentWriter(this, document).Write(stream);
    }

    private bool IsUnchanged(NotebookDocument document) =>
        !document.IsRewritten
        && document.NewMetadata.Count == 0
        && document.Cells.Count == CellCount
        && document.Cells.Index().All(cell =>
            cell.Item is { NewResults: null, Origin: IpynbCellOrigin origin } && origin.Owner == this && origin.Index == cell.Index && origin.Describes(cell.Item));
}
