using System.Globalization;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// What a terminal shows of the text that a program writes: a carriage return and a backspace move the cursor, so that what follows replaces what stood there,
/// and escape sequences move it, erase, colour and link (ECMA-48, and OSC 8 for links). Other sequences do nothing. Every character takes one column.
/// </summary>
/// <param name="height">How many lines the cursor can reach: those above are finished, and change no more.</param>
internal sealed class TerminalScreen(int height)
{
    /// <summary>How far to the right the cursor can be moved where nothing was written.</summary>
    private const int Width = 200;

    /// <summary>A sequence that has not ended after this many characters is none.</summary>
    private const int LongestSequence = 4096;

    /// <summary>Farther than the cursor can go.</summary>
    private const int LargestNumber = 100_000;

    /// <summary>A longer address is none.</summary>
    private const int LongestLink = 1000;

    private readonly List<IReadOnlyList<TerminalRun>> _finished = [];
    private readonly List<List<Cell>> _rows = [[]];
    private TerminalStyle _style = TerminalStyle.None;
    private string _unread = "";
    private int _row;
    private int _column;

    /// <summary>All lines so far.</summary>
    public IEnumerable<IReadOnlyList<TerminalRun>> Lines => _finished.Concat(_rows.Select(RunsOf));

    /// <summary>The line that the cursor is in.</summary>
    public IReadOnlyList<TerminalRun> CurrentLine => RunsOf(_rows[_row]);

    /// <summary>Takes the finished lines out.</summary>
    public IReadOnlyList<IReadOnlyList<TerminalRun>> TakeFinished()
    {
        var taken = _finished.ToList();
        _finished.Clear();
        return taken;
    }

