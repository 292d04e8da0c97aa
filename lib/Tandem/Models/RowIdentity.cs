namespace Tandem;

/// <summary>
/// The keys of a batch's distinct rows. Rows of two batches with one key and one <paramref name="Space"/> are the same row, as long as the
/// tower's weights are.
/// </summary>
internal sealed record RowIdentity(object Space, int[] Keys);
