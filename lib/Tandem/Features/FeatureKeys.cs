namespace Tandem;

/// <summary>A key for each row of a table, below <paramref name="Count"/>.</summary>
/// <param name="Keys">One a row.</param>
/// <param name="Count">A number that no key reaches.</param>
/// <param name="OfOneTable">Whether the keys number the values of one table only, so that another table's keys mean other values.</param>
internal sealed record FeatureKeys(int[] Keys, int Count, bool OfOneTable = false)
{
    /// <summary>The keys of some rows.</summary>
    public int[] Of(ReadOnlySpan<int> rows)
    {
        var keys = GC.AllocateUninitializedArray<int>(rows.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Keys[rows[i]];
        }

        return keys;
    }
}