    /// <summary>Shows text; a sequence may go on in the text of the next call.</summary>
    public void Write(string text)
    {
        text = _unread + text;
        _unread = "";
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '\e')
            {
                i += Show(text, i);
            }
            else if (SequenceLength(text.AsSpan(i)) is > 0 and var length)
            {
                Obey(text.AsSpan(i, length));
                i += length;
            }
            else
            {
                _unread = text[i..];
                return;
            }
        }
    }

    /// <summary>Shows one character.</summary>
    /// <returns>How many code units it has.</returns>
    private int Show(string text, int index)
    {
        var length = char.IsSurrogatePair(text, index) ? 2 : 1;
        switch (text[index])
        {
            case '\n':
                NewLine();
                break;
            case '\r':
                _column = 0;
                break;
            case '\b':
                _column = Math.Max(0, _column - 1);
                break;
            case '\a':
                break;
            default:
                Put(text.Substring(index, length));
                break;
        }

        return length;
    }

    private void Put(string character)
    {
        var row = _rows[_row];
        if (_column > 0 && _column <= row.Count && IsJoined(character))
        {
            row[_column - 1] = row[_column - 1] with { Text = row[_column - 1].Text + character };
            return;
        }

        while (row.Count < _column)
        {
            row.Add(new Cell(" ", TerminalStyle.None));
        }

        var cell = new Cell(character, _style);
        if (_column < row.Count)
        {
            row[_column] = cell;
        }
        else
        {
            row.Add(cell);
        }

        _column++;
    }

    /// <summary>Whether a character takes no column of its own, as an accent that combines with the letter before it.</summary>
    private static bool IsJoined(string character) =>
        char.GetUnicodeCategory(character, 0) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || character == "\u200d";

    private void NewLine()
    {
        _column = 0;
        _row++;
        if (_row == _rows.Count)
        {
            _rows.Add([]);
        }

        if (_rows.Count > height)
        {
            _finished.Add(RunsOf(_rows[0]));
            _rows.RemoveAt(0);
            _row--;
        }
    }

    /// <summary>The length of the escape sequence that a text begins with; 0 when its end is yet to come.</summary>
    private static int SequenceLength(ReadOnlySpan<char> text)
    {
        var length = text.Length < 2 ? 0 : text[1] switch
        {
            '[' => text[2..].IndexOfAnyExceptInRange(' ', '?') is >= 0 and var end ? end + (text[end + 2] is >= '@' and <= '~' ? 3 : 2) : 0,
            ']' or 'P' or 'X' or '^' or '_' => LengthOfString(text),
            '(' or ')' or '*' or '+' or '#' or ' ' or '%' => text.Length > 2 ? 3 : 0,
            _ => 2,
        };
        return length > LongestSequence || (length == 0 && text.Length > LongestSequence) ? 1 : length;
    }

    /// <summary>A control string ends with BEL or with ESC and a backslash.</summary>
    private static int LengthOfString(ReadOnlySpan<char> text)
    {
        var end = text[1..].IndexOfAny('\a', '\e') + 1;
        return end <= 0 ? 0
            : text[end] == '\a' ? end + 1
            : end + 1 == text.Length ? 0
            : text[end + 1] == '\\' ? end + 2 : end;
    }

    private void Obey(ReadOnlySpan<char> sequence)
    {
        if (sequence.StartsWith("\e]8;"))
        {
            var body = sequence[4..].TrimEnd("\e\\\a");
            var address = body[(body.IndexOf(';') + 1)..];
            _style = _style with { Link = address.Length <= LongestLink ? address.ToString() : "" };
        }
        else if (sequence.StartsWith("\e[") && sequence.Length > 2)
        {
            Control(sequence[^1], sequence[2..^1]);
        }
    }

    private void Control(char function, ReadOnlySpan<char> parameters)
    {
        var count = Math.Max(1, Number(parameters, 0));
        switch (function)
        {
            case 'm':
                _style = _style.With(parameters);
                break;
            case 'A' or 'F':
                Move(_row - count, function == 'F' ? 0 : _column);
                break;
            case 'B' or 'E':
                Move(_row + count, function == 'E' ? 0 : _column);
                break;
            case 'C':
                Move(_row, _column + count);
                break;
            case 'D':
                Move(_row, _column - count);
                break;
            case 'G':
                Move(_row, count - 1);
                break;
            case 'H' or 'f':
                Move(count - 1, Math.Max(1, Number(parameters, 1)) - 1);
                break;
            case 'K':
                EraseLine(Number(parameters, 0));
                break;
            case 'J':
                EraseScreen(Number(parameters, 0));
                break;
        }
    }

    private void Move(int row, int column) =>
        (_row, _column) = (Math.Clamp(row, 0, _rows.Count - 1), Math.Clamp(column, 0, Math.Max(Width, _rows[_row].Count)));

    /// <summary>Erases from the cursor to the end (0), from the start to the cursor (1), or the whole line (2).</summary>
    private void EraseLine(int part)
    {
        var row = _rows[_row];
        if (part is 0 or 2 && _column < row.Count)
        {
            row.RemoveRange(_column, row.Count - _column);
        }

        for (var i = 0; part is 1 or 2 && i < Math.Min(_column + 1, row.Count); i++)
        {
            row[i] = new Cell(" ", TerminalStyle.None);
        }

        if (part == 2)
        {
            row.Clear();
        }
    }

    /// <summary>Erases below the cursor (0), above it (1), or all lines that the cursor can reach (2 and 3).</summary>
    private void EraseScreen(int part)
    {
        EraseLine(Math.Min(part, 2));
        for (var i = 0; i < _rows.Count; i++)
        {
            if (part >= 2 || (part == 0 ? i > _row : i < _row))
            {
                _rows[i].Clear();
            }
        }
    }

    /// <summary>A parameter of a sequence; 0 where it is missing.</summary>
    private static int Number(ReadOnlySpan<char> parameters, int index)
    {
        var number = parameters.ToString().Split(';').ElementAtOrDefault(index);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? Math.Min(value, LargestNumber) : 0;
    }

    private static List<TerminalRun> RunsOf(List<Cell> row)
    {
        var runs = new List<TerminalRun>();
        var text = new StringBuilder();
        for (var i = 0; i < row.Count; i++)
        {
            text.Append(row[i].Text);
            if (i + 1 == row.Count || row[i + 1].Style != row[i].Style)
            {
                runs.Add(new TerminalRun(text.ToString(), row[i].Style));
                text.Clear();
            }
        }

        return runs;
    }

    private readonly record struct Cell(string Text, TerminalStyle Style);
}
