namespace Tandem.Notebooks;

/// <summary>C# code, which the session runs.</summary>
internal sealed class CSharpKernel() : CellKernel("csharp", "Runs C#.")
{
    public override bool IsCutByDirectives => true;

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan) =>
        code.IsBlank && code.References.Count == 0 ? [] : [new CodeStep(code.Text, plan.File, code.FirstLine, code.References)];
}
