namespace Tandem;

/// <summary><c>initial / (1 + decay · step / decaySteps)</c>; as a staircase, the quotient of steps is rounded down.</summary>
public sealed record InverseTimeDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="decaySteps">The unit that <paramref name="decay"/> counts time in.</param>
    /// <param name="decay">How much the divisor grows in each unit of time.</param>
    /// <param name="staircase">Whether the rate changes only at every <paramref name="decaySteps"/>-th step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, or the number of steps not positive.</exception>
    public InverseTimeDecay(float initial, int decaySteps, float decay, bool staircase = false)
    {
        Initial = NotNegative(initial, nameof(initial));
        DecaySteps = Positive(decaySteps, nameof(decaySteps));
        Decay = NotNegative(decay, nameof(decay));
        Staircase = staircase;
    }

    /// <summary>The learning rate of the first step.</summary>
    public float Initial { get; }

    /// <summary>The unit that <see cref="Decay"/> counts time in.</summary>
    public int DecaySteps { get; }

    /// <summary>How much the divisor grows in each unit of time.</summary>
    public float Decay { get; }

    /// <summary>Whether the rate changes only at every <see cref="DecaySteps"/>-th step.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override float At(int step)
    {
        var periods = (double)step / DecaySteps;
        return (float)(Initial / (1 + (Decay * (Staircase ? Math.Floor(periods) : periods))));
    }
}
