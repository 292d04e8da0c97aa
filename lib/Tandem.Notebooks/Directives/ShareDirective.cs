namespace Tandem.Notebooks;

/// <summary><c>#!share</c></summary>
internal sealed class ShareDirective() : DirectiveKind(new DirectiveSyntax(
    "#!share",
    "Hands a value of another kernel to this one.",
    new DirectiveOption("--name", "NAME", "The variable in the other kernel.", IsRequired: true, IsImplicit: true),
    new DirectiveOption("--from", "KERNEL", "The kernel that has it: csharp or value.", IsRequired: true),
    new DirectiveOption("--as", "NAME", "Its name in this kernel; the same by default."),
    new DirectiveOption("--mime-type", "TYPE", "The form in which it is handed over; application/json by default.")))
{
    public override bool IsFor(string kernel) => ValueSharing.TakesValues(kernel);

    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var name = call.Text("--name");
        var mimeType = call.Find("--mime-type")?.Text;
        ValueSharing.Plan(new ShareRequest(call.Text("--from"), name, call.Find("--as")?.Text ?? name, mimeType, IsByReference: mimeType is null), call, plan);
    }
}
