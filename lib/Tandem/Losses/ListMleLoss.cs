using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// ListMLE: the negative log-likelihood of drawing a list's items in the order of their labels, each with probability softmax(scores / temperature)
/// among those that are left (Xia et al., <i>Listwise approach to learning to rank</i>, ICML 2008). Items of one label are drawn in the order in
/// which they stand. A list loses one number; one without items that count loses 0.
/// </summary>
/// <remarks>
/// Every normaliser is a log-sum-exp of its own, exact for scores of any size; keras-rs adds 1e-10 to sums of exponentials scaled by the list's largest, which
/// shows where the last items score some 15 below the best.
/// </remarks>
public sealed class ListMleLoss : ListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">What scores are divided by.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public ListMleLoss(float temperature = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature, reduction)
    {
    }

    private protected override Tensor ListLosses(float[] grades, Tensor scores)
    {
        var counted = Array.ConvertAll(grades, grade => grade >= 0 ? 1f : 0f);
        // Relative to each item's own score: a large one would round the logarithm away.
        var losses = (Exclusions(grades, scores) - Differences(Tempered(scores))).LogSumExp().Reshape(scores.Shape);
        return (losses * Tensor.From(counted, scores.Shape, scores.Device)).SumColumns();
    }

    /// <summary>For each item, 0 for itself and every item drawn after it, −∞ for the rest: <c>[lists·items, items]</c>.</summary>
    private static Tensor Exclusions(float[] grades, Tensor scores)
    {
        var (lists, items) = (scores.Shape[0], scores.Shape[1]);
        var exclusions = new float[lists * items * items];
        for (var row = 0; row < lists * items; row++)
        {
            var list = grades.AsSpan(row / items * items, items);
            var item = row % items;
            for (var other = 0; other < items; other++)
            {
                exclusions[(row * items) + other] = other == item || IsDrawnAfter(list, other, item) ? 0f : float.NegativeInfinity;
            }
        }

        return Tensor.From(exclusions, new Shape(lists * items, items), scores.Device);
    }

    private static bool IsDrawnAfter(ReadOnlySpan<float> grades, int item, int earlier) =>
        grades[item] >= 0 && (grades[item] < grades[earlier] || (grades[item] == grades[earlier] && item > earlier));
}
