namespace Tandem;

/// <summary>Where a cell stands in its line.</summary>
internal readonly record struct CellSpan(int Start, int Length);
