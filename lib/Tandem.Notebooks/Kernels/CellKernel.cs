namespace Tandem.Notebooks;

/// <summary>What a session does with the cells of one language.</summary>
/// <param name="name">The canonical name.</param>
/// <param name="summary">What its cells do.</param>
/// <param name="options">The options of the line that chooses it.</param>
internal abstract class CellKernel(string name, string summary, params IReadOnlyList<DirectiveOption> options)
{
    public string Name => name;

    /// <summary>The line that begins a part of a cell for this kernel.</summary>
    public virtual DirectiveSyntax Selector { get; } = new("#!" + name, summary, options);

    /// <summary>False for languages whose text is taken as it is, whatever its lines look like.</summary>
    public virtual bool HasDirectives => true;

    /// <summary>True when a line that looks like a directive, but is none that the kernel knows, is text.</summary>
    public virtual bool HoldsAnyText => false;

    /// <summary>True when what stands above a directive is run before it.</summary>
    public virtual bool IsCutByDirectives => false;

    /// <summary>What the text does.</summary>
    /// <exception cref="DirectiveException">A line of it cannot be carried out.</exception>
    public abstract IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan);
}
