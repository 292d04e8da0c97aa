using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Tandem.Notebooks;

/// <summary><c>#!about</c></summary>
internal sealed class AboutDirective() : DirectiveKind(new DirectiveSyntax("#!about", "Tells the versions of this program, of .NET and of the machine."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        KeyValuePair<string, string>[] facts =
        [
            new("Tandem", typeof(NotebookSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion),
            new(".NET", RuntimeInformation.FrameworkDescription),
            new("C# compiler", typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.GetName().Version!.ToString(3)),
            new("Runs on", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.RuntimeIdentifier}"),
            new("Processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ];
        plan.Add(new ShowStep(MimeBundle.Of(MimeTypes.Html, HtmlTable.OfFacts(facts), string.Join('\n', facts.Select(fact => $"{fact.Key}: {fact.Value}")))), call.Place);
    }
}
