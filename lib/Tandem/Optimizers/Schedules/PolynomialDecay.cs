namespace Tandem;

/// <summary>
/// <c>(initial − end)·(1 − step/decaySteps)^power + end</c>, and <c>end</c> from then on; with cycles, the number of steps is stretched to its next multiple each
/// time it is reached, so that the rate rises again.
/// </summary>
public sealed record PolynomialDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="decaySteps">The number of steps to the end.</param>
    /// <param name="end">The learning rate at the end.</param>
    /// <param name="power">1 for a line, more for a steeper start.</param>
    /// <param name="cycle">Whether the rate rises again after the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or the power is negative, or the number of steps not positive.</exception>
    public PolynomialDecay(float initial, int decaySteps, float end = 0.0001f, float power = 1, bool cycle = false)
    {
        Initial = NotNegative(initial, nameof(initial));
        DecaySteps = Positive(decaySteps, nameof(decaySteps));
        End = NotNegative(end, nameof(end));
        Power = NotNegative(power, nameof(power));
        Cycle = cycle;
    }

    /// <summary>The learning rate of the first step.</summary>
    public float Initial { get; }

    /// <summary>The number of steps to the end.</summary>
    public int DecaySteps { get; }

    /// <summary>The learning rate at the end.</summary>
    public float End { get; }

    /// <summary>1 for a line, more for a steeper start.</summary>
    public float Power { get; }

    /// <summary>Whether the rate rises again after the end.</summary>
    public bool Cycle { get; }

    /// <inheritdoc/>
    public override float At(int step)
    {
        var steps = Cycle ? DecaySteps * Math.Max(1, Math.Ceiling((double)step / DecaySteps)) : DecaySteps;
        var done = Math.Min(step, steps) / steps;
        return (float)((((double)Initial - End) * Math.Pow(1 - done, Power)) + End);
    }
}
