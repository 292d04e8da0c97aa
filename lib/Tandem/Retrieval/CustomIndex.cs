using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An index of your own: say which ids it knows and how it scores the candidates for them, and it answers queries with filters, exclusions and seen items as every index does, and can be evaluated
/// and fallen back from.
/// </summary>
/// <example><code>
/// class Cheapest(Table items) : CustomIndex(items["item"])
/// {
///     private readonly float[] _scores = [.. items.Rows.Select(row => -(float)row.Double("price"))];
///
///     public override bool Knows(string id) => true;
///
///     protected override Tensor Scores(IReadOnlyList&lt;string&gt; ids) =>
///         Tensor.From([.. ids.SelectMany(_ => _scores)], new Shape(ids.Count, Count));
/// }
/// </code></example>
public abstract class CustomIndex : ScoringIndex
{
    /// <summary>Names the candidates.</summary>
    /// <param name="identifiers">An identifier for each candidate.</param>
    /// <exception cref="ArgumentException">There are no candidates, or an identifier is missing or duplicated.</exception>
    protected CustomIndex(Column identifiers)
        : base(identifiers)
    {
    }

    /// <summary>The scores of all candidates for some queries, <c>[ids, <see cref="TopKIndex.Count"/>]</c>; the higher, the better. A candidate whose score is NaN is left out.</summary>
    /// <param name="ids">Ids that the index knows. Of many queries it is asked for some at a time, by one thread or by several at once.</param>
    protected abstract Tensor Scores(IReadOnlyList<string> ids);

    private protected override ArgumentException Unknown(string id) => new($"\"{id}\" is not known to the {GetType().Name} index. Recommend what is popular to new ids.");

    private protected override TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter) => Best(ids.Count, k, filter, (first, count) =>
    {
        var scores = Scores([.. ids.Skip(first).Take(count)]);
        return scores.Shape.Equals(new Shape(count, Count)) ? scores : throw new InvalidOperationException(
            $"{GetType().Name}.Scores gave a tensor of shape {scores.Shape} for {count} queries and {Count} candidates. Give [{count}, {Count}].");
    });

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter) =>
        throw new NotSupportedException($"A {GetType().Name} index does not know which candidates are alike.");
}
