namespace Tandem;

/// <summary>Which rows a <see cref="Table.Join(Table, string, JoinKind)"/> returns.</summary>
public enum JoinKind
{
    /// <summary>Pairs of rows that match.</summary>
    Inner,

    /// <summary>As <see cref="Inner"/>, and the left table's rows that match none, without values in the right table's columns.</summary>
    Left,

    /// <summary>As <see cref="Left"/>, followed by the right table's rows that match none.</summary>
    Outer,
}
