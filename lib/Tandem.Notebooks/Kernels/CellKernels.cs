namespace Tandem.Notebooks;

/// <summary>The languages of cells, and what a session does with each.</summary>
public static class CellKernels
{
    private static readonly Dictionary<string, CellKernel> _kernels = new CellKernel[]
    {
        new CSharpKernel(),
        new ShownKernel("markdown", "Shows Markdown.", text => MimeBundle.Of(MimeTypes.Markdown, text, text)) { HoldsProse = true },
        new ShownKernel("html", "Shows HTML.", text => MimeBundle.Of(MimeTypes.Html, text, text)),
        new ShownKernel("svg", "Shows an SVG picture.", text => MimeBundle.Of(MimeTypes.Svg, text, "(an SVG image)")),
        new ShownKernel("mermaid", "Shows a Mermaid diagram.", text => MimeBundle.Of(MimeTypes.Mermaid, text, text)),
        new JavaScriptKernel(),
        new ValueKernel(),
        new HttpKernel(),
    }.ToDictionary(kernel => kernel.Name);

    internal static CellKernel CSharp => _kernels["csharp"];

    /// <summary>True when cells of a kernel are run or shown; the others, such as F# or SQL, show a note in their place.</summary>
    /// <param name="kernel">The kernel's canonical name, as <see cref="NotebookCell.Kernel"/> has it.</param>
    public static bool IsRun(string kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return _kernels.ContainsKey(kernel);
    }

    internal static CellKernel Of(string name) => _kernels.GetValueOrDefault(name) ?? new ForeignKernel(name);
}
