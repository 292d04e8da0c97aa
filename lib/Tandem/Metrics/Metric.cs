namespace Tandem;

/// <summary>A number, or several, gathered over the batches of an evaluation.</summary>
/// <remarks>A metric keeps what it gathers, so one thread at a time may use it. <see cref="Model.Evaluate"/> takes care of that for the metrics of its model.</remarks>
[TypeFormatterSource(typeof(TextFormatterSource))]
public abstract class Metric
{
    /// <summary>Forgets what was gathered.</summary>
    public abstract void Reset();

    /// <summary>The values gathered since <see cref="Reset"/>, by name. Empty when nothing was gathered: what was not measured is absent, never 0.</summary>
    public abstract IReadOnlyDictionary<string, double> Results();

    /// <summary>A line for each value gathered.</summary>
    public sealed override string ToString() =>
        Results() is { Count: > 0 } results ? new MetricValues(results).ToString() : $"{GetType().Name}: nothing measured yet";
}
