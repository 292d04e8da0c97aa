using System.Net;

namespace Tandem.Notebooks;

/// <summary><c>#!lsmagic</c></summary>
internal sealed class ListDirective() : DirectiveKind(new DirectiveSyntax("#!lsmagic", "Lists the directives, and the kernels that a cell can be written for."))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var directives = DirectiveTable.All.Select(directive => directive.Syntax).ToList();
        var kernels = plan.Kernels.Names.Select(name => "#!" + name).ToList();
        var text = string.Join('\n', directives.Select(syntax => $"{syntax.Usage}\n    {syntax.Summary}"))
            + $"\n\nKernels: {string.Join(", ", kernels)}\n    A line of that name begins a part of the cell in that language; --help after a directive tells more.";
        var rows = string.Concat(directives.Select(syntax => $"<tr><td><code>{WebUtility.HtmlEncode(syntax.Usage)}</code></td><td>{WebUtility.HtmlEncode(syntax.Summary)}</td></tr>"));
        var html = $"<table><thead><tr><th>Directive</th><th>What it does</th></tr></thead><tbody>{rows}</tbody></table>"
            + $"<p>Kernels: {string.Join(", ", kernels.Select(kernel => $"<code>{WebUtility.HtmlEncode(kernel)}</code>"))}</p>";
        plan.Add(new ShowStep(MimeBundle.Of(MimeTypes.Html, html, text)), call.Place);
    }
}
