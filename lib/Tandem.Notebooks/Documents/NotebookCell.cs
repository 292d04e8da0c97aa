using System.Text.Json.Serialization;

namespace Tandem.Notebooks;

/// <summary>One cell as written: its language and its text.</summary>
/// <remarks>
/// A cell that was read from a file remembers how it was written there: a changed copy (<c>with</c>) is written with that change and no other. Two cells are
/// equal when kernel, text, line, id and tags are.
/// </remarks>
/// <param name="Kernel">The canonical kernel name, such as <c>csharp</c> or <c>markdown</c>; <c>raw</c> for a raw cell.</param>
/// <param name="Source">The text, lines separated by <c>\n</c>.</param>
/// <param name="StartLine">The 1-based line of the notebook file that holds the first line of <paramref name="Source"/>.</param>
public sealed record NotebookCell(string Kernel, string Source, int StartLine)
{
    internal const string RawKernel = "raw";

    /// <summary>True for cells that hold prose, which are rendered and never run.</summary>
    public bool IsMarkdown => Kernel == "markdown";

    /// <summary>True for Jupyter's raw cells, which are neither run nor rendered.</summary>
    public bool IsRaw => Kernel == RawKernel;

    /// <summary>True for cells that can be run.</summary>
    public bool IsCode => !IsMarkdown && !IsRaw;

    /// <summary>The cell's id in an .ipynb file; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The cell's tags, such as <c>parameters</c> or <c>raises-exception</c>; a .dib file has none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Pictures and other files that an .ipynb file keeps with the cell, by the name that its text refers to them by (<c>attachment:NAME</c>).</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, MimeBundle> Attachments
    {
        get => field ?? (Origin as IpynbCellOrigin)?.ReadAttachments() ?? new Dictionary<string, MimeBundle>();
        internal init;
    }

    /// <summary>How many outputs the file holds for the cell, or how many it was given since.</summary>
    [JsonIgnore]
    public int OutputCount => NewResults?.Outputs.Count ?? (Origin as IpynbCellOrigin)?.OutputCount ?? 0;

    /// <summary>True when the file holds outputs or an execution count for the cell, or it was given some since.</summary>
    [JsonIgnore]
    public bool HasResults => NewResults is { } results ? results != CellResults.None : (Origin as IpynbCellOrigin)?.HasResults ?? false;

    internal CellOrigin? Origin { get; init; }

    /// <summary>What takes the place of the file's outputs; null to keep those.</summary>
    internal CellResults? NewResults { get; init; }

    /// <summary>The cell with other outputs.</summary>
    /// <param name="executionCount">The 1-based number that Jupyter shows beside the cell; null for a cell that was not run.</param>
    /// <param name="outputs">The outputs; they are kept by .ipynb files only.</param>
    public NotebookCell WithResults(int? executionCount, IReadOnlyList<CellOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return this with { NewResults = new CellResults(executionCount, outputs) };
    }

    /// <summary>The cell without outputs and execution count.</summary>
    public NotebookCell WithoutResults() => this with { NewResults = CellResults.None };

    /// <inheritdoc/>
    public bool Equals(NotebookCell? other) =>
        other is not null && Kernel == other.Kernel && Source == other.Source && StartLine == other.StartLine && Id == other.Id && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kernel, Source, StartLine, Id);
}
