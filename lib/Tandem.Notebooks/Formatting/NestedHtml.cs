using System.Net;

namespace Tandem.Notebooks;

/// <summary>
/// The cells of a table as HTML: one line of text, and where that leaves something out, the value's own table to be unfolded. Objects that refer to
/// themselves, deep ones and wide ones end in text: a table is nested a few levels deep, and an output has a limited number of them.
/// </summary>
internal sealed class NestedHtml(object shown)
{
    private const int Levels = 4;
    private const int LongestLine = 100;
    private const int LongestText = 2_000;

    private readonly List<object> _around = [shown];
    private int _tablesLeft = 100;

    public string Of(object? value)
    {
        var line = CellText.Of(value);
        if (value is null or string || TypeShape.IsScalar(value.GetType()))
        {
            return Encode(line, LongestText);
        }

        if (!value.GetType().IsValueType && _around.Contains(value, ReferenceEqualityComparer.Instance))
        {
            return $"<i>{WebUtility.HtmlEncode(TypeName.OfValue(value))}, as above</i>";
        }

        var own = ConventionFormatters.Format(value).FirstOrDefault(content => content.Key == MimeTypes.Html).Value;
        var isWhole = line.Length <= LongestLine && !line.Contains('…', StringComparison.Ordinal);
        return own is not null ? Unfolding(line, own)
            : isWhole || _around.Count > Levels || _tablesLeft == 0 || TableOf.Value(value) is not { } table ? Encode(line, LongestText)
            : Unfolding(line, Nested(value, table));
    }

    private string Nested(object value, ValueTable table)
    {
        _tablesLeft--;
        _around.Add(value);
        var html = table.ToHtml(this);
        _around.RemoveAt(_around.Count - 1);
        return html;
    }

    private static string Unfolding(string line, string html) => $"<details><summary>{Encode(line, LongestLine)}</summary>{html}</details>";

    private static string Encode(string text, int limit) => WebUtility.HtmlEncode(text.Length <= limit ? text : text[..(limit - 1)] + "…");
}
