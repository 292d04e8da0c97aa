namespace Tandem.Notebooks;

/// <summary>A stretch of a cell that is for one kernel. A line that holds <c>#!</c> and a kernel's name begins the next.</summary>
/// <param name="Kernel">The kernel's canonical name.</param>
/// <param name="Selector">The line that began the part; null for the first of a cell.</param>
/// <param name="SelectorText">That line as written.</param>
/// <param name="FirstLine">The 1-based line of the file that holds the first of <paramref name="Lines"/>.</param>
/// <param name="Lines">The lines after the selector.</param>
internal sealed record CellPart(string Kernel, Directive? Selector, string SelectorText, int FirstLine, IReadOnlyList<string> Lines)
{
    /// <summary>True when the part says nothing that a kernel could act on.</summary>
    public bool IsEmpty => Selector is not { Words.Count: > 0 } && Lines.All(string.IsNullOrWhiteSpace);

    /// <summary>Takes a cell apart.</summary>
    public static IReadOnlyList<CellPart> Split(NotebookCell cell, KernelNames kernels)
    {
        var parts = new List<CellPart>();
        var lines = new List<string>();
        var part = new CellPart(cell.Kernel, null, "", cell.StartLine, lines);
        foreach (var line in TextLines.Split(cell.Source))
        {
            var selector = Directive.Parse(line);
            if (selector is not null && KernelOf(selector, cell.Kernel, kernels) is { } kernel)
            {
                parts.Add(part);
                part = new CellPart(kernel, selector, line, part.FirstLine + lines.Count + 1, lines = []);
            }
            else
            {
                lines.Add(line);
            }
        }

        parts.Add(part);
        return parts;
    }

    private static string? KernelOf(Directive directive, string cellKernel, KernelNames kernels)
    {
        if (!directive.Name.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var name = directive.Name[2..];
        return kernels.Resolve(name) ?? (name == cellKernel ? name : null);
    }
}
