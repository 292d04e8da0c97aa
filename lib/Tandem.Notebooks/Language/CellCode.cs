namespace Tandem.Notebooks;

/// <summary>The C# code of a cell's text.</summary>
internal static class CellCode
{
    /// <summary>The text with blanks in place of what is not C#: every position stays what it was.</summary>
    public static string Of(string text)
    {
        var code = text.ToCharArray();
        for (var start = 0; start < code.Length;)
        {
            var length = text.AsSpan(start).IndexOf('\n') is var index and >= 0 ? index : text.Length - start;
            if (Directive.Parse(text.Substring(start, length).TrimEnd('\r')) is not null)
            {
                code.AsSpan(start, length).Fill(' ');
            }

            start += length + 1;
        }

        return new string(code);
    }
}
