using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The weighted mean of values, such as the predictions of a model or the losses of its batches. Absent from results when nothing with a weight was
/// added.
/// </summary>
public sealed class Mean : Metric
{
    private WeightedMean _mean;

    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Mean(string name = "mean")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What <see cref="Metric.Results"/> calls it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override void Reset() => _mean = default;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="weight">How much it counts.</param>
    /// <exception cref="ArgumentException">The value is NaN, or the weight negative or not finite.</exception>
    public void Update(double value, double weight = 1)
    {
        if (double.IsNaN(value) || !(weight >= 0 && double.IsFinite(weight)))
        {
            throw new ArgumentException($"{Name}: value {value} with weight {weight} has no mean. Values must be numbers, and weights finite, 0 or more.");
        }

        _mean.Add(value, weight);
    }

    /// <summary>Adds values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="weights">As many weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is NaN, or a weight negative or not finite.</exception>
    public void Update(ReadOnlySpan<float> values, ReadOnlySpan<float> weights = default)
    {
        if (!weights.IsEmpty && weights.Length != values.Length)
        {
            throw new ArgumentException($"{Name}: {weights.Length} weights do not fit {values.Length} values. Give one for each.", nameof(weights));
        }

        SampleWeights.Check(weights, Name);
        var gathered = default(WeightedMean);
        for (var i = 0; i < values.Length; i++)
        {
            gathered.Add(
                float.IsNaN(values[i]) ? throw new ArgumentException($"{Name}: value {i} is NaN, and so would be the mean.", nameof(values)) : values[i],
                weights.IsEmpty ? 1 : weights[i]);
        }

        _mean.Add(gathered);
    }

    /// <summary>Adds the elements of a tensor, copying it to the host.</summary>
    /// <inheritdoc cref="Update(ReadOnlySpan{float}, ReadOnlySpan{float})" path="/param"/>
    /// <inheritdoc cref="Update(ReadOnlySpan{float}, ReadOnlySpan{float})" path="/exception"/>
    public void Update(Tensor values, ReadOnlySpan<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Update(values.ToArray(), weights);
    }

    /// <summary>Adds all that another mean has gathered.</summary>
    public void Merge(Mean other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _mean.Add(other._mean);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results() => PredictionMetric.Result(Name, _mean.Value);
}
