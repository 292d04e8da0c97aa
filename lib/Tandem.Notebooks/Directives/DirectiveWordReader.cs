using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Takes a directive's line apart into words. A word is held together by double quotes, in which <c>\"</c> is a quote, or by the brackets of a JSON
/// value. <c>@name</c> and <c>@name:word</c> are expressions: they stand for what the session finds out when the line's turn comes.
/// </summary>
internal ref struct DirectiveWordReader
{
    private const string UnclosedQuotes = "the quotes are not closed";

    private readonly ReadOnlySpan<char> _line;
    private readonly bool _hasEscapes;
    private readonly StringBuilder _word = new();
    private int _at;
    private string? _problem;

    private DirectiveWordReader(ReadOnlySpan<char> line, bool hasEscapes)
    {
        _line = line;
        _hasEscapes = hasEscapes;
    }

    public static (IReadOnlyList<DirectiveWord> Words, string? Problem) Read(string line, bool hasEscapes)
    {
        var words = new List<DirectiveWord>();
        var reader = new DirectiveWordReader(line, hasEscapes);
        while (reader.SkipSpace() && !reader.AtComment())
        {
            words.Add(reader.ReadWord());
        }

        return (words, reader._problem);
    }

    private bool SkipSpace()
    {
        while (_at < _line.Length && char.IsWhiteSpace(_line[_at]))
        {
            _at++;
        }

        return _at < _line.Length;
    }

    private readonly bool AtComment()
    {
        var rest = _line[_at..];
        return rest is "//" || rest.StartsWith("// ", StringComparison.Ordinal) || (!_hasEscapes && rest.StartsWith("//", StringComparison.Ordinal));
    }

    private DirectiveWord ReadWord()
    {
        var expression = ReadExpressionName();
        _word.Clear();
        var isQuoted = _at < _line.Length && _line[_at] == '"';
        if (_at < _line.Length && _line[_at] is '{' or '[')
        {
            ReadBrackets();
        }

        while (_at < _line.Length && !char.IsWhiteSpace(_line[_at]))
        {
            if (_line[_at] == '"')
            {
                ReadQuoted();
            }
            else
            {
                _word.Append(_line[_at++]);
            }
        }

        return new DirectiveWord(_word.ToString(), isQuoted, expression);
    }

    /// <summary>Reads <c>@name:</c>, or <c>@name</c> where the word ends after it; a mail address or a lone @ is none.</summary>
    private string? ReadExpressionName()
    {
        if (_line[_at] != '@')
        {
            return null;
        }

        var end = _at + 1;
        while (end < _line.Length && (char.IsLetterOrDigit(_line[end]) || _line[end] is '-' or '_' or '.' or '#'))
        {
            end++;
        }

        var name = _line[(_at + 1)..end].ToString();
        if (end < _line.Length && _line[end] == ':' && name.Length > 0)
        {
            _at = end + 1;
            return name;
        }

        if (name is "input" or "password" && (end == _line.Length || char.IsWhiteSpace(_line[end])))
        {
            _at = end;
            return name;
        }

        return null;
    }

    private void ReadQuoted()
    {
        for (_at++; _at < _line.Length && _line[_at] != '"'; _at++)
        {
            if (_hasEscapes && _line[_at] == '\\' && _at + 1 < _line.Length && _line[_at + 1] == '"')
            {
                _at++;
            }

            _word.Append(_line[_at]);
        }

        _problem ??= _at >= _line.Length ? UnclosedQuotes : null;
        _at++;
    }

    /// <summary>Reads up to the bracket that closes the one here; brackets in JSON strings do not count. Without one, the word ends where any would.</summary>
    private void ReadBrackets()
    {
        var depth = 0;
        var inString = false;
        for (var end = _at; end < _line.Length; end++)
        {
            var character = _line[end];
            if (character == '\\' && inString)
            {
                end++;
            }
            else if (character == '"')
            {
                inString = !inString;
            }
            else if (!inString)
            {
                depth += character is '{' or '[' ? 1 : character is '}' or ']' ? -1 : 0;
                if (depth == 0)
                {
                    _word.Append(_line[_at..(end + 1)]);
                    _at = end + 1;
                    return;
                }
            }
        }
    }
}
