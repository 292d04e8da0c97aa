using Tandem.Tensors;

namespace Tandem;

/// <summary>A recommender whose users and items are vectors, learned from interactions alone; the score is the inner product.</summary>
public abstract class MatrixFactorization : VectorIndex
{
    private readonly Lazy<Tensor> _directions;

    private protected MatrixFactorization(Interactions interactions, Tensor userFactors, Tensor itemFactors)
        : base(queryTower: null, new StringColumn(interactions.ItemColumn, interactions.Items), itemFactors.Shape[1])
    {
        Interactions = interactions;
        (UserFactors, ItemFactors) = (TensorScope.Keep(userFactors), TensorScope.Keep(itemFactors));
        _directions = new Lazy<Tensor>(() => TensorScope.Keep(Directions(ItemFactors)));
    }

    /// <summary>What it was fitted to.</summary>
    public Interactions Interactions { get; }

    /// <summary>The users' vectors, <c>[users, <see cref="VectorIndex.Dimension"/>]</c>, in the order of <see cref="Interactions.Users"/>.</summary>
    public Tensor UserFactors { get; }

    /// <summary>The items' vectors, <c>[<see cref="TopKIndex.Count"/>, <see cref="VectorIndex.Dimension"/>]</c>, in the order of <see cref="TopKIndex.Identifiers"/>.</summary>
    public Tensor ItemFactors { get; }

    /// <inheritdoc/>
    public override bool Knows(string id) => Interactions.HasUser(id);

    /// <summary>The k best items for somebody who met the given ones, such as a user who is new: their vector is computed from the items', which stay as they are.</summary>
    /// <param name="history">The items; those the index does not hold change nothing. They may be recommended again unless the filter excludes them.</param>
    /// <param name="k">How many.</param>
    /// <param name="filter">What may be returned; everything when omitted. What users have seen does not apply.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than <see cref="TopKIndex.Count"/>.</exception>
    /// <exception cref="ArgumentException">The index holds none of the items, or the filter names what users have seen.</exception>
    public Recommendations QueryHistory(IEnumerable<string> history, int k = 10, QueryFilter? filter = null)
    {
        CheckK(k);
        var rows = HistoryRows.Of(this, history, filter);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var query = Tensor.From(FoldIn(rows), new Shape(1, Dimension), ItemFactors.Device);
        return Named([HistoryRows.Name], Search(query, k, RowFilter.Of(filter, this, [HistoryRows.Name])))[0];
    }

    internal override string? WhyNoIdIsKnown => null;

    internal override TopKRows Search(Tensor queries, int k, RowFilter filter) => Best(queries, ItemFactors, 0, k, filter);

    internal override int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates)
    {
        using var scope = new TensorScope();
        var ranks = Indices.Empty(pairQueries.Length, ItemFactors.Device);
        ItemFactors.Device.RankCounts(queries, trueCandidates, pairQueries, pairCandidates, ItemFactors, ranks);
        return ranks.ToArray();
    }

    /// <summary>The vector of somebody who met the given items, of <see cref="VectorIndex.Dimension"/> numbers.</summary>
    /// <param name="history">Rows of items, ascending and distinct; one at least.</param>
    private protected abstract float[] FoldIn(int[] history);

    /// <summary>Checks factors that were fitted before.</summary>
    private protected static void CheckFactors(Interactions interactions, Tensor userFactors, Tensor itemFactors)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(userFactors);
        ArgumentNullException.ThrowIfNull(itemFactors);
        var d = userFactors.Shape.Columns;
        if (userFactors.Shape != new Shape(interactions.Users.Count, d) || itemFactors.Shape != new Shape(interactions.Items.Count, d))
        {
            throw new ArgumentException(
                $"{interactions.Users.Count} users and {interactions.Items.Count} items need as many factors of one length; these have shapes {userFactors.Shape} and {itemFactors.Shape}.");
        }

        CheckFinite(userFactors, interactions.Users, "user");
        CheckFinite(itemFactors, interactions.Items, "item");
    }

    private protected override ArgumentException Unknown(string id) => Interactions.Unknown(id);

    private protected override TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter) => Search(
        UserFactors, [.. ids.Select(Interactions.UserRow)], k, filter);

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter)
    {
        var directions = _directions.Value;
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        return Best(directions.Gather(Indices.From(rows, device: directions.Device)), directions, 0, k, filter);
    }

    private TopKRows Search(Tensor factors, int[] rows, int k, RowFilter filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        return Search(factors.Gather(Indices.From(rows, device: factors.Device)), k, filter);
    }
}
