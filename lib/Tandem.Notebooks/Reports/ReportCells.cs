using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>Writes a run's cells as HTML: prose, and code with its outputs.</summary>
internal sealed class ReportCells(TextWriter writer, ReportMarkdown markdown)
{
    private static readonly KernelNames _kernels = new();

    /// <summary>What the outputs need of the page.</summary>
    public ReportOutputs Outputs { get; } = new(writer, markdown);

    /// <summary>Writes a cell.</summary>
    public void Write(CellRun run)
    {
        if (run.Cell.IsMarkdown)
        {
            writer.WriteLine($"<section class=\"prose\">\n{markdown.Render(run.Cell.Source, run.Cell.Attachments)}</section>");
            return;
        }

        writer.WriteLine($"<section class=\"cell {run.Status.ToString().ToLowerInvariant()}\" id=\"cell-{run.Number}\" aria-label=\"Cell {run.Number}\">");
        WriteCode(run);
        if (run.Outputs.Count > 0)
        {
            writer.WriteLine("<div class=\"output\">");
            foreach (var output in run.Outputs)
            {
                Outputs.Write(output);
            }

            writer.WriteLine("</div>");
        }

        writer.WriteLine("</section>");
    }

    private static string LanguageOf(NotebookCell cell) => _kernels.LanguageOf(cell.Kernel) ?? cell.Kernel;

    private void WriteCode(CellRun run)
    {
        var code = $"<pre><code>{CodeHighlighter.Highlight(run.Cell.Source, run.Cell.Kernel)}</code></pre>";
        if (run.Cell.Kernel == "mermaid" && run.Status == RunStatus.Succeeded)
        {
            // The diagram comes with its source.
            return;
        }

        if (run.Cell.Kernel is "html" or "svg" or "javascript")
        {
            writer.WriteLine($"<details class=\"source\"><summary>{ReportText.Encode(LanguageOf(run.Cell))}</summary><div class=\"code\">{code}</div></details>");
            return;
        }

        var count = run.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "–";
        var time = run.Status == RunStatus.NotRun ? "not run" : Duration.Short(run.Elapsed);
        var language = run.Cell.Kernel == "csharp" ? "" : $"<span class=\"language\">{ReportText.Encode(LanguageOf(run.Cell))}</span>";
        writer.WriteLine($"<div class=\"code\"><div class=\"meta\"><span class=\"count\">{count}</span><span class=\"time\">{time}</span>{language}</div>{code}</div>");
    }
}
