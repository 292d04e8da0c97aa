using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A recommender that scores items by what a user has met before, so that a history is all it needs: a user's of the interactions it was fitted to, or
/// one that is given.
/// </summary>
public abstract class HistoryIndex : ScoringIndex
{
    private protected HistoryIndex(Interactions interactions)
        : base(ItemColumn(interactions)) => Interactions = interactions;

    /// <summary>What it was fitted to.</summary>
    public Interactions Interactions { get; }

    /// <inheritdoc/>
    public override bool Knows(string id) => Interactions.HasUser(id);

    /// <summary>The k best items for somebody who met the given ones, such as a user who is new.</summary>
    /// <param name="history">The items; those the index does not hold change nothing. They may be recommended again unless the filter excludes them.</param>
    /// <param name="k">How many.</param>
    /// <param name="filter">What may be returned; everything when omitted. What users have seen does not apply.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="TopKIndex.Count"/>.</exception>
    /// <exception cref="ArgumentException">The index holds none of the items, or the filter names what users have seen.</exception>
    public Recommendations QueryHistory(IEnumerable<string> history, int k = 10, QueryFilter? filter = null)
    {
        CheckK(k);
        var rows = HistoryRows.Of(this, history, filter);
        var bag = new SparseRows([0, rows.Length], rows, Ones(rows.Length));
        return Named([HistoryRows.Name], Best(1, k, RowFilter.Of(filter, this, [HistoryRows.Name]), (_, _) => Scores(bag)))[0];
    }

    /// <summary>The scores of all items for each of some histories: <c>[histories, <see cref="TopKIndex.Count"/>]</c>.</summary>
    private protected abstract Tensor Scores(SparseRows histories);

    private protected override ArgumentException Unknown(string id) => Interactions.Unknown(id);

    private protected override TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter)
    {
        var users = ids.Select(Interactions.UserRow).ToArray();
        return Best(users.Length, k, filter, (first, count) => Scores(Interactions.ByUser.Take(users.AsSpan(first, count))));
    }

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter) => Best(
        rows.Length, k, filter, (first, count) => Scores(new SparseRows([.. Enumerable.Range(0, count + 1)], rows[first..(first + count)], Ones(count))));

    private static StringColumn ItemColumn(Interactions interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return new StringColumn(interactions.ItemColumn, interactions.Items);
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        ones.AsSpan().Fill(1f);
        return ones;
    }
}
