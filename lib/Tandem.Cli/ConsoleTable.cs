namespace Tandem.Cli;

/// <summary>Columns of text that stand under one another.</summary>
internal static class ConsoleTable
{
    /// <summary>Writes rows, the headings first.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="rows">All of one length.</param>
    /// <param name="right">The numbers of the columns that are aligned to the right.</param>
    public static void Write(TextWriter console, IReadOnlyList<string[]> rows, params int[] right)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((text, column) => right.Contains(column) ? text.PadLeft(widths[column]) : text.PadRight(widths[column]));
            console.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
