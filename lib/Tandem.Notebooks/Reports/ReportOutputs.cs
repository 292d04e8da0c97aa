using System.Net;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>Writes cells' outputs as HTML, each in the richest representation that a browser can show.</summary>
internal sealed partial class ReportOutputs(TextWriter writer, ReportMarkdown markdown)
{
    /// <summary>True once a Plotly figure was written.</summary>
    public bool HasFigures { get; private set; }

    /// <summary>True once a Mermaid diagram was written.</summary>
    public bool HasDiagrams { get; private set; }

    public void Write(CellOutput output)
    {
        switch (output)
        {
            case StreamOutput stream:
                WritePre(stream.IsError ? "stream error" : "stream", TerminalColours().Replace(stream.Text, "").TrimEnd('\n'));
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
            HasFigures = true;
            // Within a script element only "</" could end it early; JSON may write the slash escaped.
            writer.WriteLine($"<figure class=\"plotly\"><script type=\"application/json\">{figure.Replace("</", "<\\/", StringComparison.Ordinal)}</script>"
                + $"<pre class=\"fallback\">{WebUtility.HtmlEncode(content.Find(MimeTypes.PlainText) ?? "(a chart)")}</pre></figure>");
        }
        else if ((content.Find(MimeTypes.Html) ?? content.Find(MimeTypes.Svg)) is { } html)
        {
            writer.WriteLine($"<div class=\"html\">{html}</div>");
        }
        else if (content.Find(MimeTypes.Markdown) is { } text)
        {
            writer.WriteLine($"<div class=\"html\">{markdown.Render(text)}</div>");
        }
        else if (content.Find(MimeTypes.Mermaid) is { } diagram)
        {
            HasDiagrams = true;
            WritePre("mermaid", diagram);
        }
        else if (content.Find(MimeTypes.JavaScript) is { } script)
        {
            writer.WriteLine($"<script type=\"module\">{script}</script>");
        }
        else
        {
            WritePre("text", content.Find(MimeTypes.PlainText) ?? content.Contents[0].Value);
        }
    }

    private void WriteFailure(CellFailure failure)
    {
        writer.WriteLine("<div class=\"failure\">");
        writer.WriteLine($"<p><strong>{WebUtility.HtmlEncode(failure.Kind)}</strong> {WebUtility.HtmlEncode(failure.Message)}</p>");
        if (failure.SourceLine.Length > 0)
        {
            writer.WriteLine($"<p>line {failure.Line}: <code>{WebUtility.HtmlEncode(failure.SourceLine)}</code></p>");
        }

        if (failure.Details.Count > 0)
        {
            WritePre("details", string.Join('\n', failure.Details));
        }

        writer.WriteLine("</div>");
    }

    private void WritePre(string cssClass, string text) => writer.WriteLine($"<pre class=\"{cssClass}\">{WebUtility.HtmlEncode(text)}</pre>");

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex TerminalColours();
}
