namespace Tandem;

/// <summary>What tasks ask of the losses and metrics they are made of.</summary>
internal static class TaskParts
{
    /// <exception cref="ArgumentException">The loss is not reduced to one number.</exception>
    public static void CheckReduction(Loss loss)
    {
        if (loss.Reduction == Reduction.None)
        {
            throw new ArgumentException(
                $"A task trains on one number, and a {loss.GetType().Name} with Reduction.None gives one for each example. Choose Sum or SumOverBatchSize.", nameof(loss));
        }
    }

    /// <summary>A task's metrics, under its name if it has one.</summary>
    /// <exception cref="ArgumentException">The task's name is empty, or two metrics have one name.</exception>
    public static Metric[] Reported(string? task, IReadOnlyList<Metric> metrics)
    {
        if (metrics.Select(NameOf).OfType<string>().CountBy(name => name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } taken })
        {
            throw new ArgumentException($"Two metrics of the task are called \"{taken}\", and one would hide the other. Give them names of their own.");
        }

        if (task is null)
        {
            return [.. metrics];
        }

        ArgumentException.ThrowIfNullOrEmpty(task);
        return [.. metrics.Select(metric => new PrefixedMetric(task, metric))];
    }

    private static string? NameOf(Metric metric) => metric switch
    {
        PredictionMetric ofPredictions => ofPredictions.Name,
        Mean mean => mean.Name,
        _ => null,
    };
}
