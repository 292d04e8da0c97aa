using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>A script that runs where the notebook is read. The values it was handed are global variables there, set before it.</summary>
internal sealed class JavaScriptKernel() : CellKernel("javascript", "Shows a script, which runs in the reader's browser.")
{
    private const string Description = "(a script that runs in the browser)";

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan) => code.IsBlank ? [] :
    [
        new ActStep((step, _) =>
        {
            step.Show(MimeBundle.Of(MimeTypes.JavaScript, Assignments(plan.Values.TakeAll(Name)) + code.Text, Description));
            return Task.CompletedTask;
        }),
    ];

    private static string Assignments(IEnumerable<KeyValuePair<string, SharedValue>> values)
    {
        var script = new StringBuilder();
        foreach (var (name, value) in values)
        {
            var literal = MimeTypes.IsJson(value.MimeType) ? value.Content : JsonSerializer.Serialize(value.Content);
            script.Append("globalThis[").Append(JsonSerializer.Serialize(name)).Append("] = ").Append(literal.Replace("</", "<\\/", StringComparison.Ordinal)).Append(";\n");
        }

        return script.ToString();
    }
}
