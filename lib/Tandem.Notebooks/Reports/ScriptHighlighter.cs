using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>Colours JSON and JavaScript as HTML: comments, strings, numbers and keywords.</summary>
internal static partial class ScriptHighlighter
{
    /// <summary>The text as HTML with a span for each coloured word; nothing else is changed.</summary>
    public static string Highlight(string code)
    {
        var html = new StringBuilder(code.Length * 2);
        var end = 0;
        foreach (Match word in Words().Matches(code))
        {
            var cssClass = word.Groups["c"].Success ? "c" : word.Groups["t"].Success ? "t" : word.Groups["s"].Success ? "s" : word.Groups["n"].Success ? "n" : "k";
            html.Append(ReportText.Encode(code[end..word.Index])).Append("<span class=\"").Append(cssClass).Append("\">").Append(ReportText.Encode(word.Value)).Append("</span>");
            end = word.Index + word.Length;
        }

        return html.Append(ReportText.Encode(code[end..])).ToString();
    }

    // A string before a colon is a name. Strings of one kind end on their line; a template may go on.
    [GeneratedRegex("""
        (?<c>//[^\n]*|/\*[\s\S]*?\*/)
        |(?<t>"(?:[^"\\\n]|\\.)*"(?=\s*:))
        |(?<s>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)
        |(?<n>\b\d[\w.]*\b)
        |\b(?:true|false|null|undefined|const|let|var|function|return|if|else|for|of|in|while|new|class|await|async|import|export|from|try|catch|throw|this)\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
