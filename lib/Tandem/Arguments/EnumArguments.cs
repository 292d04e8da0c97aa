namespace Tandem;

/// <summary>What all arguments that choose one of a few have in common.</summary>
internal static class EnumArguments
{
    /// <summary>The value itself, if it is one of its type's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not; the message lists those that are.</exception>
    public static T Checked<T>(this T value, string parameter)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"There is no such {typeof(T).Name}; choose one of {string.Join(", ", Enum.GetNames<T>())}.");
}
