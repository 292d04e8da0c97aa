namespace Tandem;

/// <summary>
/// A loss, gradient or weight was NaN or infinite. The model was left as it was before the step; on a device that runs ahead of the program
/// (<see cref="Tensors.IDevice.RunsAhead"/>) the step may have changed it, which the message then says.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    private NonFiniteException(string message)
        : base(message)
    {
    }

    internal NonFiniteException(string what, bool modelChanged = false)
        : base(
            $"Training diverged at {what}. {(modelChanged ? "The parameters were changed by that step and those after it" : "The parameters were left as they were before that step")}. "
            + "Lower the learning rate, or look for extreme values in features and weights.")
    {
    }

    /// <summary>The error of a fit that leaves no model behind, with a message of its own.</summary>
    internal static NonFiniteException OfFit(string message) => new(message);
}
