using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A loss over lists of items: labels are grades of relevance, predictions scores, both <c>[lists, items]</c> (or <c>[items]</c> for one list). An item
/// with a negative label is no part of its list, as in keras-rs; nor is one that a mask leaves out.
/// </summary>
/// <remarks>Memory grows with lists · items².</remarks>
public abstract class ListLoss : Loss
{
    /// <summary>What a masked item's label becomes.</summary>
    private const float Absent = -1f;

    private readonly float _scale;

    private protected ListLoss(float temperature, Reduction reduction)
        : base(reduction)
    {
        if (!(temperature > 0) || !float.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature divides the scores: give a positive number.");
        }

        _scale = 1f / temperature;
    }

    /// <summary>The loss of lists of which some items do not count.</summary>
    /// <param name="labels">Grades of relevance; an item whose grade is negative does not count either.</param>
    /// <param name="predictions">Scores.</param>
    /// <param name="mask">For each item, whether it counts.</param>
    /// <param name="sampleWeights">One for each list or for each item; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">The mask has another length than the labels, or as <see cref="Loss.Compute"/> says.</exception>
    public Tensor Compute(Tensor labels, Tensor predictions, ReadOnlySpan<bool> mask, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (mask.Length != labels.Shape.Count)
        {
            throw new ArgumentException($"{GetType().Name}: a mask of {mask.Length} does not fit labels {labels.Shape}. Say for each of them whether it counts.", nameof(mask));
        }

        var grades = labels.ToArray();
        for (var i = 0; i < grades.Length; i++)
        {
            grades[i] = mask[i] ? grades[i] : Absent;
        }

        return Compute(Tensor.From(grades, labels.Shape, labels.Device), predictions, sampleWeights);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Losses(Tensor labels, Tensor predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        LabelValues.CheckFinite(labels, GetType().Name);
        var shape = predictions.Shape.Rank == 1 ? new Shape(1, predictions.Shape[0]) : predictions.Shape;
        return ListLosses(labels.ToArray(), predictions.Reshape(shape));
    }

    /// <summary>What each list, or each item of each list, loses: <c>[lists, 1]</c> or <c>[lists, items]</c>.</summary>
    /// <param name="grades">The labels, row by row; negative for an item that does not count.</param>
    /// <param name="scores"><c>[lists, items]</c>, not yet divided by the temperature.</param>
    private protected abstract Tensor ListLosses(float[] grades, Tensor scores);

    /// <summary>The scores divided by the temperature.</summary>
    private protected Tensor Tempered(Tensor scores) => _scale * scores;

    /// <summary>sᵢ − sⱼ for the items of each list, a row for each i: <c>[lists·items, items]</c>.</summary>
    private protected static Tensor Differences(Tensor scores) =>
        -(RepeatForItems(scores) - scores.Reshape(new Shape(scores.Shape.Count, 1)));

    /// <summary>A value for each ordered pair of items of a list, <c>[lists·items, items]</c>; 0 for a pair of which one does not count.</summary>
    private protected static Tensor ForPairs(float[] grades, Tensor scores, Func<float, float, float> ofGrades)
    {
        var (lists, items) = (scores.Shape[0], scores.Shape[1]);
        var values = new float[lists * items * items];
        for (var row = 0; row < lists * items; row++)
        {
            var list = grades.AsSpan(row / items * items, items);
            for (var other = 0; other < items && grades[row] >= 0; other++)
            {
                values[(row * items) + other] = list[other] >= 0 && row % items != other ? ofGrades(grades[row], list[other]) : 0f;
            }
        }

        return Tensor.From(values, new Shape(lists * items, items), scores.Device);
    }

    /// <summary>Each list's scores repeated, a row for each of its items: <c>[lists·items, items]</c>.</summary>
    private static Tensor RepeatForItems(Tensor scores)
    {
        var (lists, items) = (scores.Shape[0], scores.Shape[1]);
        var listOf = new int[lists * items];
        for (var i = 0; i < listOf.Length; i++)
        {
            listOf[i] = i / items;
        }

        return scores.Gather(Indices.From(listOf, device: scores.Device));
    }
}
