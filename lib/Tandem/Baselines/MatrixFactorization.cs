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

    internal override TopKRows Search(Tensor queries, int k, RowFilter filter) => Best(queries, ItemFactors, 0, k, filter);

    internal override int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates)
    {
        using var scope = new TensorScope();
        var ranks = Indices.Empty(pairQueries.Length, ItemFactors.Device);
        ItemFactors.Device.RankCounts(queries, trueCandidates, pairQueries, pairCandidates, ItemFactors, ranks);
        return ranks.ToArray();
    }

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
