namespace Tandem;

/// <summary>
/// Half a cosine from the initial rate to <c>alpha</c> times it, and that from then on (Loshchilov and Hutter, ICLR 2017). With a warm-up, a line from the initial
/// rate to the warm-up's target first, and the cosine from there.
/// </summary>
public sealed record CosineDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="decaySteps">The number of steps of the cosine.</param>
    /// <param name="alpha">The share of the rate that is left at the end, in [0, 1].</param>
    /// <param name="warmupTarget">The rate at the end of the warm-up; <see langword="null"/> for no warm-up.</param>
    /// <param name="warmupSteps">The number of steps of the warm-up, which come before those of the cosine.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, alpha outside [0, 1], or a number of steps negative, or zero for the cosine.</exception>
    /// <exception cref="ArgumentException">There are steps of a warm-up without a target.</exception>
    public CosineDecay(float initial, int decaySteps, float alpha = 0, float? warmupTarget = null, int warmupSteps = 0)
    {
        Initial = NotNegative(initial, nameof(initial));
        DecaySteps = Positive(decaySteps, nameof(decaySteps));
        Alpha = alpha is >= 0 and <= 1 ? alpha : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "alpha is a share: at least 0 and at most 1.");
        WarmupTarget = warmupTarget is { } target ? NotNegative(target, nameof(warmupTarget)) : null;
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        WarmupSteps = warmupSteps == 0 || warmupTarget is not null
            ? warmupSteps
            : throw new ArgumentException("A warm-up needs the rate that it leads to: give warmupTarget as well.", nameof(warmupTarget));
    }

    /// <summary>The learning rate of the first step.</summary>
    public float Initial { get; }

    /// <summary>The number of steps of the cosine.</summary>
    public int DecaySteps { get; }

    /// <summary>The share of the rate that is left at the end.</summary>
    public float Alpha { get; }

    /// <summary>The rate at the end of the warm-up.</summary>
    public float? WarmupTarget { get; }

    /// <summary>The number of steps of the warm-up.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    public override float At(int step)
    {
        double from = WarmupTarget ?? Initial;
        if (step < WarmupSteps)
        {
            return (float)(Initial + ((from - Initial) * step / WarmupSteps));
        }

        var done = (double)Math.Min(step - WarmupSteps, DecaySteps) / DecaySteps;
        return (float)(from * (((1 - (double)Alpha) * (1 + Math.Cos(Math.PI * done)) / 2) + Alpha));
    }
}
