namespace Tandem;

/// <summary>The numbers that baselines are fitted with, and what they must be.</summary>
internal static class FitArguments
{
    public static void CheckPositive(int value, string name, string model)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{model}: {name} must be 1 or more.");
        }
    }

    public static void CheckPositive(float value, string name, string model)
    {
        if (!(value > 0) || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{model}: {name} must be a positive number.");
        }
    }

    public static void CheckNotNegative(float value, string name, string model)
    {
        if (!(value >= 0) || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{model}: {name} must be 0 or a positive number.");
        }
    }
}
