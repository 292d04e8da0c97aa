using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// What metrics need of a batch — labels, predictions and weights — copied to the host and checked once, however many metrics measure it.
/// </summary>
public sealed class PredictionBatch
{
    private readonly float[] _labels;
    private readonly float[] _predictions;
    private readonly float[] _weights;

    /// <summary>Copies a batch to the host.</summary>
    /// <param name="labels">What is true: in the shape of the predictions, or one class number for each of their rows. <c>[batch]</c> fits <c>[batch,
    /// 1]</c>.</param>
    /// <param name="predictions"><c>[batch]</c> or <c>[batch, n]</c>; for metrics of ranked lists <c>[lists, items]</c>, or <c>[items]</c> for one
    /// list.</param>
    /// <param name="sampleWeights">One for each row, or for each prediction; all 1 when omitted. What weighs 0 does not count.</param>
    /// <param name="mask">For each prediction, whether it counts; all do when omitted.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, a weight is negative or not finite, or a label or prediction is NaN; the message says
    /// which.</exception>
    public PredictionBatch(Tensor labels, Tensor predictions, ReadOnlySpan<float> sampleWeights = default, ReadOnlySpan<bool> mask = default)
        : this(Values(labels, nameof(labels)), Values(predictions, nameof(predictions)), predictions.Shape, sampleWeights, mask)
    {
    }

    /// <summary>A batch of one prediction a row.</summary>
    /// <param name="labels">What is true.</param>
    /// <param name="predictions">As many predictions.</param>
    /// <param name="sampleWeights">As many weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">Lengths differ, a weight is negative or not finite, or a label or prediction is NaN; the message says
    /// which.</exception>
    public PredictionBatch(ReadOnlySpan<float> labels, ReadOnlySpan<float> predictions, ReadOnlySpan<float> sampleWeights = default)
        : this(labels.ToArray(), predictions.ToArray(), new Shape(predictions.Length), sampleWeights, mask: [])
    {
    }

    private PredictionBatch(float[] labels, float[] predictions, Shape shape, ReadOnlySpan<float> sampleWeights, ReadOnlySpan<bool> mask)
    {
        if (shape.Rank is not (1 or 2))
        {
            throw new ArgumentException($"Predictions to measure are [batch] or [batch, n]; these have shape {shape}.");
        }

        Shape = shape;
        Rows = shape[0];
        if (labels.Length != predictions.Length && labels.Length != Rows)
        {
            throw new ArgumentException($"{labels.Length} labels do not fit predictions {shape}. Give a label for each prediction, or a class number for each row.");
        }

        (_labels, _predictions) = (labels, predictions);
        CheckNumbers(labels, "label");
        CheckNumbers(predictions, "prediction");
        _weights = Weights(sampleWeights, mask);
    }

    /// <summary>The shape of the predictions.</summary>
    public Shape Shape { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of predictions of a row.</summary>
    public int Columns => Shape.Rank == 2 ? Shape[1] : 1;

    /// <summary>Whether there is one label for each row instead of one for each prediction.</summary>
    public bool HasLabelPerRow => _labels.Length != _predictions.Length;

    /// <summary>The labels, row by row.</summary>
    public ReadOnlySpan<float> Labels => _labels;

    /// <summary>The predictions, row by row.</summary>
    public ReadOnlySpan<float> Predictions => _predictions;

    /// <summary>For each prediction its weight, 0 where it is masked.</summary>
    public ReadOnlySpan<float> SampleWeights => _weights;

    /// <summary>For each label its weight: that of its prediction, or of the first of its row.</summary>
    internal ReadOnlySpan<float> LabelWeights
    {
        get
        {
            if (!HasLabelPerRow)
            {
                return _weights;
            }

            var weights = new float[Rows];
            for (var row = 0; row < Rows; row++)
            {
                weights[row] = _weights[row * Columns];
            }

            return weights;
        }
    }

    /// <summary>Where an element stands, for a message.</summary>
    internal string Place(int index) => LabelValues.Place(Shape, index);

    private static float[] Values(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.ToArray();
    }

    private void CheckNumbers(float[] values, string what)
    {
        var index = Array.FindIndex(values, float.IsNaN);
        if (index >= 0)
        {
            var place = values.Length == Rows ? $"row {index}" : Place(index);
            throw new ArgumentException($"The {what} in {place} is NaN, and so would be every metric of it. Look for what made it: missing values, or a training that diverged.");
        }
    }

    private float[] Weights(ReadOnlySpan<float> sampleWeights, ReadOnlySpan<bool> mask)
    {
        var count = _predictions.Length;
        if (!sampleWeights.IsEmpty && sampleWeights.Length != Rows && sampleWeights.Length != count)
        {
            throw new ArgumentException($"{sampleWeights.Length} sample weights do not fit predictions {Shape}. Give one for each row, or one for each prediction.", nameof(sampleWeights));
        }

        if (!mask.IsEmpty && mask.Length != count)
        {
            throw new ArgumentException($"A mask of {mask.Length} does not fit predictions {Shape}. Say for each of them whether it counts.", nameof(mask));
        }

        Tandem.SampleWeights.Check(sampleWeights, "Metrics");
        var weights = new float[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = !mask.IsEmpty && !mask[i] ? 0f
                : sampleWeights.IsEmpty ? 1f
                : sampleWeights[sampleWeights.Length == count ? i : i / Columns];
        }

        return weights;
    }
}
