namespace Tandem;

/// <summary>Lists of rows, each of one user: see <see cref="Table.SampleLists"/>.</summary>
/// <param name="Rows">The rows, list after list.</param>
/// <param name="ListSize">The rows of a list.</param>
/// <param name="UsersWithoutList">The users who have too few rows for a list.</param>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed record UserLists(Table Rows, int ListSize, IReadOnlyList<string> UsersWithoutList)
{
    /// <summary>The number of lists.</summary>
    public int Count => Rows.RowCount / ListSize;

    /// <summary>The sizes.</summary>
    public override string ToString() => $"{Count} lists of {ListSize} rows; {UsersWithoutList.Count} users have too few rows for one";
}
