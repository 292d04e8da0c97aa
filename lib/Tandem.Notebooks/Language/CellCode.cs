namespace Tandem.Notebooks;

/// <summary>The C# code of a cell's text.</summary>
/// <param name="Text">The text with blanks in place of what is not C#: every position stays what it was.</param>
/// <param name="Lines">The 0-based numbers of the lines that hold C#.</param>
internal sealed record CellCode(string Text, IReadOnlySet<int> Lines)
{
    /// <summary>Takes directives and the parts for other kernels out.</summary>
    public static CellCode Of(string text, KernelNames kernels)
    {
        var lines = CodeLines(text, kernels);
        var code = text.ToCharArray();
        var line = 0;
        for (var start = 0; start < code.Length; line++)
        {
            var length = text.AsSpan(start).IndexOf('\n') is var index and >= 0 ? index : text.Length - start;
            if (!lines.Contains(line))
            {
                code.AsSpan(start, length).Fill(' ');
            }

            start += length + 1;
        }

        return new CellCode(new string(code), lines);
    }

    /// <summary>True when the position is in a line of C#.</summary>
    public bool Holds(int position) => Lines.Contains(Text.AsSpan(0, position).Count('\n'));

    private static HashSet<int> CodeLines(string text, KernelNames kernels) =>
    [
        .. CellPart.Split(new NotebookCell("csharp", text, 1), kernels)
            .Where(part => part.Kernel == "csharp")
            .SelectMany(part => part.Lines.Index().Where(line => Directive.Parse(line.Item) is null).Select(line => part.FirstLine - 1 + line.Index)),
    ];
}
