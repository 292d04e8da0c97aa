using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>What every cell can call without a prefix, as in Polyglot Notebooks: <c>display(x)</c>, <c>x.Display()</c>, <c>HTML("…")</c>, <c>Javascript("…")</c>.</summary>
public static class NotebookDisplay
{
#pragma warning disable IDE1006 // The names that notebooks everywhere use.
    /// <summary>Shows a value below the running cell; outside a session, writes its text to the console.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The representations to show, such as <c>application/json</c>; those that suit the value when omitted.</param>
    /// <returns>The shown value, which can be updated in place.</returns>
    /// <exception cref="ArgumentException">The value has no representation of one of the types.</exception>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var shown = new DisplayedValue(CellContext.Current, mimeTypes);
        shown.Update(value);
        return shown;
    }
#pragma warning restore IDE1006

    /// <summary>Shows a value below the running cell.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The representations to show; those that suit the value when omitted.</param>
    /// <returns>The shown value, which can be updated in place.</returns>
    /// <exception cref="ArgumentException">The value has no representation of one of the types.</exception>
    public static DisplayedValue Display<T>(this T value, params string[] mimeTypes) => display(value, mimeTypes);

    /// <summary>Shows a text that is content of a MIME type already, such as Markdown or SVG.</summary>
    /// <param name="content">The content.</param>
    /// <param name="mimeType">Its type, such as <c>text/markdown</c>.</param>
    /// <returns>The shown value, which can be updated in place.</returns>
    public static DisplayedValue DisplayAs(this string content, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        return display(mimeType == MimeTypes.PlainText ? MimeBundle.Of(mimeType, content) : MimeBundle.Of(mimeType, content, content));
    }

    /// <summary>Shows the first items of a sequence as a table.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="mimeTypes">The representations to show; those that suit a table when omitted.</param>
    /// <returns>The shown value, which can be updated in place.</returns>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> items, params string[] mimeTypes) => display(items, mimeTypes);

    /// <summary>Text to be shown as HTML when it is displayed or is a cell's last expression.</summary>
    /// <param name="html">The HTML fragment.</param>
    public static MimeBundle HTML(string html) => MimeBundle.Of(MimeTypes.Html, html, html);

    /// <summary>Shows a script that runs in the reader's browser.</summary>
    /// <param name="script">The JavaScript.</param>
    public static void Javascript(string script) => display(HTML($"<script type=\"text/javascript\">{script}</script>"));

    /// <summary>Shows a style sheet for the page of the reader.</summary>
    /// <param name="style">The CSS.</param>
    public static void CSS(string style) => display(HTML($"<style>{style}</style>"));

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="prompt">What the user is asked.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to ask: the notebook runs headless, or the code runs outside of a session.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => AskAsync(new InputRequest(prompt));

    /// <summary>Asks the user for a line of text that is not to be seen while it is typed.</summary>
    /// <param name="prompt">What the user is asked.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to ask: the notebook runs headless, or the code runs outside of a session.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "") => AskAsync(new InputRequest(prompt, IsPassword: true));

    /// <summary>
    /// Shows a figure of the notebook's result and puts it into the metrics file that the runner writes. A notebook that is to run elsewhere as well
    /// displays a <see cref="MetricValues"/> instead, which does the same.
    /// </summary>
    /// <param name="name">The metric's name, such as <c>top_100</c>; a second report of a name replaces the first.</param>
    /// <param name="value">The value; finite.</param>
    /// <exception cref="ArgumentException">The name is empty, or the value is not finite.</exception>
    public static void Report(string name, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"The metric '{name}' is {value}; report finite numbers only, and check what was computed.", nameof(value));
        }

        var text = $"{name}: {CellText.Of(value)}";
        var json = JsonSerializer.Serialize(new Dictionary<string, double> { [name] = value });
        display(MimeBundle.Of(MimeTypes.Metrics, json, text));
    }

    private static Task<string> AskAsync(InputRequest request) =>
        CellContext.Current?.AskAsync(request) ?? throw new InvalidOperationException("Input is asked for by the cells of a notebook session; this code runs outside of one.");
}
