using System.Numerics;
using Tandem.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Tandem;

/// <summary>
/// Item-based nearest neighbours: an item that was met speaks for the items most similar to it, by the cosine of their columns of the interactions, which shrinkage
/// lowers for items that were rarely met (B. Sarwar et al., <i>Item-based collaborative filtering recommendation algorithms</i>, WWW 2001; shrinkage as
/// R. Bell and Y. Koren, KDD Cup 2007).
/// </summary>
public sealed class ItemKnn : HistoryIndex
{
    private readonly SparseRows _similar;

    /// <summary>Finds each item's neighbours.</summary>
    /// <param name="interactions">Who met what.</param>
    /// <param name="neighbours">How many neighbours of an item are kept.</param>
    /// <param name="shrinkage">What is added to the denominator of the cosine: 0 for the plain cosine.</param>
    /// <param name="cancellation">Ends the search early. Stopping the notebook's cell does so, too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neighbours is not positive, or the shrinkage is negative.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public ItemKnn(Interactions interactions, int neighbours = 100, float shrinkage = 10f, CancellationToken cancellation = default)
        : base(interactions)
    {
        if (neighbours < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(neighbours), neighbours, "ItemKnn: at least one neighbour of an item must be kept; some dozens or hundreds are usual.");
        }

        if (!(shrinkage >= 0) || !float.IsFinite(shrinkage))
        {
            throw new ArgumentOutOfRangeException(nameof(shrinkage), shrinkage, "ItemKnn: the shrinkage must be 0 or a positive number.");
        }

        (Neighbours, Shrinkage) = (neighbours, shrinkage);
        using var interruption = Interruption.By(cancellation);
        _similar = SquaresFit() ? FindNeighbours<float>() : FindNeighbours<double>();
    }

    /// <summary>A recommender with neighbours that were found before.</summary>
    internal ItemKnn(Interactions interactions, int neighbours, float shrinkage, SparseRows similar)
        : base(interactions) => (Neighbours, Shrinkage, _similar) = (neighbours, shrinkage, similar);

    /// <summary>How many neighbours of an item are kept.</summary>
    public int Neighbours { get; }

    /// <summary>What is added to the denominator of the cosine.</summary>
    public float Shrinkage { get; }

    /// <summary>For each item its neighbours, with their similarities.</summary>
    internal SparseRows SimilarItems => _similar;

    private protected override Tensor Scores(SparseRows histories)
    {
        var n = Count;
        var scores = new float[histories.Rows * n];
        Parallel.For(0, histories.Rows, row => AddNeighbours(histories, row, scores.AsSpan(row * n, n)));
        return Tensor.From(scores, new Shape(histories.Rows, n));
    }

    private void AddNeighbours(SparseRows histories, int row, Span<float> scores)
    {
        for (var e = histories.Offsets[row]; e < histories.Offsets[row + 1]; e++)
        {
            var (item, weight) = (histories.Columns[e], histories.Weights[e]);
            for (var i = _similar.Offsets[item]; i < _similar.Offsets[item + 1]; i++)
            {
                scores[_similar.Columns[i]] += weight * _similar.Weights[i];
            }
        }
    }

    /// <summary>Whether products of weights, and their sums, are ordinary numbers in single precision.</summary>
    private bool SquaresFit()
    {
        var weights = Interactions.ByItem.Weights.AsSpan();
        var (least, most) = (TensorPrimitives.Min<float>(weights), TensorPrimitives.Max<float>(weights));
        return float.IsNormal(least * least) && (double)most * most * Math.Max(Interactions.Users.Count, 1) < float.MaxValue;
    }

    private SparseRows FindNeighbours<T>()
        where T : struct, IFloatingPoint<T>, IRootFunctions<T>
    {
        var together = new CoOccurrence(Interactions);
        var norms = Norms<T>();
        var found = new (int[] Items, float[] Similarities)[Count];
        Parallel.For(0, Count, Interruption.Parallel, () => new T[Count], (item, _, row) =>
        {
            together.Row<T>(item, row);
            found[item] = Best(item, row, norms);
            return row;
        }, _ => { });
        var offsets = new int[Count + 1];
        for (var item = 0; item < Count; item++)
        {
            offsets[item + 1] = offsets[item] + found[item].Items.Length;
        }

        return new SparseRows(offsets, [.. found.SelectMany(list => list.Items)], [.. found.SelectMany(list => list.Similarities)]);
    }

    private T[] Norms<T>()
        where T : struct, IFloatingPoint<T>, IRootFunctions<T>
    {
        var norms = new T[Count];
        for (var item = 0; item < Count; item++)
        {
            var weights = Interactions.ByItem.Weights[Interactions.ByItem.Offsets[item]..Interactions.ByItem.Offsets[item + 1]];
            norms[item] = TensorPrimitives.Norm<T>(Array.ConvertAll(weights, T.CreateTruncating));
        }

        return norms;
    }

    /// <summary>The items most similar to one, ties by the lower row, in the order of rows.</summary>
    private (int[] Items, float[] Similarities) Best<T>(int item, T[] together, T[] norms)
        where T : struct, IFloatingPoint<T>
    {
        var shrinkage = T.CreateTruncating(Shrinkage);
        var candidates = new List<(float Similarity, int Item)>();
        for (var other = 0; other < together.Length; other++)
        {
            if (together[other] > T.Zero && other != item)
            {
                candidates.Add((float.CreateTruncating(together[other] / ((norms[item] * norms[other]) + shrinkage)), other));
            }
        }

        candidates.Sort((left, right) => (-left.Similarity, left.Item).CompareTo((-right.Similarity, right.Item)));
        var kept = candidates.Take(Neighbours).OrderBy(candidate => candidate.Item).ToArray();
        return (Array.ConvertAll(kept, candidate => candidate.Item), Array.ConvertAll(kept, candidate => candidate.Similarity));
    }
}
