namespace Tandem;

/// <summary>What the cells of a <see cref="Column"/> hold.</summary>
public enum ColumnType
{
    /// <summary>64-bit whole numbers.</summary>
    Long,

    /// <summary>64-bit floating-point numbers.</summary>
    Double,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Moments in UTC.</summary>
    Timestamp,

    /// <summary>Text, dictionary-encoded.</summary>
    String,
}
