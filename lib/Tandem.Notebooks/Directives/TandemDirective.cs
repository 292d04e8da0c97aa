namespace Tandem.Notebooks;

/// <summary><c>#!tandem</c></summary>
internal sealed class TandemDirective() : DirectiveKind(new DirectiveSyntax(
    "#!tandem",
    "Tells device, data folder and versions; chooses device and data folder.",
    new DirectiveOption("--device", "NAME", "The device for what follows: cpu, cuda or cuda:1, torch-cpu (both through the package Tandem.Torch), or auto."),
    new DirectiveOption("--data", "FOLDER", $"The folder that has a folder for each data set; {Datasets.FolderVariable} for what follows.")))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan) => plan.Act(call.Place, (step, _) =>
    {
        Installation.Choose(call.Find("--device")?.Text, call.Find("--data")?.Text);
        step.Show(ValueFormatter.Format(Installation.Current()));
        return Task.CompletedTask;
    });
}
