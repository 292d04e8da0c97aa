namespace Tandem.Notebooks;

/// <summary>Colours code as HTML where its language is one we can read; other text is encoded as it is.</summary>
internal static class CodeHighlighter
{
    /// <summary>Longer code stays without colours, which would double its size.</summary>
    private const int LongestColoured = 100_000;

    /// <summary>The code as HTML.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">Its kernel's name, or what stands after the fence of a Markdown block.</param>
    public static string Highlight(string code, string? language) => code.Length > LongestColoured ? ReportText.Encode(code) : language?.ToLowerInvariant() switch
    {
        "csharp" or "c#" or "cs" => CSharpHighlighter.Highlight(code),
        "javascript" or "js" or "json" => ScriptHighlighter.Highlight(code),
        _ => ReportText.Encode(code),
    };
}
