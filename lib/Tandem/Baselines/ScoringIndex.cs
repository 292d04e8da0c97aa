using Tandem.Tensors;

namespace Tandem;

/// <summary>An index that computes the scores of all candidates for a query, some queries at a time, and keeps the best.</summary>
public abstract class ScoringIndex : TopKIndex
{
    /// <summary>Scores that are held at a time: 16 MB.</summary>
    private const int LargestBlock = 4 << 20;

    private protected ScoringIndex(Column identifiers)
        : base(identifiers)
    {
    }

    /// <summary>Finds the best for queries whose scores are computed block by block.</summary>
    /// <param name="queries">The number of queries.</param>
    /// <param name="k">How many for each.</param>
    /// <param name="filter">What may be returned.</param>
    /// <param name="scores">The scores of so many queries from a first one on: <c>[queries, <see cref="TopKIndex.Count"/>]</c>.</param>
    private protected TopKRows Best(int queries, int k, RowFilter filter, Func<int, int, Tensor> scores)
    {
        var (best, rows) = (new float[queries * k], new int[queries * k]);
        var block = Math.Max(1, LargestBlock / Count);
        using var noGradient = new NoGradient();
        for (var first = 0; first < queries; first += block)
        {
            using var scope = new TensorScope();
            var count = Math.Min(block, queries - first);
            var found = Best(scores(first, count), k, filter with { Excluded = Slice(filter.Excluded, first, count) });
            found.Scores.CopyTo(best, first * k);
            found.Rows.CopyTo(rows, first * k);
        }

        return new TopKRows(k, best, rows);
    }

    private static RowLists? Slice(RowLists? lists, int first, int count)
    {
        if (lists is null || (first == 0 && count == lists.Offsets.Length - 1))
        {
            return lists;
        }

        var offsets = lists.Offsets[first..(first + count + 1)];
        return new RowLists(Array.ConvertAll(offsets, offset => offset - offsets[0]), lists.Rows[offsets[0]..offsets[^1]]);
    }
}
