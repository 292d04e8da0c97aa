namespace Tandem.Notebooks;

/// <summary><c>#!set</c></summary>
internal sealed class SetDirective() : DirectiveKind(SetSyntax)
{
    public static readonly DirectiveSyntax SetSyntax = new(
        "#!set",
        "Declares a variable. In a C# cell of a notebook that is run by a command, it is a parameter, which the run may give another value.",
        new DirectiveOption("--name", "NAME", "The variable.", IsRequired: true),
        new DirectiveOption("--value", "VALUE", "A number, true, false or text; @KERNEL:NAME for another kernel's value; @input:\"PROMPT\" or @password:\"PROMPT\" to ask for it.", IsRequired: true),
        new DirectiveOption("--mime-type", "TYPE", "The form in which another kernel's value is handed over; application/json by default."),
        new DirectiveOption("--byref", null, "Hand over the object itself, where both kernels are C#."));

    public override bool IsFor(string kernel) => ValueSharing.TakesValues(kernel);

    public override bool NeedsAnswers(DirectiveCall call, CellPlanBuilder plan) =>
        base.NeedsAnswers(call, plan) && !(call.Values["--value"].IsQuestion && IsGiven(call, plan));

    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var (name, value) = (call.Text("--name"), call.Values["--value"]);
        if (value.Expression is { } kernel && !value.IsQuestion)
        {
            ValueSharing.Plan(new ShareRequest(kernel, value.Text, name, call.Find("--mime-type")?.Text, call.Has("--byref")), call, plan);
        }
        else if (call.Has("--byref") || (call.Has("--mime-type") && call.Kernel != "value"))
        {
            throw new ArgumentException("--byref and --mime-type go with another kernel's value: --value @KERNEL:NAME");
        }
        else
        {
            SetLiteral(name, NotebookParameter.Of(name, value), call, plan);
        }
    }

    private static void SetLiteral(string name, NotebookParameter parameter, DirectiveCall call, CellPlanBuilder plan)
    {
        if (call.Kernel == "csharp")
        {
            plan.Declare(parameter.Declaration(plan.Parameters), call.Place);
            return;
        }

        var value = call.Kernel == "javascript"
            ? new SharedValue(parameter.Json(), MimeTypes.Json)
            : new SharedValue(parameter.Default, call.Find("--mime-type")?.Text ?? MimeTypes.PlainText);
        plan.Act(call.Place, (_, _) =>
        {
            plan.Values.Set(call.Kernel, name, value);
            return Task.CompletedTask;
        });
    }

    private static bool IsGiven(DirectiveCall call, CellPlanBuilder plan) =>
        call.Kernel == "csharp" && !call.Values["--name"].IsQuestion && plan.Parameters.ContainsKey(call.Text("--name"));
}
