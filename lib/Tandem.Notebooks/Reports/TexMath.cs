using System.Net;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Sets the TeX that notebooks on recommenders use as MathML, which browsers draw without any script: scripts, fractions, roots, sums with limits, Greek,
/// brackets, accents, words. What it does not know it refuses, and the page leaves it to a script from the network.
/// </summary>
internal sealed class TexMath
{
    /// <summary>How deep groups, scripts and arguments may lie in one another.</summary>
    private const int DeepestNesting = 100;

    private readonly string _tex;
    private readonly bool _display;
    private int _position;
    private int _depth;

    private TexMath(string tex, bool display)
    {
        _tex = tex;
        _display = display;
    }

    /// <summary>The formula as a MathML element; null when it holds a command that is not known here, does not parse, or is nested too deep.</summary>
    public static string? ToMathMl(string tex, bool display)
    {
        try
        {
            var math = new TexMath(tex.Trim(), display);
            var row = math.Row(until: null);
            return $"<math display=\"{(display ? "block" : "inline")}\"><mrow>{row}</mrow></math>";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool AtEnd => _position == _tex.Length;

    private string Row(char? until)
    {
        var row = new StringBuilder();
        while (SkipSpace() && _tex[_position] != until)
        {
            row.Append(Scripted());
        }

        if (until is not null)
        {
            Expect(until.Value);
        }

        return row.ToString();
    }

    /// <summary>One item with its sub- and superscript.</summary>
    private string Scripted()
    {
        var (nucleus, takesLimits) = Nested();
        string? below = null, above = null;
        while (SkipSpace() && _tex[_position] is '_' or '^')
        {
            var isBelow = _tex[_position++] == '_';
            var script = $"<mrow>{Argument()}</mrow>";
            if ((isBelow ? below : above) is not null)
            {
                throw new FormatException("Two scripts in one place.");
            }

            (below, above) = isBelow ? (script, above) : (below, script);
        }

        var (both, under, over) = takesLimits && _display ? ("munderover", "munder", "mover") : ("msubsup", "msub", "msup");
        return (below, above) switch
        {
            (null, null) => nucleus,
            (not null, not null) => $"<{both}>{nucleus}{below}{above}</{both}>",
            (not null, null) => $"<{under}>{nucleus}{below}</{under}>",
            _ => $"<{over}>{nucleus}{above}</{over}>",
        };
    }

    /// <summary>An item, which may hold others. Each level of nesting passes through here.</summary>
    private (string MathMl, bool TakesLimits) Nested()
    {
        if (++_depth > DeepestNesting)
        {
            throw new FormatException($"The formula is nested more than {DeepestNesting} deep.");
        }

        var item = Item();
        _depth--;
        return item;
    }

    private (string MathMl, bool TakesLimits) Item()
    {
        var character = _tex[_position];
        if (character == '\\')
        {
            return Command();
        }

        if (character == '{')
        {
            _position++;
            return ($"<mrow>{Row('}')}</mrow>", false);
        }

        if (char.IsAsciiDigit(character))
        {
            return (Number(), false);
        }

        _position++;
        return character switch
        {
            '}' or '&' or '%' or '#' or '$' or '_' or '^' => throw new FormatException($"'{character}' is not expected here."),
            '\'' => ("<mo>′</mo>", false),
            '-' => ("<mo>−</mo>", false),
            '*' => ("<mo>∗</mo>", false),
            _ when char.IsLetter(character) => ($"<mi>{character}</mi>", false),
            _ => (Operator(character.ToString()), false),
        };
    }

    private string Number()
    {
        var start = _position;
        while (!AtEnd && (char.IsAsciiDigit(_tex[_position]) || IsSeparator()))
        {
            _position++;
        }

        return $"<mn>{_tex[start.._position]}</mn>";

        // A point or comma belongs to the number only between digits: 8,192 and 0.1.
        bool IsSeparator() => _tex[_position] is '.' or ',' && _position + 1 < _tex.Length && char.IsAsciiDigit(_tex[_position + 1]);
    }

    private (string MathMl, bool TakesLimits) Command()
    {
        var name = CommandName();
        if (TexSymbols.LargeOperators.TryGetValue(name, out var large))
        {
            return ($"<mo largeop=\"true\">{large}</mo>", name != "int");
        }

        if (TexSymbols.LimitFunctions.Contains(name) || TexSymbols.Functions.Contains(name))
        {
            // The thin space that TeX sets after a function's name.
            return ($"<mrow><mi mathvariant=\"normal\">{name}</mi><mspace width=\"0.17em\"/></mrow>", TexSymbols.LimitFunctions.Contains(name));
        }

        return (Simple(name), false);
    }

    private string Simple(string name)
    {
        if (TexSymbols.Letters.TryGetValue(name, out var letter))
        {
            return $"<mi>{letter}</mi>";
        }

        if (TexSymbols.Operators.TryGetValue(name, out var symbol))
        {
            return Operator(symbol);
        }

        if (name == " ")
        {
            return "<mspace width=\"0.33em\"/>";
        }

        if (TexSymbols.Spaces.TryGetValue(name, out var width))
        {
            return $"<mspace width=\"{width}\"/>";
        }

        if (TexSymbols.Accents.TryGetValue(name, out var accent))
        {
            return $"<mover accent=\"true\"><mrow>{Argument()}</mrow><mo>{accent}</mo></mover>";
        }

        return TexSymbols.Alphabets.TryGetValue(name, out var alphabet) ? Alphabet(alphabet) : Construct(name);
    }

    private string Construct(string name)
    {
        switch (name)
        {
            case "frac" or "tfrac" or "dfrac":
                return $"<mfrac><mrow>{Argument()}</mrow><mrow>{Argument()}</mrow></mfrac>";
            case "sqrt":
                return $"<msqrt>{Argument()}</msqrt>";
            case "text" or "textrm" or "mbox":
                return $"<mtext>{WebUtility.HtmlEncode(Words())}</mtext>";
            case "left" or "right":
                return Delimiter();
            case "big" or "Big" or "bigl" or "bigr" or "Bigl" or "Bigr":
                return Delimiter();
            default:
                throw new FormatException($"\\{name} is not known.");
        }
    }

    private string Alphabet(string variant)
    {
        var words = Words();
        if (!words.All(char.IsLetterOrDigit))
        {
            throw new FormatException("Only plain letters are set in another alphabet.");
        }

        return variant switch
        {
            "normal" => $"<mi mathvariant=\"normal\">{words}</mi>",
            // Browsers draw other alphabets only from the characters themselves.
            _ => string.Concat(words.Select(letter => $"<mi>{MathAlphabet.Map(letter, variant)}</mi>")),
        };
    }

    /// <summary>The bracket after \\left and the like; a point stands for none.</summary>
    private string Delimiter()
    {
        SkipSpace();
        if (AtEnd)
        {
            throw new FormatException("A bracket is missing.");
        }

        if (_tex[_position] != '\\')
        {
            var bracket = _tex[_position++];
            return bracket == '.' ? "" : $"<mo stretchy=\"true\">{WebUtility.HtmlEncode(bracket.ToString())}</mo>";
        }

        var name = CommandName();
        return TexSymbols.Operators.TryGetValue(name, out var symbol) ? $"<mo stretchy=\"true\">{symbol}</mo>" : throw new FormatException($"\\{name} is no bracket.");
    }

    private static string Operator(string symbol) => symbol is "(" or ")" or "[" or "]" or "{" or "}" or "|" or "⟨" or "⟩" or "‖" or "∣"
        ? $"<mo stretchy=\"false\">{symbol}</mo>"
        : $"<mo>{WebUtility.HtmlEncode(symbol)}</mo>";

    private string Argument() => SkipSpace() ? Nested().MathMl : throw new FormatException("An argument is missing.");

    /// <summary>The text in braces, as it stands.</summary>
    private string Words()
    {
        SkipSpace();
        Expect('{');
        var end = _tex.IndexOf('}', _position);
        var words = end < 0 ? throw new FormatException("A brace is not closed.") : _tex[_position..end];
        _position = end + 1;
        return words;
    }

    private string CommandName()
    {
        var start = ++_position;
        while (!AtEnd && char.IsAsciiLetter(_tex[_position]))
        {
            _position++;
        }

        if (_position == start)
        {
            _position = AtEnd ? throw new FormatException("A command has no name.") : _position + 1;
        }

        return _tex[start.._position];
    }

    private void Expect(char character)
    {
        if (AtEnd || _tex[_position] != character)
        {
            throw new FormatException($"'{character}' is missing.");
        }

        _position++;
    }

    /// <summary>False at the end of the text.</summary>
    private bool SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_tex[_position]))
        {
            _position++;
        }

        return !AtEnd;
    }
}
