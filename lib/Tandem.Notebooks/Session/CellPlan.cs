namespace Tandem.Notebooks;

/// <summary>What a cell does, worked out from its text alone.</summary>
/// <param name="Steps">The steps in order.</param>
/// <param name="IsTimed">True when the cell asks for its wall time.</param>
internal sealed record CellPlan(IReadOnlyList<PlanStep> Steps, bool IsTimed);
