namespace Tandem;

/// <summary>
/// How often fewer than k classes are predicted strictly higher than the true one, so that a tie is a hit; what is predicted infinite is a miss. As a
/// batch metric of retrieval, the accuracy among the candidates of a batch. Absent from results when nothing with a weight was measured. See <see cref="ClassAccuracy"/> for labels and weights.
/// </summary>
public sealed class TopKCategoricalAccuracy : ClassAccuracy
{
    private readonly int _k;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many classes from the top count.</param>
    /// <param name="name">What results call it; <c>top_5_categorical_accuracy</c> for k = 5 when omitted, where Keras says
    /// <c>top_k_categorical_accuracy</c> for any.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public TopKCategoricalAccuracy(int k = 5, string? name = null)
        : base(name ?? $"top_{k}_categorical_accuracy") =>
        _k = k > 0 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "The number of classes from the top must be 1 or more.");

    private protected override bool IsHit(ReadOnlySpan<float> predictions, int trueClass)
    {
        var higher = 0;
        foreach (var prediction in predictions)
        {
            higher += prediction > predictions[trueClass] ? 1 : 0;
        }

        return higher < _k && float.IsFinite(predictions[trueClass]);
    }

    private protected override bool HasSettingsOf(ClassAccuracy other) => ((TopKCategoricalAccuracy)other)._k == _k;
}
