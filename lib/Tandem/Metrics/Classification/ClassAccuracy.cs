namespace Tandem;

/// <summary>
/// How often the true class is predicted: labels are one-hot rows (the highest is true), or one class number for each row of predictions <c>[batch,
/// classes]</c>. A row weighs as its first prediction does. Absent from results when nothing with a weight was measured.
/// </summary>
public abstract class ClassAccuracy : PredictionMetric
{
    private WeightedMean _hits;

    private protected ClassAccuracy(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override void Reset() => _hits = default;

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Results() => Result(Name, _hits.Value);

    /// <inheritdoc/>
    protected sealed override void Add(PredictionBatch batch)
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
            var hit = IsHit(batch.Predictions.Slice(row * classes, classes), TrueClass(batch, row));
            gathered.Add(hit ? 1 : 0, batch.SampleWeights[row * classes]);
        }

        _hits.Add(gathered);
    }

    /// <inheritdoc/>
    protected sealed override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!HasSettingsOf((ClassAccuracy)other))
        {
            return false;
        }

        _hits.Add(((ClassAccuracy)other)._hits);
        return true;
    }

    /// <summary>Whether the predictions of a row say the true class.</summary>
    private protected abstract bool IsHit(ReadOnlySpan<float> predictions, int trueClass);

    /// <summary>Whether another metric of this type measures the same.</summary>
    private protected virtual bool HasSettingsOf(ClassAccuracy other) => true;

    /// <summary>The first of the highest.</summary>
    private protected static int IndexOfMaximum(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private int TrueClass(PredictionBatch batch, int row)
    {
        var classes = batch.Columns;
        if (!batch.HasLabelPerRow)
        {
            return IndexOfMaximum(batch.Labels.Slice(row * classes, classes));
        }

        var label = batch.Labels[row];
        return label >= 0 && label < classes && float.IsInteger(label)
            ? (int)label
            : throw new ArgumentException($"{Name}: the label in row {row} is {label}; the classes of predictions {batch.Shape} are 0 to {classes - 1}.");
    }
}
