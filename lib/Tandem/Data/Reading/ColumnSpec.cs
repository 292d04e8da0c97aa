namespace Tandem;

/// <summary>What is known of a column before its file is read. A plain string stands for a column of that name with its type inferred.</summary>
/// <param name="Name">The column's name in the file.</param>
/// <param name="Type">
/// The type; null to infer it: the first of bool (true, false), long, double, timestamp and string that all cells fit. Inference loses no digit: a column is text where one of its cells
/// has more digits than its type holds (12000000000000000011), a leading zero (a zip code), a plus sign (a telephone number), or an exponent with neither a point nor a sign (1E5).
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
    internal static ColumnSpec[] Merge(IEnumerable<ColumnSpec> keep, IEnumerable<ColumnSpec> columns)
    {
        var known = new Dictionary<string, ColumnSpec>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            known.TryAdd(column.Name, column);
        }

        return [.. keep.Select(kept => known.TryGetValue(kept.Name, out var column) ? kept.Or(column) : kept)];
    }

    private ColumnSpec Or(ColumnSpec known) =>
        (Type is null ? this with { Type = known.Type, Unit = known.Unit } : this) with { Alias = Alias ?? known.Alias };
}
