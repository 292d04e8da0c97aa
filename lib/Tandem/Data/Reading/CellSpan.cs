namespace Tandem;

/// <summary>Where a cell stands in its line.</summary>
internal readonly record struct CellSpan(int Start, int Length)
{
    /// <summary>A cell that its line does not have.</summary>
    public static readonly CellSpan Missing = new(0, -1);

    public bool IsMissing => Length < 0;
}
