namespace Tandem.Notebooks;

/// <summary><c>#!tandem</c></summary>
internal sealed class TandemDirective() : DirectiveKind(new DirectiveSyntax(
    "#!tandem",
    Installation.Summary,
    new DirectiveOption("--device", "NAME", Installation.DeviceHelp),
    new DirectiveOption("--data", "FOLDER", Installation.FolderHelp)))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan) => plan.Act(call.Place, (step, _) =>
    {
        Installation.Choose(call.Find("--device")?.Text, call.Find("--data")?.Text);
        step.Show(ValueFormatter.Format(Installation.Current()));
        return Task.CompletedTask;
    });
}
