namespace Tandem.Notebooks;

/// <summary><c>#!time</c></summary>
internal sealed class TimeDirective() : DirectiveKind(new DirectiveSyntax("#!time", "Shows how long the cell took."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan) => plan.IsTimed = true;
}
