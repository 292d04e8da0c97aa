namespace Tandem;

/// <summary>The names that metrics are measured under, and the short ones that they are shown under where there is little room.</summary>
internal static class MetricNames
{
    /// <summary>A name without the words that all top-k accuracies share: <c>val_top_100</c> for <c>val_factorized_top_k/top_100_categorical_accuracy</c>.</summary>
    public static string Short(string name) => name
        .Replace("factorized_top_k/", "", StringComparison.Ordinal)
        .Replace("_categorical_accuracy", "", StringComparison.Ordinal);

    /// <summary>The full name for a full or a short one; <see langword="null"/> where no metric has it, or several have the short one.</summary>
    public static string? Find(string name, IReadOnlyCollection<string> measured)
    {
        if (measured.Contains(name))
        {
            return name;
        }

        string[] found = [.. measured.Where(full => Short(full) == name)];
        return found is [var only] ? only : null;
    }
}
