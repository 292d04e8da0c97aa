using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>How a terminal shows text: its colours, what else it does to letters, and where the text leads.</summary>
/// <param name="Foreground">The codes of the text's colour, such as <c>31</c> or <c>38;5;208</c>; empty for the terminal's own.</param>
/// <param name="Background">The codes of the colour behind it; empty for the terminal's own.</param>
/// <param name="Effects">A bit for each of the codes 1 (bold) to 9 (struck out) that is on.</param>
/// <param name="Link">The address that a click on the text opens; empty for none.</param>
internal sealed record TerminalStyle(string Foreground, string Background, int Effects, string Link)
{
    public const string Reset = "\e[0m";

    public static TerminalStyle None { get; } = new("", "", 0, "");

    /// <summary>The sequence that turns colours and effects on; empty where there are none.</summary>
    public string Sequence
    {
        get
        {
            var effects = Enumerable.Range(1, 9).Where(code => (Effects & (1 << code)) != 0).Select(code => code.ToString(CultureInfo.InvariantCulture));
            var codes = string.Join(';', effects.Append(Foreground).Append(Background).Where(code => code.Length > 0));
            return codes.Length == 0 ? "" : $"\e[{codes}m";
        }
    }

    /// <summary>The style after the codes of a sequence that ends in <c>m</c> ("select graphic rendition", ECMA-48).</summary>
    public TerminalStyle With(ReadOnlySpan<char> codes)
    {
        var style = this;
        var numbers = codes.ToString().Split(';', ':');
        for (var i = 0; i < numbers.Length; i++)
        {
            var code = int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            if (code is 38 or 48)
            {
                // 38;5;N is one of 256 colours, 38;2;R;G;B any.
                var length = Math.Min(numbers.Length - i, i + 1 < numbers.Length && numbers[i + 1] == "2" ? 5 : 3);
                var colour = string.Join(';', numbers.Skip(i).Take(length).Where(part => part.Length <= 3));
                style = code == 38 ? style with { Foreground = colour } : style with { Background = colour };
                i += length - 1;
            }
            else
            {
                style = style.With(code);
            }
        }

        return style;
    }

    private TerminalStyle With(int code) => code switch
    {
        0 => None with { Link = Link },
        >= 1 and <= 9 => this with { Effects = Effects | (1 << code) },
        22 => this with { Effects = Effects & ~(1 << 1 | 1 << 2) },
        >= 23 and <= 29 => this with { Effects = Effects & ~(1 << (code - 20)) },
        39 => this with { Foreground = "" },
        49 => this with { Background = "" },
        >= 30 and <= 37 or >= 90 and <= 97 => this with { Foreground = code.ToString(CultureInfo.InvariantCulture) },
        >= 40 and <= 47 or >= 100 and <= 107 => this with { Background = code.ToString(CultureInfo.InvariantCulture) },
        _ => this,
    };
}
