namespace Tandem;

/// <summary>
/// How often the class that is predicted highest, the first of equals, is the true one. Labels are one-hot rows (the highest is true), or one class number for each row. A row weighs as
/// its first prediction does. Absent from results when nothing with a weight was measured.
/// </summary>
public sealed class CategoricalAccuracy : PredictionMetric
{
    private WeightedMean _hits;

    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public CategoricalAccuracy(string name = "categorical_accuracy")
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override void Reset() => _hits = default;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results() => Result(Name, _hits.Value);

    /// <inheritdoc/>
    protected override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var classes = batch.Columns;
        if (classes < 2)
        {
            throw new ArgumentException($"{Name}: predictions {batch.Shape} have no classes to choose from. Give [batch, classes], or use BinaryAccuracy for two classes.");
        }

        var gathered = default(WeightedMean);
        for (var row = 0; row < batch.Rows; row++)
        {
            var predicted = IndexOfFirstMax(batch.Predictions.Slice(row * classes, classes));
            gathered.Add(predicted == TrueClass(batch, row) ? 1 : 0, batch.SampleWeights[row * classes]);
        }

        _hits.Add(gathered);
    }

    /// <inheritdoc/>
    protected override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _hits.Add(((CategoricalAccuracy)other)._hits);
        return true;
    }

    private int TrueClass(PredictionBatch batch, int row)
    {
        var classes = batch.Columns;
        if (!batch.HasLabelPerRow)
        {
            return IndexOfFirstMax(batch.Labels.Slice(row * classes, classes));
        }

        var label = batch.Labels[row];
        return label >= 0 && label < classes && float.IsInteger(label)
            ? (int)label
            : throw new ArgumentException($"{Name}: the label in row {row} is {label}; the classes of predictions {batch.Shape} are 0 to {classes - 1}.");
    }

    private static int IndexOfFirstMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
