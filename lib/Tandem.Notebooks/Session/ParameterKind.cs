namespace Tandem.Notebooks;

/// <summary>The type of a notebook's parameter.</summary>
public enum ParameterKind
{
    /// <summary>A whole number of 32 bits: <c>int</c>.</summary>
    Int32,

    /// <summary>A whole number of 64 bits: <c>long</c>.</summary>
    Int64,

    /// <summary>A finite number: <c>double</c>.</summary>
    Double,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Any text: <c>string</c>.</summary>
    Text,
}
