namespace Tandem;

/// <summary>The numbers that baselines are fitted with, and what they must be.</summary>
internal static class FitArguments
{
    /// <summary>Checks that the vectors of users and of items each fit an array.</summary>
    public static void CheckSize(Interactions interactions, int length, string model)
    {
        var rows = Math.Max(interactions.Users.Count, interactions.Items.Count);
        if ((long)rows * length > Array.MaxLength)
        {
            throw new ArgumentException($"{model}: {rows} vectors of {length} numbers are more than an array holds, which is {Array.MaxLength}. Give fewer factors.");
        }
    }

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
