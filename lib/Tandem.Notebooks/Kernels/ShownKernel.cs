namespace Tandem.Notebooks;

/// <summary>Text that is shown as what it is.</summary>
internal sealed class ShownKernel(string name, string summary, Func<string, MimeBundle> show) : CellKernel(name, summary)
{
    /// <summary>True for text that a line with the look of a directive may be part of, as an example.</summary>
    public bool HoldsProse { get; init; }

    public override bool HasDirectives => !HoldsProse;

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan) => code.IsBlank ? [] : [new ShowStep(show(code.Text))];
}
