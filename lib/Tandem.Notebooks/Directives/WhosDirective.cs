namespace Tandem.Notebooks;

/// <summary><c>#!whos</c></summary>
internal sealed class WhosDirective() : DirectiveKind(new DirectiveSyntax("#!whos", "Lists the session's C# variables with their types and values."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan) => plan.Act(call.Place, (step, _) =>
    {
        step.Show(ValueFormatter.Format(step.Variables.Values.Select(variable => new { Variable = variable.Name, variable.Type, variable.Value }).ToList()));
        return Task.CompletedTask;
    });
}
