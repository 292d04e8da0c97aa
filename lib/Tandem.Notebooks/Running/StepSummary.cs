using System.Globalization;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Writes runs as Markdown for the summary page of a GitHub workflow: a table of the notebooks, what failed and where, and the metrics. It stays below the
/// size that GitHub takes.
/// </summary>
public static class StepSummary
{
    /// <summary>GitHub drops a step's summary that is larger than 1 MiB.</summary>
    private const int MaxBytes = (1 << 20) - 4096;

    private const int MaxFailure = 4000;

    /// <summary>Writes the summary.</summary>
    /// <param name="outcomes">The notebooks, in order.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(IReadOnlyList<NotebookOutcome> outcomes, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(writer);
        var failed = outcomes.Count(outcome => !outcome.Succeeded);
        string[] head =
        [
            failed == 0 ? $"### ✅ {Text(outcomes.Count)} notebooks ran\n\n" : $"### ❌ {Text(failed)} of {Text(outcomes.Count)} notebooks failed\n\n",
            "| Notebook | Status | Cells | Time |\n|---|---|--:|--:|\n",
        ];
        var blocks = head.Concat(outcomes.Select(Row)).Append("\n").Concat(outcomes.Where(outcome => !outcome.Succeeded).Select(Failure)).Concat(outcomes.Select(Metrics));
        var size = 0;
        foreach (var block in blocks)
        {
            size += Encoding.UTF8.GetByteCount(block);
            if (size > MaxBytes)
            {
                writer.Write("\nThe rest is left out: GitHub takes summaries of 1 MiB at most.\n");
                return;
            }

            writer.Write(block);
        }
    }

    private static string Row(NotebookOutcome outcome)
    {
        var run = outcome.Run;
        var cells = run is null ? "" : $"{Text(run.RunCellCount)}/{Text(run.CodeCellCount)}";
        var time = run is null ? "" : $"{run.Elapsed.TotalSeconds:f1} s";
        return $"| {Inline(outcome.Path)} | {(outcome.Succeeded ? "✅" : "❌")} {outcome.Status} | {cells} | {time} |\n";
    }

    private static string Failure(NotebookOutcome outcome)
    {
        var failure = outcome.Run?.Failure;
        var heading = failure is null ? "" : CellHeadings.Before(outcome.Run!.Document, failure.CellNumber);
        var text = failure is null ? outcome.Reason ?? "" : string.Join('\n', failure.Details.Prepend(failure.ToString()));
        return $"#### {Inline(outcome.Path)}{(heading.Length > 0 ? ": " + Inline(heading) : "")}\n\n{Fenced(text)}\n";
    }

    private static string Metrics(NotebookOutcome outcome)
    {
        if (outcome.Run is not { Metrics.Count: > 0 } run)
        {
            return "";
        }

        var rows = run.Metrics.Select(metric => $"| {Inline(metric.Key)} | {metric.Value.ToString("G6", CultureInfo.InvariantCulture)} |\n");
        return $"<details><summary>Metrics of {System.Net.WebUtility.HtmlEncode(outcome.Path)}</summary>\n\n| Metric | Value |\n|---|--:|\n{string.Concat(rows)}\n</details>\n\n";
    }

    /// <summary>Text that Markdown shows as it is, also within a table.</summary>
    private static string Inline(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            _ = @"\`*_{}[]<>()#+-!|~&".Contains(character, StringComparison.Ordinal) ? shown.Append('\\').Append(character) : shown.Append(character);
        }

        return shown.ToString();
    }

    private static string Fenced(string text)
    {
        text = TerminalText.Plain(text);
        var shown = text.Length > MaxFailure ? text[..MaxFailure] + "…" : text;
        var fence = "```";
        while (shown.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}text\n{shown}\n{fence}\n";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
