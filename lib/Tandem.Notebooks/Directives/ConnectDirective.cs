namespace Tandem.Notebooks;

/// <summary><c>#!connect</c></summary>
internal sealed class ConnectDirective() : DirectiveKind(new DirectiveSyntax(
    "#!connect",
    "Would connect another kernel; this session has none to connect to, and shows a note instead.",
    new DirectiveOption("--kernel-type", "KIND", "What to connect to, such as mssql or jupyter.", IsRequired: true, IsImplicit: true),
    new DirectiveOption("--kernel-name", "NAME", "The name that cells use for the kernel."))
{ IsLenient = true })
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        if (call.Find("--kernel-name") is { } name)
        {
            plan.Kernels.Add(new KernelInfo(name.Text, null, []));
        }

        plan.Add(new ShowStep(ForeignKernel.Note($"not connected to {call.Text("--kernel-type")}: this session runs C#, and cells for other kernels are left out")), call.Place);
    }
}
