using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// EASE, a linear model from items to items whose best weights have a closed form: with <c>P = (XᵀX + λI)⁻¹</c> they are <c>B_ij = −P_ij / P_jj</c>, and 0 on
/// the diagonal; the scores of a user are <c>x·B</c> (H. Steck, <i>Embarrassingly shallow autoencoders for sparse data</i>, WWW 2019). One number to
/// choose, one matrix to invert, and hard to beat.
/// </summary>
/// <remarks>
/// Memory is that of two matrices of items × items, time that of an inversion: below a second for some thousand items, n³ in their number n. It learns from any weights of the
/// interactions; weights of 1 are what the paper has.
/// </remarks>
public sealed class Ease : HistoryIndex
{
    /// <summary>The most items whose matrix an array can hold.</summary>
    private const int MostItems = 46_340;

    /// <summary>Fits the model.</summary>
    /// <param name="interactions">Who met what.</param>
    /// <param name="regularization">λ: the larger, the less is made of items that were rarely met.</param>
    /// <param name="cancellation">Ends the fit early. Stopping the notebook's cell does so, too.</param>
    /// <exception cref="ArgumentException">There are more items than fit a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The regularization is not a positive number.</exception>
    /// <exception cref="InvalidOperationException">The regularization is too small for the matrix to be inverted in single precision.</exception>
    /// <exception cref="NonFiniteException">Squares of weights add up to more than a float holds; the message names the weight.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public Ease(Interactions interactions, float regularization = 500f, CancellationToken cancellation = default)
        : base(interactions)
    {
        if (!(regularization > 0) || !float.IsFinite(regularization))
        {
            throw new ArgumentOutOfRangeException(
                nameof(regularization), regularization, "EASE: the regularization must be a positive number; some hundreds suit data with some hundred users for each item.");
        }

        if (Count > MostItems)
        {
            throw new ArgumentException(
                $"EASE inverts a matrix of items × items, and {Count} items are more than the {MostItems} that fit. Leave rare items out, or use {nameof(AlternatingLeastSquares)} or {nameof(ItemKnn)}.",
                nameof(interactions));
        }

        Regularization = regularization;
        using var interruption = Interruption.By(cancellation);
        Weights = Fit();
    }

    private Ease(Interactions interactions, float regularization, Tensor weights)
        : base(interactions) => (Regularization, Weights) = (regularization, weights);

    /// <summary>λ.</summary>
    public float Regularization { get; }

    /// <summary>What an item (row) that was met adds to another's (column) score: <c>[items, items]</c>, in the order of <see cref="TopKIndex.Identifiers"/>.</summary>
    public Tensor Weights { get; }

    /// <summary>A model with weights that were fitted before.</summary>
    /// <param name="interactions">What it was fitted to.</param>
    /// <param name="regularization">The λ it was fitted with.</param>
    /// <param name="weights">Its <see cref="Weights"/>; they are taken over, not copied.</param>
    /// <exception cref="ArgumentException">The weights are not a matrix of items × items.</exception>
    public static Ease FromWeights(Interactions interactions, float regularization, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(weights);
        var n = interactions.Items.Count;
        return weights.Shape == new Shape(n, n)
            ? new Ease(interactions, regularization, TensorScope.Keep(weights))
            : throw new ArgumentException($"EASE over {n} items has weights of shape {new Shape(n, n)}; these have {weights.Shape}.", nameof(weights));
    }

    private protected override Tensor Scores(SparseRows histories)
    {
        var scores = Tensor.Empty(new Shape(histories.Rows, Count), Weights.Device);
        var device = scores.Device;
        device.PoolRows(
            Weights,
            Indices.From(histories.Columns, device: device),
            Indices.From(histories.Offsets, device: device),
            Tensor.From(histories.Weights, new Shape(histories.Count), device),
            scores);
        return scores;
    }

    private Tensor Fit()
    {
        using var scope = new TensorScope();
        var n = Count;
        var matrix = Tensor.From(RegularizedGram(), new Shape(n, n));
        if (matrix.Device.InvertPositiveDefinite(matrix, Interruption.Token) is >= 0 and var row)
        {
            throw new InvalidOperationException(
                $"EASE: with a regularization of {Regularization} the matrix cannot be inverted in single precision (item \"{Identifiers[row]}\" depends on others). Give a larger one, such as {Math.Max(1, 10 * Regularization)}.");
        }

        var weights = matrix.ToArray();
        ScaleColumns(weights);
        matrix.Device.Upload(weights, matrix);
        return TensorScope.Keep(matrix);
    }

    /// <summary>The lower triangle of XᵀX + λI, with zeros above.</summary>
    private float[] RegularizedGram()
    {
        var (n, together) = (Count, new CoOccurrence(Interactions));
        var matrix = new float[n * n];
        Parallel.For(0, n, Interruption.Parallel, item =>
        {
            together.Lower(item, matrix.AsSpan(item * n, item + 1));
            matrix[(item * n) + item] += Regularization;
        });
        for (var item = 0; item < n; item++)
        {
            if (!float.IsFinite(matrix[(item * n) + item]))
            {
                throw NotFinite(item);
            }
        }

        return matrix;
    }

    private NonFiniteException NotFinite(int item)
    {
        var (users, first) = (Interactions.ByItem, Interactions.ByItem.Offsets[item]);
        var heaviest = Enumerable.Range(first, users.Offsets[item + 1] - first).MaxBy(entry => users.Weights[entry]);
        return NonFiniteException.OfFit(
            $"EASE: the squares of the weights of item \"{Identifiers[item]}\" add up to more than a float holds. The largest weight is {users.Weights[heaviest]:R}, "
            + $"of user \"{Interactions.Users[users.Columns[heaviest]]}\". Divide the weights, or take their logarithm.");
    }

    private void ScaleColumns(float[] inverse)
    {
        var n = Count;
        var factors = new float[n];
        for (var item = 0; item < n; item++)
        {
            factors[item] = -1 / inverse[(item * n) + item];
        }

        Parallel.For(0, n, item =>
        {
            var row = inverse.AsSpan(item * n, n);
            System.Numerics.Tensors.TensorPrimitives.Multiply(row, factors, row);
            row[item] = 0;
        });
    }
}
