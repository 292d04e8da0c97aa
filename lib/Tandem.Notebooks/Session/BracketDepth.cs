namespace Tandem.Notebooks;

/// <summary>Counts the brackets that are open at a token of C# code. Angle brackets count as far as they may be those of a type, and the pattern <c>not</c> counts as one.</summary>
internal sealed class BracketDepth
{
    private readonly Stack<char> _open = new();

    /// <summary>How many are open after a token.</summary>
    public int After(string token)
    {
        switch (token)
        {
            case "(" or "[" or "{":
                _open.Push(token[0]);
                break;
            case ")":
                Close('(');
                break;
            case "]":
                Close('[');
                break;
            case "}":
                Close('{');
                break;
            case "<" or "not":
                _open.Push('<');
                break;
            case ">":
                if (_open.TryPeek(out var last) && last == '<')
                {
                    _open.Pop();
                }

                break;
            default:
                if (!MayStandInType(token))
                {
                    EndTypes();
                }

                break;
        }

        return _open.Count;
    }

    /// <summary>Closes a bracket and what was left open within it. One that was not opened closes nothing, and only a brace closes a brace.</summary>
    private void Close(char opening)
    {
        var inside = 0;
        foreach (var bracket in _open)
        {
            inside++;
            if (bracket == opening)
            {
                for (; inside > 0; inside--)
                {
                    _open.Pop();
                }

                return;
            }

            if (bracket == '{')
            {
                return;
            }
        }
    }

    private void EndTypes()
    {
        while (_open.TryPeek(out var last) && last == '<')
        {
            _open.Pop();
        }
    }

    private static bool MayStandInType(string token) =>
        token is "." or "," or ":" or "::" or "?" or "*" || (token is not ("and" or "or" or "") && (char.IsLetter(token[0]) || token[0] is '_' or '@'));
}
