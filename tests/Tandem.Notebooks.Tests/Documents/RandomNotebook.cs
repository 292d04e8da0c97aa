using System.Text;

namespace Tandem.Notebooks.Tests;

/// <summary>The text of a Jupyter notebook (nbformat 4.5) such as no writer would make it: any spacing, order, escapes, numbers and unknown keys.</summary>
internal sealed class RandomNotebook
{
    private static readonly string[] _strings =
        ["", "x", "\\u00e9", "é", "\\/", "a\\\\b", "\\\"", "😀", "\\ud83d\\ude00", "\\ud83d", "\\n", "#!csharp", "\\u003c/script>", "var x = 1;\\r\\n", "\\t", "{[,:", "NaN"];

    private static readonly string[] _scalars = ["0", "-0", "1.50E+2", "1e400", "123456789012345678901234567890", "true", "false", "null", "NaN", "-Infinity", "0.10"];

    private readonly Random _random;
    private readonly string _newLine;
    private readonly string _indent;
    private readonly bool _isOdd;
    private readonly string _colon;

    public RandomNotebook(int seed)
    {
        _random = new Random(seed);
        _newLine = Pick("\n", "\r\n", "");
        _indent = Pick("", " ", "  ", "\t");
        _isOdd = _random.Next(2) == 0;
        _colon = Pick(":", ": ", " : ");
    }

    public string Text()
    {
        var cells = Enumerable.Range(0, _random.Next(5)).Select(Cell).ToList();
        List<(string, string)> members =
        [
            ("cells", Array(cells, 1)), ("metadata", Object(Some(Unknown(2), ("title", String())), 1)), ("nbformat", "4"), ("nbformat_minor", "5"), .. Unknown(1),
        ];
        return Space(0) + Object(members, 0) + Pick("", "\n", "\r\n", "\n\n");
    }

    private string Cell(int index)
    {
        var type = Pick("code", "markdown", "raw");
        List<(string, string)> members =
        [
            ("cell_type", $"\"{type}\""), ("id", $"\"cell-{index}\""),
            ("metadata", Object(Some([("tags", Array([.. Enumerable.Range(0, _random.Next(3)).Select(_ => String())], 4))], Unknown(4)), 3)),
            ("source", _random.Next(3) == 0 ? String() : Array([.. Enumerable.Range(0, _random.Next(4)).Select(_ => String())], 3)), .. Unknown(3),
        ];
        if (type == "code")
        {
            members.Add(("execution_count", Pick("null", "1", "12")));
            members.Add(("outputs", Array([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Object([("output_type", "\"stream\""), .. Unknown(5)], 4))], 3)));
        }
        else if (_random.Next(2) == 0)
        {
            members.Add(("attachments", Object([("a.png", Object([("image/png", "\"eA==\"")], 4))], 3)));
        }

        return Object(members, 2);
    }

    private List<(string, string)> Unknown(int depth) => [.. Enumerable.Range(0, _random.Next(3)).Select(i => ($"unknown {i}", Value(depth)))];

    private List<(string, string)> Some(List<(string, string)> members, params IEnumerable<(string, string)> more) => [.. members.Concat(more).Where(_ => _random.Next(3) > 0)];

    private string Value(int depth) => _random.Next(depth > 8 ? 2 : 4) switch
    {
        0 => String(),
        1 => Pick(_scalars),
        2 => Array([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Value(depth + 1))], depth),
        _ => Object([.. Enumerable.Range(0, _random.Next(3)).Select(i => ($"k{i}", Value(depth + 1)))], depth),
    };

    private string Object(List<(string Name, string Value)> members, int depth)
    {
        var shuffled = members.ToArray();
        _random.Shuffle(shuffled);
        return Container('{', '}', [.. shuffled.Select(member => $"\"{member.Name}\"{(_isOdd ? Space(depth) + ":" + Space(depth) : _colon)}{member.Value}")], depth);
    }

    private string Array(List<string> items, int depth) => Container('[', ']', items, depth);

    private string Container(char open, char close, List<string> elements, int depth)
    {
        var text = new StringBuilder().Append(open);
        for (var i = 0; i < elements.Count; i++)
        {
            text.Append(i == 0 ? "" : _isOdd ? Space(depth) + "," : ",").Append(Space(depth + 1)).Append(elements[i]);
        }

        return text.Append(elements.Count == 0 && !_isOdd ? "" : Space(depth)).Append(close).ToString();
    }

    private string Space(int depth) => _isOdd
        ? Pick("", " ", "\n", "\r\n", "\t", "\n   ")
        : _newLine.Length == 0 || depth == 0 ? "" : _newLine + string.Concat(Enumerable.Repeat(_indent, depth));

    private string String() => $"\"{string.Concat(Enumerable.Range(0, _random.Next(3)).Select(_ => Pick(_strings)))}\"";

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
