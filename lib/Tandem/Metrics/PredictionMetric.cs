using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A metric of predictions against labels, gathered over batches in double precision. How the rows are cut into batches changes nothing, and two metrics
/// that each saw a part can be merged.
/// </summary>
public abstract class PredictionMetric : Metric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">What <see cref="Metric.Results"/> calls it.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected PredictionMetric(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What <see cref="Metric.Results"/> calls it.</summary>
    public string Name { get; }

    /// <summary>Adds a batch.</summary>
    /// <exception cref="ArgumentException">The metric cannot measure such labels or predictions; the message says which.</exception>
    public void Update(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Add(batch);
    }

    /// <summary>Adds a batch, copying it to the host; to give several metrics one batch, make it a <see cref="PredictionBatch"/> first.</summary>
    /// <inheritdoc cref="PredictionBatch(Tensor, Tensor, ReadOnlySpan{float}, ReadOnlySpan{bool})" path="/param"/>
    /// <inheritdoc cref="Update(PredictionBatch)" path="/exception"/>
    public void Update(Tensor labels, Tensor predictions, ReadOnlySpan<float> sampleWeights = default, ReadOnlySpan<bool> mask = default) =>
        Add(new PredictionBatch(labels, predictions, sampleWeights, mask));

    /// <summary>Adds a batch of one prediction a row.</summary>
    /// <inheritdoc cref="PredictionBatch(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})" path="/param"/>
    /// <inheritdoc cref="Update(PredictionBatch)" path="/exception"/>
    public void Update(ReadOnlySpan<float> labels, ReadOnlySpan<float> predictions, ReadOnlySpan<float> sampleWeights = default) =>
        Add(new PredictionBatch(labels, predictions, sampleWeights));

    /// <summary>Adds all that another metric of the same kind and settings has gathered.</summary>
    /// <exception cref="ArgumentException">The other is of another kind, or has other settings.</exception>
    public void Merge(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || !MergeFrom(other))
        {
            throw new ArgumentException($"{Name} cannot be merged with {other.Name}: only metrics of the same kind and settings can.", nameof(other));
        }
    }

    /// <summary>Measures a batch that has been checked for shapes, weights and NaN.</summary>
    protected abstract void Add(PredictionBatch batch);

    /// <summary>Adds what another metric, of this type, has gathered.</summary>
    /// <returns>Whether its settings allow that; if not, nothing was added.</returns>
    protected abstract bool MergeFrom(PredictionMetric other);

    /// <summary>The results of a metric with one number: empty where it is not defined.</summary>
    internal static IReadOnlyDictionary<string, double> Result(string name, double? value) =>
        value is { } defined ? new Dictionary<string, double> { [name] = defined } : new Dictionary<string, double>();
}
