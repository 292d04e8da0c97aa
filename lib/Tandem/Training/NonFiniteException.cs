namespace Tandem;

/// <summary>A loss or gradient was NaN or infinite. The model was left as it was before the step.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    internal NonFiniteException(string what)
        : base($"Training diverged at {what}. The parameters were left as they were before that step. Lower the learning rate, or look for extreme values in features and weights.")
    {
    }
}
