namespace Tandem.Notebooks;

/// <summary>A run's report could not be made.</summary>
/// <param name="reason">Why.</param>
public sealed class ReportException(string reason) : Exception($"the report cannot be made: {reason}");
