namespace Tandem;

/// <summary>What is known of a column before its file is read. A plain string stands for a column of that name with its type inferred.</summary>
/// <param name="Name">The column's name in the file.</param>
/// <param name="Type">
/// The type; null to infer it: the first of bool (true, false), long, double, timestamp and string that all cells fit. Digits with a
/// leading zero, such as zip codes, are taken as text when inferring.
/// </param>
public sealed record ColumnSpec(string Name, ColumnType? Type = null)
{
    /// <summary>The column's name in the table; null, the default, for the one it has in the file.</summary>
    public string? Alias { get; init; }

    /// <summary>What whole numbers count in a column of times. Default: seconds.</summary>
    public TimestampUnit Unit { get; init; }

    /// <summary>A column of whole numbers.</summary>
    public static ColumnSpec Long(string name) => new(name, ColumnType.Long);

    /// <summary>A column of floating-point numbers; a cell that is not finite is malformed.</summary>
    public static ColumnSpec Double(string name) => new(name, ColumnType.Double);

    /// <summary>A column of <c>true</c> and <c>false</c>, in any case.</summary>
    public static ColumnSpec Bool(string name) => new(name, ColumnType.Bool);

    /// <summary>A column of times: seconds since 1970-01-01 UTC, or ISO 8601 (taken as UTC when it names no offset).</summary>
    public static ColumnSpec Timestamp(string name) => new(name, ColumnType.Timestamp);

    /// <summary>A column of times: milliseconds since 1970-01-01 UTC, or ISO 8601 (taken as UTC when it names no offset).</summary>
    public static ColumnSpec TimestampMilliseconds(string name) => new(name, ColumnType.Timestamp) { Unit = TimestampUnit.Milliseconds };

    /// <summary>A column of text, which ids are too.</summary>
    public static ColumnSpec String(string name) => new(name, ColumnType.String);

    /// <summary>A column whose type is inferred.</summary>
    public static implicit operator ColumnSpec(string name) => new(name);

    /// <summary>The same column, called otherwise in the table.</summary>
    public ColumnSpec As(string alias)
    {
        ArgumentException.ThrowIfNullOrEmpty(alias);
        return this with { Alias = alias };
    }

    /// <summary>The columns with what is known of each: what <paramref name="keep"/> leaves open of a column, <paramref name="columns"/> may tell.</summary>
    internal static ColumnSpec[] Merge(IEnumerable<ColumnSpec> keep, IReadOnlyList<ColumnSpec> columns) =>
        [.. keep.Select(kept => columns.FirstOrDefault(column => column.Name == kept.Name) is { } known ? kept.Or(known) : kept)];

    private ColumnSpec Or(ColumnSpec known) =>
        (Type is null ? this with { Type = known.Type, Unit = known.Unit } : this) with { Alias = Alias ?? known.Alias };
}
