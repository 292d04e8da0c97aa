namespace Tandem.Notebooks;

/// <summary>A directive that sessions know: how it is written, and what it adds to the plan of the cell that holds it.</summary>
internal abstract class DirectiveKind(DirectiveSyntax syntax)
{
    public DirectiveSyntax Syntax => syntax;

    public string Name => syntax.Name;

    /// <summary>True when the directive has a meaning in cells of that kernel.</summary>
    public virtual bool IsFor(string kernel) => true;

    /// <summary>True when <c>@input</c> and <c>@password</c> among the words are to be answered before the directive can be planned.</summary>
    public virtual bool NeedsAnswers(DirectiveCall call, CellPlanBuilder plan) => call.Values.Values.Any(word => word.IsQuestion);

    /// <summary>Adds what the directive does.</summary>
    /// <exception cref="ArgumentException">It cannot be carried out.</exception>
    public abstract void Plan(DirectiveCall call, CellPlanBuilder plan);
}
