namespace Tandem.Notebooks;

/// <summary><c>#!who</c></summary>
internal sealed class WhoDirective() : DirectiveKind(new DirectiveSyntax("#!who", "Lists the names of the session's C# variables."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan) => plan.Act(call.Place, (step, _) =>
    {
        step.Show(ValueFormatter.Format(step.Variables.Keys.ToList()));
        return Task.CompletedTask;
    });
}
