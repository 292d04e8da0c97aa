namespace Tandem;

/// <summary>A learning rate that changes from step to step. Formulas and defaults are those of Keras's schedule of the same name.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The learning rate of a step, 0 or more.</summary>
    /// <param name="step">The number of steps taken before.</param>
    public abstract float At(int step);

    private protected static float NotNegative(float value, string name) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number, 0 or more.");

    private protected static int Positive(int steps, string name) => steps > 0
        ? steps
        : throw new ArgumentOutOfRangeException(name, steps, $"{name} must be at least 1.");
}
