using System.Globalization;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>The table that ends a run of several notebooks.</summary>
internal static class OutcomeTable
{
    public static void Write(IReadOnlyList<NotebookOutcome> outcomes, TextWriter console)
    {
        string[][] rows = [["Notebook", "Status", "Cells", "Seconds"], .. outcomes.Select(Row)];
        console.WriteLine();
        ConsoleTable.Write(console, rows, 2, 3);
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
