namespace Tandem.Notebooks;

/// <summary>Positions in code: the protocol counts code points, and .NET UTF-16 units.</summary>
internal static class CodeCursor
{
    /// <summary>Where a request's cursor is in its code, in UTF-16 units; the code's end when the request does not say, or says more.</summary>
    public static int Of(JupyterMessage message)
    {
        var code = message.Text("code");
        return message.Number("cursor_pos") is { } points ? code.EnumerateRunes().Take(Math.Max(0, points)).Sum(rune => rune.Utf16SequenceLength) : code.Length;
    }

    /// <summary>How many code points stand before a position in UTF-16 units.</summary>
    public static int ToCodePoints(string code, int position) => code[..position].EnumerateRunes().Count();
}
