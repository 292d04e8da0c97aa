using System.Text;

namespace Tandem;

/// <summary>How <see cref="Table.ReadDelimited(string, ReadOptions)"/> and its kin read a file.</summary>
public sealed record ReadOptions
{
    /// <summary>What stands between two cells, one character or several. Default: a comma.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Whether the first line names the columns; one without a name there is called by its number, as in <c>column1</c>. Default: true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// Whether further columns that the header calls by a name which an earlier one has are called <c>name_2</c>, <c>name_3</c>, …. Default: false, such a header is an error, unless
    /// <see cref="Keep"/> leaves these columns out.
    /// </summary>
    public bool NumberRepeatedNames { get; init; }

    /// <summary>
    /// With a header: types of some or all of its columns. Without: the names, and types, of all columns in order. Default: none,
    /// so types are inferred, and without a header the columns are called <c>column1</c>, <c>column2</c>, ….
    /// </summary>
    public IReadOnlyList<ColumnSpec> Columns { get; init; } = [];

    /// <summary>
    /// The columns to keep, by name, in the order wanted; empty for all. Cells of other columns are not looked at. What is said of a column
    /// here goes before what <see cref="Columns"/> says of it.
    /// </summary>
    public IReadOnlyList<ColumnSpec> Keep { get; init; } = [];

    /// <summary>UTF-8 (the default), <see cref="Encoding.Latin1"/> or <see cref="Encoding.ASCII"/>.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>
    /// The character that encloses cells which hold separators, line ends or, doubled, itself (RFC 4180); null when the file has no
    /// such convention. Default: <c>"</c>.
    /// </summary>
    public char? Quote { get; init; } = '"';

    /// <summary>What a cell without a value holds. Default: nothing (an empty cell), in columns of every type.</summary>
    public IReadOnlyList<string> NullTokens { get; init; } = [""];

    /// <summary>
    /// Types of columns that are not declared otherwise, such as those of the file that this one is a pair with: <c>Schema = train.Schema</c>. Names that the file has not change nothing.
    /// Inference sees one file alone, and may take for numbers in one what is text in the other. Default: none.
    /// </summary>
    public IReadOnlyList<ColumnSpec> Schema { get; init; } = [];

    /// <summary>
    /// Whether to leave out rows with too few or too many cells or a cell that is not of its column's declared type, and count them in
    /// <see cref="Table.SkippedRows"/>. Default: false, such a row is an error.
    /// </summary>
    public bool SkipMalformed { get; init; }
}
