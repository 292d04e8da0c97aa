using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// WARP, the weighted approximate-rank pairwise loss: a positive whose margin r negatives violate loses L(r) times the mean of their hinges, L(r) = 1
/// + ½ + … + 1/r, so that precision at the top counts most (Weston, Bengio and Usunier, <i>WSABIE: Scaling up to large vocabulary image
/// annotation</i>, IJCAI 2011).
/// </summary>
/// <remarks>
/// The paper guesses r from the number of draws until a violating negative is met. Here all negatives of a row are scored anyway, and r is counted;
/// where they are a sample of a larger corpus, r is scaled to it. Counting copies the scores to the host. Gradients take L(r) / r as a constant.
/// </remarks>
public sealed class WarpLoss : ListLoss
{
    private readonly int? _corpusNegatives;

    /// <summary>Creates the loss.</summary>
    /// <param name="corpusNegatives">How many negatives the corpus has of which a row's are a sample; the row's are all when omitted.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of negatives is not positive.</exception>
    public WarpLoss(int? corpusNegatives = null, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature: 1f, reduction) =>
        _corpusNegatives = corpusNegatives is null or > 0
            ? corpusNegatives
            : throw new ArgumentOutOfRangeException(nameof(corpusNegatives), corpusNegatives, "Give the number of negatives in the corpus, or leave it out.");

    /// <summary>The loss of positives against negatives of their own.</summary>
    /// <param name="positives">The scores of the positives, <c>[batch]</c> or <c>[batch, 1]</c>.</param>
    /// <param name="negatives">The scores of the negatives, <c>[batch]</c> or <c>[batch, n]</c>.</param>
    /// <param name="sampleWeights">One for each positive; all 1 when omitted.</param>
    /// <returns>A scalar; with <see cref="Reduction.None"/>, <c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the batch is empty, or a weight is negative or not finite.</exception>
    public Tensor ComputePairs(Tensor positives, Tensor negatives, ReadOnlySpan<float> sampleWeights = default)
    {
        var hinges = Hinges(PairMargins.Of(positives, negatives, nameof(WarpLoss)));
        var counts = new float[hinges.Shape.Count];
        Array.Fill(counts, 1f);
        return Reduce(Weighted(hinges, counts), sampleWeights);
    }

    private protected override Tensor ListLosses(float[] grades, Tensor scores)
    {
        var counts = ForPairs(grades, scores, (grade, other) => grade > 0 && other == 0 ? 1f : 0f);
        return Weighted(Hinges(Differences(scores)), counts.ToArray()).Reshape(scores.Shape);
    }

    private static Tensor Hinges(Tensor margins) => (-margins + Tensor.Full(default, 1f, margins.Device)).Relu();

    /// <summary>The hinges of each row's negatives times L(r) / r, summed: <c>[rows, 1]</c>.</summary>
    /// <param name="hinges"><c>[rows, n]</c>.</param>
    /// <param name="counts">1 where a row's element is one of its negatives, 0 elsewhere; becomes the weights.</param>
    private Tensor Weighted(Tensor hinges, float[] counts)
    {
        var columns = hinges.Shape.Columns;
        var values = hinges.ToArray();
        for (var start = 0; start < values.Length; start += columns)
        {
            var weight = RankWeight(values.AsSpan(start, columns), counts.AsSpan(start, columns));
            foreach (ref var count in counts.AsSpan(start, columns))
            {
                count *= weight;
            }
        }

        return (hinges * Tensor.From(counts, hinges.Shape, hinges.Device)).SumColumns();
    }

    /// <summary>L(r) over the number of violating negatives.</summary>
    private float RankWeight(ReadOnlySpan<float> hinges, ReadOnlySpan<float> counts)
    {
        var (negatives, violating) = (0, 0);
        for (var i = 0; i < hinges.Length; i++)
        {
            negatives += counts[i] > 0 ? 1 : 0;
            violating += counts[i] > 0 && hinges[i] > 0 ? 1 : 0;
        }

        if (negatives > _corpusNegatives)
        {
            throw new ArgumentException($"{nameof(WarpLoss)}: a row has {negatives} negatives, and the corpus only {_corpusNegatives} of which they are a sample. Give corpusNegatives, or leave it out.");
        }

        return violating == 0 ? 0f : (float)(Harmonic((long)violating * (_corpusNegatives ?? negatives) / negatives) / violating);
    }

    /// <summary>1 + ½ + … + 1/n; summed for a small n, by the first terms of its asymptotic series, exact to 1e-10, for a large one.</summary>
    private static double Harmonic(long n)
    {
        const double eulersConstant = 0.57721566490153286;
        if (n > 100)
        {
            return Math.Log(n) + eulersConstant + (1 / (2.0 * n)) - (1 / (12.0 * n * n));
        }

        var sum = 0.0;
        for (var i = n; i >= 1; i--)
        {
            sum += 1.0 / i;
        }

        return sum;
    }
}
