namespace Tandem;

/// <summary>A metric whose results carry the name of a task: <c>rating/root_mean_squared_error</c>.</summary>
internal sealed class PrefixedMetric(string task, Metric metric) : Metric
{
    public override void Reset() => metric.Reset();

    public override IReadOnlyDictionary<string, double> Results()
    {
        var results = new OrderedDictionary<string, double>();
        foreach (var (name, value) in metric.Results())
        {
            results.Add($"{task}/{name}", value);
        }

        return results;
    }
}
