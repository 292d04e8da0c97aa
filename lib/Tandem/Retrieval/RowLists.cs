namespace Tandem;

/// <summary>A list of rows for each of several owners: that of owner i stands at <c>Offsets[i] … Offsets[i + 1] − 1</c> of <paramref name="Rows"/>.</summary>
internal sealed record RowLists(int[] Offsets, int[] Rows)
{
    /// <summary>The rows of an owner.</summary>
    public ReadOnlySpan<int> this[int owner] => Rows.AsSpan(Offsets[owner]..Offsets[owner + 1]);
}
