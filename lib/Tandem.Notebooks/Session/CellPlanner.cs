namespace Tandem.Notebooks;

/// <summary>Works out what a session's cells do: which kernel each part is for, what their directives ask for, and what they import.</summary>
internal sealed class CellPlanner(SessionOptions options) : IDisposable
{
    /// <summary>The kernels that a cell can name.</summary>
    public KernelNames Kernels { get; } = new(options.Kernels);

    /// <summary>The values of kernels that are not C#.</summary>
    public SessionValues Values { get; } = new();

    /// <summary>The packages that cells asked for.</summary>
    public SessionPackages Packages { get; } = new(Path.GetDirectoryName(Path.GetFullPath(options.File))!);

    /// <summary>The values given for parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters => options.Parameters;

    /// <exception cref="DirectiveException">A directive cannot be carried out.</exception>
    public CellPlan Plan(NotebookCell cell) => Plan(cell, options.File, []);

    /// <summary>Plans a cell of an imported file.</summary>
    /// <exception cref="DirectiveException">A directive cannot be carried out.</exception>
    public CellPlan Plan(NotebookCell cell, string file, IReadOnlyList<string> importing)
    {
        var plan = new CellPlanBuilder(this, file, importing);
        foreach (var part in CellPart.Split(cell, Kernels).Where(part => !part.IsEmpty))
        {
            plan.Add(part);
        }

        return new CellPlan(plan.Steps, plan.IsTimed);
    }

    public void Dispose() => Packages.Dispose();
}
