using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Tandem.Notebooks;

/// <summary><c>#!about</c></summary>
internal sealed class AboutDirective() : DirectiveKind(new DirectiveSyntax("#!about", "Tells the versions of this program, of .NET and of the machine."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        (string Name, string Value)[] facts =
        [
            ("Tandem", typeof(NotebookSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("C# compiler", typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.GetName().Version!.ToString(3)),
            ("Runs on", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.RuntimeIdentifier}"),
            ("Processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ];
        var rows = string.Concat(facts.Select(fact => $"<tr><th>{WebUtility.HtmlEncode(fact.Name)}</th><td>{WebUtility.HtmlEncode(fact.Value)}</td></tr>"));
        plan.Add(new ShowStep(MimeBundle.Of(MimeTypes.Html, $"<table>{rows}</table>", string.Join('\n', facts.Select(fact => $"{fact.Name}: {fact.Value}")))), call.Place);
    }
}
