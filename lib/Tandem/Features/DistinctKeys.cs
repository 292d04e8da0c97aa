using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>Keys of columns whose values have no vocabulary: the distinct values of a column are numbered, where that is worth while.</summary>
internal static class DistinctKeys
{
    private static readonly ConditionalWeakTable<Column, FeatureKeys> _keys = [];

    /// <summary>A number for each distinct value; <see langword="null"/> when more than half of the rows have one of their own.</summary>
    public static FeatureKeys? Of(Column column)
    {
        var keys = _keys.GetValue(column, static seen =>
        {
            var (codes, count) = seen.Encode();
            return new FeatureKeys(codes, count, OfOneTable: true);
        });
        return keys.Count <= column.Length / 2 ? keys : null;
    }
}
