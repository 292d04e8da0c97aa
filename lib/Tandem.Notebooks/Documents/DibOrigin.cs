using System.Text;

namespace Tandem.Notebooks;

/// <summary>A .dib file in its own words.</summary>
/// <param name="text">The file's text.</param>
internal sealed class DibOrigin(string text) : NotebookOrigin
{
    /// <summary>The metadata as written, with what stands before it and belongs to no cell; empty when there is none.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>The metadata's JSON; null when there is none.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>The cell that the metadata stands before: the number of cells when it stands after all of them.</summary>
    public int MetadataIndex { get; set; }

    /// <summary>How many cells with text the file has.</summary>
    public int CellCount { get; set; }

    /// <summary>What stands after the last cell.</summary>
    public string Tail { get; set; } = "";

    /// <summary>Whether the file begins with a byte order mark.</summary>
    public bool HasByteOrderMark { get; init; }

    public override NotebookFormat Format => NotebookFormat.Dib;

    /// <summary>The line end for a file that has no lines yet.</summary>
    public string PreferredNewLine { get; init; } = "\n";

    public override string NewLine => text.Contains('\n', StringComparison.Ordinal) ? TextLines.NewLineOf(text) : PreferredNewLine;

    public override void Write(NotebookDocument document, Stream stream)
    {
        var written = IsUnchanged(document) ? text : new DibWriter(this, document).Write();
        if (HasByteOrderMark)
        {
            stream.Write(Encoding.UTF8.Preamble);
        }

        stream.Write(Encoding.UTF8.GetBytes(written));
    }

    private bool IsUnchanged(NotebookDocument document) =>
        !document.IsRewritten && (CellCount == 0
            ? document.Cells is [{ Source: "", Origin: null }]
            : document.Cells.Count == CellCount && document.Cells.Index().All(cell =>
                cell.Item.Origin is DibCellOrigin origin && origin.Owner == this && origin.Index == cell.Index && origin.AsRead == (cell.Item.Kernel, cell.Item.Source)));
}
