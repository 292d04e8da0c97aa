namespace Tandem;

/// <summary>How <see cref="Table.ReadJsonLines(string, JsonLinesOptions)"/> reads a file.</summary>
public sealed record JsonLinesOptions
{
    /// <summary>
    /// Types and new names of some or all columns. Default: none. A type that is not given is inferred: text and times stand in quotes, numbers
    /// and <c>true</c> and <c>false</c> do not; what is mixed becomes text.
    /// </summary>
    public IReadOnlyList<ColumnSpec> Columns { get; init; } = [];

    /// <summary>
    /// The columns to keep, by name, in the order wanted; empty for all that hold more than lists and objects, in order of first occurrence.
    /// What is said of a column here goes before what <see cref="Columns"/> says of it. A file is read fastest when every column to keep has a type.
    /// </summary>
    public IReadOnlyList<ColumnSpec> Keep { get; init; } = [];

    /// <summary>
    /// Types of columns that are not declared otherwise, such as those of the file that this one is a pair with: <c>Schema = train.Schema</c>. Names that the file has not change nothing.
    /// Inference sees one file alone, and may take for numbers in one what is text in the other. Default: none.
    /// </summary>
    public IReadOnlyList<ColumnSpec> Schema { get; init; } = [];

    /// <summary>
    /// Whether to leave out lines that are not JSON objects, or hold a value that is not of its column's declared type, and count them in
    /// <see cref="Table.SkippedRows"/>. Default: false, such a line is an error.
    /// </summary>
    public bool SkipMalformed { get; init; }
}
