using System.Net;

namespace Tandem.Notebooks;

/// <summary>A language that the session does not run. Its cells show a note, so that the C# cells of a mixed notebook run all the same.</summary>
internal sealed class ForeignKernel(string name) : CellKernel(name, "Is not run here.")
{
    private static readonly KernelNames _known = new();

    public override DirectiveSyntax Selector => base.Selector with { IsLenient = true };

    public override bool HasDirectives => false;

    /// <summary>A note about what was left out.</summary>
    public static MimeBundle Note(string text) => MimeBundle.Of(MimeTypes.Html, $"<em>({WebUtility.HtmlEncode(text)})</em>", $"({text})");

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan) => code.IsBlank ? [] : [new ShowStep(Note(
        $"not run: this session runs C#, and this cell is written in {_known.LanguageOf(code.Kernel) ?? $"'{code.Kernel}', which is no kernel that is known here"}"))];
}
