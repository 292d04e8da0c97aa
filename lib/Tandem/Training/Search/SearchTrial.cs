namespace Tandem;

/// <summary>One trial of a search.</summary>
/// <param name="Number">Which, from 1 in the order of running.</param>
/// <param name="Parameters">What it used.</param>
/// <param name="Values">What it measured; <see langword="null"/> when it failed.</param>
/// <param name="Value">The metric that trials are ranked by; NaN when it failed.</param>
/// <param name="Error">Why it failed; <see langword="null"/> when it did not.</param>
/// <param name="Duration">How long it took.</param>
public sealed record SearchTrial(int Number, HyperParameters Parameters, MetricValues? Values, double Value, Exception? Error, TimeSpan Duration);
