using System.Text;

namespace Tandem.Notebooks;

/// <summary>A line that instructs the session and not the compiler.</summary>
/// <param name="Name">The directive with its prefix, such as <c>#!set</c> or <c>#r</c>.</param>
/// <param name="Words">The words after it; quotes hold words together and are taken off.</param>
internal sealed record Directive(string Name, IReadOnlyList<DirectiveWord> Words)
{
    /// <summary>The single argument.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public string Argument => Words.Count > 0 ? Words[0].Text : throw new ArgumentException($"{Name} needs an argument");

    /// <summary>Reads a line; null when it is code.</summary>
    public static Directive? Parse(string line)
    {
        if (line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("#i ", StringComparison.Ordinal))
        {
            var words = SplitWords(line);
            return new Directive(words[0].Text, words.GetRange(1, words.Count - 1));
        }

        return null;
    }

    /// <summary>The word after an option such as <c>--name</c>.</summary>
    /// <exception cref="ArgumentException">The option or its value is missing.</exception>
    public DirectiveWord Option(string option)
    {
        for (var i = 0; i + 1 < Words.Count; i++)
        {
            if (Words[i].Text == option && !Words[i].IsQuoted)
            {
                return Words[i + 1];
            }
        }

        throw new ArgumentException($"{Name} needs {option} and a value after it");
    }

    private static List<DirectiveWord> SplitWords(string line)
    {
        var words = new List<DirectiveWord>();
        var word = new StringBuilder();
        var quoted = false;
        var wasQuoted = false;
        foreach (var character in line + " ")
        {
            if (character == '"')
            {
                quoted = !quoted;
                wasQuoted = true;
            }
            else if (!quoted && char.IsWhiteSpace(character))
            {
                if (word.Length > 0 || wasQuoted)
                {
                    words.Add(new DirectiveWord(word.ToString(), wasQuoted));
                }

                word.Clear();
                wasQuoted = false;
            }
            else
            {
                word.Append(character);
            }
        }

        return words;
    }
}

/// <summary>A word of a directive.</summary>
/// <param name="Text">The word without quotes.</param>
/// <param name="IsQuoted">True when it stood in quotes.</param>
internal sealed record DirectiveWord(string Text, bool IsQuoted);
