using System.Text;

namespace Tandem.Notebooks;

/// <summary>Console text as readers see it who are no terminal.</summary>
internal static class TerminalText
{
    /// <summary>How many lines a program can go back to: more than progress displays have.</summary>
    private const int Height = 100;

    /// <summary>The text that a terminal shows in the end: what was overwritten is gone. Colours and links stay, as sequences.</summary>
    public static string Settled(string text) => MovesCursor(text) ? Joined(LinesOf(text), hasColours: true, hasLinks: true) : TextLines.Normalise(text);

    /// <summary>The text without links, which Jupyter's front ends do not understand; colours, which they do, stay.</summary>
    public static string WithoutLinks(string text) => text.Contains("\e]", StringComparison.Ordinal) ? Joined(LinesOf(text), hasColours: true, hasLinks: false) : text;

    /// <summary>The text alone.</summary>
    public static string Plain(string text) => HasEffects(text) ? Joined(LinesOf(text), hasColours: false, hasLinks: false) : text;

    /// <summary>A line with its colours.</summary>
    public static string Coloured(IEnumerable<TerminalRun> line) => Joined([line], hasColours: true, hasLinks: false);

    /// <summary>Whether a text has characters that a terminal obeys and does not show.</summary>
    public static bool HasEffects(string text) => text.AsSpan().ContainsAny("\e\r\b\a");

    /// <summary>The lines that a terminal shows in the end.</summary>
    public static IEnumerable<IReadOnlyList<TerminalRun>> LinesOf(string text)
    {
        var screen = new TerminalScreen(Height);
        screen.Write(text);
        return screen.Lines;
    }

    private static string Joined(IEnumerable<IEnumerable<TerminalRun>> lines, bool hasColours, bool hasLinks)
    {
        var text = new StringBuilder();
        var (sequence, link) = ("", "");
        foreach (var (index, line) in lines.Index())
        {
            text.Append(index == 0 ? "" : "\n");
            foreach (var (shown, style) in line)
            {
                Turn(hasColours ? style.Sequence : "", hasLinks ? style.Link : "");
                text.Append(shown);
            }
        }

        Turn("", "");
        return text.ToString();

        void Turn(string newSequence, string newLink)
        {
            text.Append(sequence != newSequence && sequence.Length > 0 ? TerminalStyle.Reset : "");
            text.Append(link != newLink ? $"\e]8;;{newLink}\e\\" : "");
            text.Append(sequence != newSequence ? newSequence : "");
            (sequence, link) = (newSequence, newLink);
        }
    }

    /// <summary>Whether a text has more effects than colours, links, and carriage returns at the ends of lines, which change nothing that stands elsewhere.</summary>
    private static bool MovesCursor(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny("\e\r\b\a") is >= 0 and var next)
        {
            text = text[next..];
            var length = text[0] switch { '\r' => LengthOfLineEnd(text), '\e' => LengthOfEffect(text), _ => 0 };
            if (length == 0)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static int LengthOfLineEnd(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept('\r');
        return end < 0 ? text.Length : text[end] == '\n' ? end : 0;
    }

    private static int LengthOfEffect(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("\e]8;"))
        {
            return 4;
        }

        var end = text.StartsWith("\e[") ? text[2..].IndexOfAnyExcept("0123456789;:") : -1;
        return end >= 0 && text[end + 2] == 'm' ? end + 3 : 0;
    }
}
