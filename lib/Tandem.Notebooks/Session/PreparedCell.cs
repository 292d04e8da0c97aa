namespace Tandem.Notebooks;

/// <summary>A cell that is ready to run.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Code">Its code steps, compiled, in the plan's order.</param>
internal sealed record PreparedCell(CellPlan Plan, IReadOnlyList<CompiledStep> Code);
