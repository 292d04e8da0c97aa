using System.Globalization;
using System.Net;

namespace Tandem.Notebooks;

/// <summary>
/// Writes a run as one self-contained HTML page: text, code, outputs, and live Plotly charts. It follows the reader's light or dark preference and prints
/// well. Opened without a network, diagrams show as their source, and so do formulas beyond the usual TeX.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(NotebookRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        var markdown = new ReportMarkdown();
        using var body = new StringWriter { NewLine = "\n" };
        var outputs = new ReportOutputs(body, markdown);
        foreach (var cell in run.Cells.Where(cell => !cell.Cell.IsRaw && cell.Cell.Source.Length > 0))
        {
            WriteCell(body, cell, markdown, outputs);
        }

        WriteMetrics(body, run);
        WriteHead(writer, run);
        WriteContents(writer, markdown.Headings);
        writer.WriteLine("<main>");
        WriteStatus(writer, run);
        writer.Write(body.ToString());
        WriteFooter(writer, run, outputs);
        writer.WriteLine("</main>");
        WriteScripts(writer, markdown, outputs);
        writer.WriteLine("</body>\n</html>");
    }

    private static void WriteHead(TextWriter writer, NotebookRun run)
    {
        writer.WriteLine("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">");
        writer.WriteLine($"<title>{WebUtility.HtmlEncode(run.Document.Title)}</title>");
        writer.WriteLine($"<style>\n{ReportResource.Read("report.css")}</style>\n</head>\n<body>");
    }

    private static void WriteContents(TextWriter writer, IReadOnlyList<ReportHeading> headings)
    {
        var listed = headings.Where(heading => heading.Level <= 3).ToList();
        if (listed.Count < 2)
        {
            return;
        }

        writer.WriteLine("<nav aria-label=\"Contents\"><details open><summary>Contents</summary><ol>");
        foreach (var heading in listed)
        {
            writer.WriteLine($"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>");
        }

        writer.WriteLine("</ol></details></nav>");
    }

    private static void WriteStatus(TextWriter writer, NotebookRun run)
    {
        if (run.Status != RunStatus.Succeeded)
        {
            writer.WriteLine($"<p class=\"status\" role=\"alert\">{WebUtility.HtmlEncode(run.Summary.TrimEnd('.'))}. What follows is what was finished.</p>");
        }
    }

    private static void WriteCell(TextWriter body, CellRun run, ReportMarkdown markdown, ReportOutputs outputs)
    {
        if (run.Cell.IsMarkdown)
        {
            body.WriteLine($"<section class=\"prose\">\n{markdown.Render(run.Cell.Source)}</section>");
            return;
        }

        body.WriteLine($"<section class=\"cell {run.Status.ToString().ToLowerInvariant()}\">");
        if (run.Cell.Kernel is not ("html" or "svg" or "mermaid" or "javascript"))
        {
            var code = run.Cell.Kernel == "csharp" ? CSharpHighlighter.Highlight(run.Cell.Source) : WebUtility.HtmlEncode(run.Cell.Source);
            body.WriteLine($"<div class=\"code\"><span class=\"count\" title=\"{Duration(run.Elapsed)}\">{run.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "–"}</span><pre><code>{code}</code></pre></div>");
        }

        if (run.Outputs.Count > 0)
        {
            body.WriteLine("<div class=\"output\">");
            foreach (var output in run.Outputs)
            {
                outputs.Write(output);
            }

            body.WriteLine("</div>");
        }

        body.WriteLine("</section>");
    }

    private static void WriteMetrics(TextWriter body, NotebookRun run)
    {
        if (run.Metrics.Count == 0)
        {
            return;
        }

        body.WriteLine("<section class=\"prose\"><h2 id=\"reported-metrics\">Reported metrics</h2><table><thead><tr><th>Metric</th><th style=\"text-align:right\">Value</th></tr></thead><tbody>");
        foreach (var (name, value) in run.Metrics)
        {
            body.WriteLine($"<tr><td>{WebUtility.HtmlEncode(name)}</td><td style=\"text-align:right\">{CellText.Of(Math.Round(value, 6))}</td></tr>");
        }

        body.WriteLine("</tbody></table></section>");
    }

    private static void WriteFooter(TextWriter writer, NotebookRun run, ReportOutputs outputs)
    {
        var parameters = string.Concat(run.Parameters.Select(parameter => $", {parameter.Key} = {parameter.Value}"));
        var text = $"{run.Document.FileName}{parameters} — ran in {Duration(run.Elapsed)}";
        var network = outputs.HasFigures && !PlotlyScript.IsEmbedded ? " Charts are drawn by a script that this page loads from the network." : "";
        writer.WriteLine($"<footer>{WebUtility.HtmlEncode(text)}.{network}</footer>");
    }

    private static void WriteScripts(TextWriter writer, ReportMarkdown markdown, ReportOutputs outputs)
    {
        if (outputs.HasFigures)
        {
            PlotlyScript.Write(writer);
        }

        if (markdown.HasUnsetMath)
        {
            writer.WriteLine("<link rel=\"stylesheet\" href=\"https://cdn.jsdelivr.net/npm/katex@0.16.11/dist/katex.min.css\">");
            writer.WriteLine("<script defer src=\"https://cdn.jsdelivr.net/npm/katex@0.16.11/dist/katex.min.js\" onload=\"tandemMath()\"></script>");
        }

        if (outputs.HasDiagrams)
        {
            writer.WriteLine("<script type=\"module\">import mermaid from \"https://cdn.jsdelivr.net/npm/mermaid@11/dist/mermaid.esm.min.mjs\"; mermaid.initialize({ startOnLoad: true });</script>");
        }

        writer.WriteLine($"<script>\n{ReportResource.Read("report.js")}</script>");
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:f0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:f1} s");
}
