namespace Tandem;

/// <summary><c>initial · decay^(step / decaySteps)</c>; as a staircase, the quotient is rounded down.</summary>
public sealed record ExponentialDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="decaySteps">After how many steps the rate has been multiplied by <paramref name="decay"/> once.</param>
    /// <param name="decay">The factor.</param>
    /// <param name="staircase">Whether the rate changes only at every <paramref name="decaySteps"/>-th step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, or the number of steps not positive.</exception>
    public ExponentialDecay(float initial, int decaySteps, float decay, bool staircase = false)
    {
        Initial = NotNegative(initial, nameof(initial));
        DecaySteps = Positive(decaySteps, nameof(decaySteps));
        Decay = NotNegative(decay, nameof(decay));
        Staircase = staircase;
    }

    /// <summary>The learning rate of the first step.</summary>
    public float Initial { get; }

    /// <summary>After how many steps the rate has been multiplied by <see cref="Decay"/> once.</summary>
    public int DecaySteps { get; }

    /// <summary>The factor.</summary>
    public float Decay { get; }

    /// <summary>Whether the rate changes only at every <see cref="DecaySteps"/>-th step.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override float At(int step)
    {
        var periods = (double)step / DecaySteps;
        return (float)(Initial * Math.Pow(Decay, Staircase ? Math.Floor(periods) : periods));
    }
}
