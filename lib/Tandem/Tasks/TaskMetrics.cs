namespace Tandem;

/// <summary>What a task reports, and under which names.</summary>
internal static class TaskMetrics
{
    public static void CheckNamesDiffer(string[] names)
    {
        if (names.CountBy(name => name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } taken })
        {
            throw new ArgumentException($"Two metrics of the task are called \"{taken}\", and one would hide the other. Give them names of their own.");
        }
    }

    /// <summary>The metrics with the task's name before theirs, where it has one.</summary>
    public static Metric[] Named(string? name, Metric[] metrics)
    {
        if (name is null)
        {
            return metrics;
        }

        ArgumentException.ThrowIfNullOrEmpty(name);
        return Array.ConvertAll(metrics, Metric (metric) => new PrefixedMetric(name, metric));
    }
}
