using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The rows of one embedding table that a batch looks up.</summary>
/// <param name="Looked">The rows as they are gathered.</param>
/// <param name="Distinct">Those rows, each once.</param>
/// <param name="Slots">For each row looked up, its place among the distinct ones; <see langword="null"/> when they are distinct already.</param>
internal sealed record TableRows(Indices Looked, Indices Distinct, Indices? Slots)
{
    /// <summary>Rows that differ from each other.</summary>
    public static TableRows Once(int[] rows, IDevice device)
    {
        var indices = Indices.From(rows, areDistinct: true, device);
        return new TableRows(indices, indices, null);
    }

    /// <summary>Rows that may repeat: gradients of a repeated row are added up before the optimiser sees them.</summary>
    public static TableRows Repeated(int[] rows, IDevice device)
    {
        var merged = MergedIds.Of(rows);
        return new TableRows(Indices.From(rows, device: device), Indices.From(merged.Ids, areDistinct: true, device), Indices.From(merged.SlotOf, device: device));
    }
}
