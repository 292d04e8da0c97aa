using System.Text;

namespace Tandem.Notebooks;

/// <summary>A cell of an .ipynb file as written.</summary>
/// <param name="Owner">The file.</param>
/// <param name="Index">The cell's place among the file's cells.</param>
/// <param name="Text">The cell's JSON.</param>
/// <param name="IsVersion3">Whether it is written as nbformat 3 has it.</param>
internal sealed record IpynbCellOrigin(NotebookOrigin Owner, int Index, ReadOnlyMemory<byte> Text, bool IsVersion3) : CellOrigin(Owner, Index)
{
    /// <summary>What was read.</summary>
    public NotebookCell? AsRead { get; set; }

    public int OutputCount => JsonText.Parse(Text).Find("outputs") is { IsArray: true } outputs ? JsonText.Parse(outputs.Value).Elements.Count : 0;

    public bool HasResults =>
        OutputCount > 0 || JsonText.Parse(Text).Find(IsVersion3 ? "prompt_number" : "execution_count") is { } count && !count.Value.Span.SequenceEqual("null"u8);

    /// <summary>Whether a cell is what was read, outputs aside.</summary>
    public bool Describes(NotebookCell cell) => AsRead is { } read && read.Kernel == cell.Kernel && read.Source == cell.Source && read.Id == cell.Id && read.Tags.SequenceEqual(cell.Tags);

    public IReadOnlyDictionary<string, MimeBundle> ReadAttachments() =>
        JsonText.Parse(Text).Find("attachments") is { IsObject: true } attachments
            ? JsonText.Parse(attachments.Value).Elements.Where(attachment => attachment.IsObject).DistinctBy(attachment => attachment.Name).ToDictionary(attachment => attachment.Name!, ReadBundle)
            : new Dictionary<string, MimeBundle>();

    private static MimeBundle ReadBundle(JsonElementText bundle) =>
        new([.. JsonText.Parse(bundle.Value).Elements.Select(content => KeyValuePair.Create(content.Name!, ReadContent(content)))]);

    private static string ReadContent(JsonElementText content) => IpynbReader.TextOf(content) ?? Encoding.UTF8.GetString(content.Value.Span);
}
