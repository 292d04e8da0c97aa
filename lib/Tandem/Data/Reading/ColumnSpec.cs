namespace Tandem;

/// <summary>What is known of a column before its file is read. A plain string stands for a column of that name with its type inferred.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">
/// The type; null to infer it: the first of bool (true, false), long, double, timestamp and string that all cells fit. Digits with a
/// leading zero, such as zip codes, are taken as text when inferring.
/// </param>
public sealed record ColumnSpec(string Name, ColumnType? Type = null)
{
    /// <summary>A column of whole numbers.</summary>
    public static ColumnSpec Long(string name) => new(name, ColumnType.Long);

    /// <summary>A column of floating-point numbers; a cell that is not finite is malformed.</summary>
    public static ColumnSpec Double(string name) => new(name, ColumnType.Double);

    /// <summary>A column of <c>true</c> and <c>false</c>, in any case.</summary>
    public static ColumnSpec Bool(string name) => new(name, ColumnType.Bool);

    /// <summary>A column of times: seconds since 1970-01-01 UTC, or ISO 8601 (taken as UTC when it names no offset).</summary>
    public static ColumnSpec Timestamp(string name) => new(name, ColumnType.Timestamp);

    /// <summary>A column of text, which ids are too.</summary>
    public static ColumnSpec String(string name) => new(name, ColumnType.String);

    /// <summary>A column whose type is inferred.</summary>
    public static implicit operator ColumnSpec(string name) => new(name);
}
