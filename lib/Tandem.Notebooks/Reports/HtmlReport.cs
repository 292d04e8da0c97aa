namespace Tandem.Notebooks;

/// <summary>
/// Writes a run as one self-contained HTML page that needs no network: text, code, outputs, live Plotly charts and Mermaid diagrams. It follows the reader's
/// light or dark preference, prints well, and without JavaScript still shows all text, code and pictures.
/// </summary>
public static class HtmlReport
{
    /// <summary>Takes up the reader's choice before anything is painted.</summary>
    private const string RememberedTheme =
        "try { const theme = localStorage.getItem(\"tandem-theme\"); if (theme === \"light\" || theme === \"dark\") document.documentElement.dataset.theme = theme; } catch { }";

    private const string ThemeIcon =
        "<svg width=\"18\" height=\"18\" viewBox=\"0 0 18 18\" aria-hidden=\"true\"><circle cx=\"9\" cy=\"9\" r=\"7.25\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/><path d=\"M9 1.75a7.25 7.25 0 0 1 0 14.5z\" fill=\"currentColor\"/></svg>";

    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(NotebookRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        var markdown = new ReportMarkdown(run.Document.Path);
        using var body = new StringWriter { NewLine = "\n" };
        var cells = new ReportCells(body, markdown);
        foreach (var cell in run.Cells.Where(cell => !cell.Cell.IsRaw && cell.Cell.Source.Length > 0))
        {
            cells.Write(cell);
        }

        WriteMetrics(body, run, markdown);
        WriteHead(writer, run);
        WriteContents(writer, markdown.Headings);
        writer.WriteLine("<main id=\"notebook\" tabindex=\"-1\">");
        WriteStatus(writer, run);
        if (!markdown.Headings.Any(heading => heading.Level == 1))
        {
            writer.WriteLine($"<h1>{ReportText.Encode(run.Document.Name)}</h1>");
        }

        writer.Write(body.ToString());
        writer.WriteLine("</main>");
        WriteFooter(writer, run, cells.Outputs);
        WriteScripts(writer, markdown, cells.Outputs);
        writer.WriteLine("</body>\n</html>");
    }

    private static void WriteHead(TextWriter writer, NotebookRun run)
    {
        writer.WriteLine("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"Tandem\">");
        writer.WriteLine($"<title>{ReportText.Encode(run.Document.Title)}</title>");
        writer.WriteLine($"<script>{RememberedTheme}</script>");
        writer.WriteLine($"<style>\n{ReportResource.Read("report.css")}</style>\n</head>\n<body>");
        writer.WriteLine("<a class=\"skip\" href=\"#notebook\">Skip to the notebook</a>");
        writer.WriteLine($"<header><button type=\"button\" class=\"theme\" aria-pressed=\"false\" aria-label=\"Dark colours\" title=\"Dark or light\" hidden>{ThemeIcon}</button></header>");
    }

    private static void WriteContents(TextWriter writer, IReadOnlyList<ReportHeading> headings)
    {
        var listed = headings.Where(heading => heading.Level <= 3).ToList();
        if (listed.Count < 2)
        {
            return;
        }

        writer.WriteLine("<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary><ol>");
        foreach (var heading in listed)
        {
            writer.WriteLine($"<li class=\"level{heading.Level}\"><a href=\"#{Uri.EscapeDataString(heading.Id)}\">{ReportText.Encode(heading.Text)}</a></li>");
        }

        writer.WriteLine("</ol></details></nav>");
    }

    private static void WriteStatus(TextWriter writer, NotebookRun run)
    {
        if (run.Status != RunStatus.Succeeded)
        {
            var stopped = run.Cells.FirstOrDefault(cell => cell.Status == run.Status);
            var link = stopped is null ? "" : $" <a href=\"#cell-{stopped.Number}\">Go to the cell</a>";
            writer.WriteLine($"<p class=\"status\" role=\"alert\">{ReportText.Encode(run.Summary.TrimEnd('.'))}. What follows is what was finished.{link}</p>");
        }
    }

    private static void WriteMetrics(TextWriter body, NotebookRun run, ReportMarkdown markdown)
    {
        if (run.Metrics.Count == 0)
        {
            return;
        }

        body.WriteLine($"<section class=\"prose\">\n{markdown.Render("## Reported metrics")}<div class=\"html\"><table><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"number\">Value</th></tr></thead><tbody>");
        foreach (var (name, value) in run.Metrics)
        {
            body.WriteLine($"<tr><td>{ReportText.Encode(name)}</td><td class=\"number\">{CellText.Of(Math.Round(value, 6))}</td></tr>");
        }

        body.WriteLine("</tbody></table></div></section>");
    }

    private static void WriteFooter(TextWriter writer, NotebookRun run, ReportOutputs outputs)
    {
        var executed = run.Cells.Count(cell => cell.ExecutionCount is not null);
        var facts = new List<(string Name, string Value)>
        {
            ("Notebook", run.Document.FileName),
            ("Ran", $"{executed} cells in {Duration.Short(run.Elapsed)}, of which {Duration.Short(run.CompileWait)} waiting for the compiler"),
        };
        facts.AddRange(run.Parameters.Select(parameter => ($"Parameter {parameter.Key}", parameter.Value)));
        if ((outputs.HasFigures && !ReportScript.Plotly.IsEmbedded) || (outputs.HasDiagrams && !ReportScript.Mermaid.IsEmbedded))
        {
            facts.Add(("Charts and diagrams", "are drawn by scripts that this page loads from the network."));
        }

        writer.WriteLine("<footer><dl>");
        foreach (var (name, value) in facts)
        {
            writer.WriteLine($"<div><dt>{ReportText.Encode(name)}</dt><dd>{ReportText.Encode(value)}</dd></div>");
        }

        writer.WriteLine("</dl></footer>");
    }

    private static void WriteScripts(TextWriter writer, ReportMarkdown markdown, ReportOutputs outputs)
    {
        (ReportScript Script, bool IsNeeded)[] scripts =
        [
            (ReportScript.Plotly, outputs.HasFigures), (ReportScript.Mermaid, outputs.HasDiagrams), (ReportScript.Katex, markdown.HasUnsetMath),
        ];
        foreach (var (script, _) in scripts.Where(candidate => candidate.IsNeeded))
        {
            script.Write(writer);
        }

        writer.WriteLine($"<script>\n{ReportResource.Read("drawing.js")}\n{ReportResource.Read("report.js")}</script>");
    }
}
