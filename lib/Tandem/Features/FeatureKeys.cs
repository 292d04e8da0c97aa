namespace Tandem;

/// <summary>A key for each row of a table, below <paramref name="Count"/>.</summary>
internal sealed record FeatureKeys(int[] Keys, int Count);
