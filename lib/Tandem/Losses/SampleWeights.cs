namespace Tandem;

/// <summary>What losses and metrics ask of sample weights.</summary>
internal static class SampleWeights
{
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite; the message names its number.</exception>
    public static void Check(ReadOnlySpan<float> weights, string owner)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException($"{owner}: sample weight {i} is {weights[i]}. Weights must be finite numbers, 0 or more.", nameof(weights));
            }
        }
    }
}
