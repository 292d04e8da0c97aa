using System.Globalization;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>The table that ends a run of several notebooks.</summary>
internal static class OutcomeTable
{
    public static void Write(IReadOnlyList<NotebookOutcome> outcomes, TextWriter console)
    {
        string[][] rows = [["Notebook", "Status", "Cells", "Seconds"], .. outcomes.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        console.WriteLine();
        foreach (var row in rows)
        {
            console.WriteLine($"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3].PadLeft(widths[3])}".TrimEnd());
        }

        console.WriteLine($"{outcomes.Count(outcome => outcome.Succeeded)} of {outcomes.Count} notebooks succeeded.");
    }

    private static string[] Row(NotebookOutcome outcome) =>
    [
        outcome.Path,
        outcome.Status,
        outcome.Run is { } run ? $"{run.RunCellCount}/{run.CodeCellCount}" : "",
        outcome.Run?.Elapsed.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture) ?? "",
    ];
}
