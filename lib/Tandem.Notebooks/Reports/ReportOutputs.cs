using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes cells' outputs as HTML, each in the richest representation that a browser can show.</summary>
internal sealed class ReportOutputs(TextWriter writer, ReportMarkdown markdown)
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True once a Plotly figure was written.</summary>
    public bool HasFigures { get; private set; }

    /// <summary>True once a Mermaid diagram was written.</summary>
    public bool HasDiagrams { get; private set; }

    public void Write(CellOutput output)
    {
        switch (output)
        {
            case StreamOutput stream:
                WritePre(stream.IsError ? "stream error" : "stream", stream.Text.TrimEnd('\n'));
                break;
            case DisplayOutput display:
                WriteContent(display.Content);
                break;
            case ResultOutput result:
                WriteContent(result.Content);
                break;
            case ErrorOutput error:
                WriteFailure(error.Failure);
                break;
        }
    }

    private void WriteContent(MimeBundle content)
    {
        if (content.Find(MimeTypes.Plotly) is { } figure)
        {
            WriteFigure(figure, content);
        }
        else if (content.Find(MimeTypes.Mermaid) is { } diagram)
        {
            WriteDiagram(diagram, Picture.In(content));
        }
        else if (content.Find(MimeTypes.Html) is { } html)
        {
            writer.WriteLine($"<div class=\"html\">{html}</div>");
        }
        else if (content.Find(MimeTypes.JavaScript) is { } script)
        {
            writer.WriteLine($"<script type=\"module\">{InScript(script)}</script>");
        }
        else
        {
            WriteStatic(content);
        }
    }

    /// <summary>What shows without a script.</summary>
    private void WriteStatic(MimeBundle content)
    {
        if (content.Find(MimeTypes.Markdown) is { } text)
        {
            writer.WriteLine($"<div class=\"html\">{markdown.Render(text)}</div>");
        }
        else if (content.Find(MimeTypes.Latex) is { } tex)
        {
            writer.WriteLine($"<div class=\"html\">{markdown.MathHtml(tex.Trim().Trim('$'), display: true)}</div>");
        }
        else if (Picture.In(content) is { } picture)
        {
            writer.WriteLine($"<p class=\"image\"><img src=\"{ReportText.Encode(picture.Address)}\" alt=\"{ReportText.Encode(content.Find(MimeTypes.PlainText) ?? "Picture")}\"></p>");
        }
        else if (content.Contents.FirstOrDefault(entry => entry.Key.StartsWith("audio/", StringComparison.Ordinal) || entry.Key.StartsWith("video/", StringComparison.Ordinal)) is { Key: { } type, Value: { } data })
        {
            var element = type[..5];
            writer.WriteLine($"<p class=\"image\"><{element} controls src=\"data:{ReportText.Encode(type)};base64,{ReportText.Encode(data)}\"></{element}></p>");
        }
        else if (content.Find(MimeTypes.Json) is { } json)
        {
            WriteJson(json);
        }
        else if (content.Find(MimeTypes.PlainText) is { } plain)
        {
            WritePre("text", plain);
        }
        else
        {
            WritePre("text", $"({string.Join(", ", content.Contents.Select(entry => entry.Key))}: nothing that a page can show)");
        }
    }

    private void WriteFigure(string figure, MimeBundle content)
    {
        HasFigures = true;
        var description = ReportText.Encode(FigureText.Of(figure));
        writer.WriteLine($"<figure class=\"chart\"><script type=\"application/json\">{InScript(figure)}</script>");
        writer.WriteLine($"<div class=\"plot\" role=\"group\" aria-label=\"{description}\" tabindex=\"0\" hidden></div>");
        if (Picture.In(content) is { } picture)
        {
            WritePicture(picture, description);
        }
        else
        {
            WritePre("fallback", content.Find(MimeTypes.PlainText) ?? "(a chart)");
        }

        writer.WriteLine("</figure>");
    }

    private void WriteDiagram(string diagram, Picture? picture)
    {
        HasDiagrams = true;
        writer.WriteLine("<figure class=\"diagram\"><div class=\"plot\" role=\"img\" aria-label=\"Diagram; its source follows\"></div>");
        if (picture is not null)
        {
            WritePicture(picture, "Diagram; its source follows");
        }

        writer.WriteLine($"<details class=\"source\"{(picture is null ? " open" : "")}><summary>Diagram source</summary>");
        WritePre("mermaid", diagram);
        writer.WriteLine("</details></figure>");
    }

    private void WritePicture(Picture picture, string description) =>
        writer.WriteLine($"<img class=\"picture\" src=\"{ReportText.Encode(picture.Address)}\" alt=\"{description}\">");

    private void WriteJson(string json)
    {
        var text = Indented(json);
        // Colours double the size of what is long already.
        writer.WriteLine($"<pre class=\"json\">{(text.Length < 20_000 ? ScriptHighlighter.Highlight(text) : ReportText.Html(text))}</pre>");
    }

    private static string Indented(string json)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(value.RootElement, _indented);
        }
        catch (JsonException)
        {
            // Whoever made it calls it JSON; it shows as it is.
            return json;
        }
    }

    private void WriteFailure(CellFailure failure)
    {
        writer.WriteLine("<div class=\"failure\">");
        writer.WriteLine($"<p><strong>{ReportText.Encode(failure.Kind)}</strong> {ReportText.Html(failure.Message)}</p>");
        if (failure.SourceLine.Length > 0)
        {
            writer.WriteLine($"<p>{ReportText.Encode(Path.GetFileName(failure.File))}, line {failure.Line}: <code>{ReportText.Encode(failure.SourceLine)}</code></p>");
        }

        if (failure.Details.Count > 0)
        {
            WritePre("details", string.Join('\n', failure.Details));
        }

        writer.WriteLine("</div>");
    }

    private void WritePre(string cssClass, string text) => writer.WriteLine($"<pre class=\"{cssClass}\">{ReportText.Html(text)}</pre>");

    /// <summary>Within a script element only "&lt;/script" and "&lt;!--" mean something to HTML; JSON and JavaScript may write both otherwise.</summary>
    private static string InScript(string text) =>
        text.Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!--", "<\\u0021--", StringComparison.Ordinal);
}
