using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Rows and columns of text, drawn as HTML and as aligned plain text.</summary>
/// <param name="Columns">The column names.</param>
/// <param name="Numeric">Which columns hold numbers, which align right.</param>
/// <param name="Rows">The shown rows.</param>
/// <param name="Note">A line below the table, such as how many rows are not shown; null for none.</param>
internal sealed record ValueTable(IReadOnlyList<string> Columns, IReadOnlyList<bool> Numeric, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note)
{
    private const int ShownRows = 20;
    private const int WidestText = 60;

    /// <summary>How far an enumerable whose length is unknown is counted; beyond, the note says "more than".</summary>
    private const int CountLimit = 10_000;

    public static ValueTable OfSequence(IEnumerable sequence)
    {
        var (items, note) = FirstItems(sequence);
        var type = items.Select(item => item?.GetType()).FirstOrDefault(item => item is not null);
        var uniform = type is not null && items.All(item => item?.GetType() == type);
        if (uniform && TypeShape.IsTuple(type!))
        {
            return OfTuples(items, note);
        }

        if (uniform && (TypeShape.ShowsAsProperties(type!) || TypeShape.IsAnonymous(type!) || IsPair(type!)))
        {
            return OfMembers(items, TypeShape.VisibleMembers(type!), note);
        }

        var rows = items.Select((item, i) => (IReadOnlyList<string>)[i.ToString(CultureInfo.InvariantCulture), CellText.Of(item)]).ToList();
        return new ValueTable(["index", "value"], [true, uniform && TypeShape.IsNumber(type!)], rows, note);
    }

    public static ValueTable OfDictionary(IDictionary dictionary)
    {
        var entries = new List<DictionaryEntry>();
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entries.Count == ShownRows)
            {
                break;
            }

            entries.Add(entry);
        }

        var rows = entries.Select(entry => (IReadOnlyList<string>)[CellText.Of(entry.Key), CellText.Of(entry.Value)]).ToList();
        return new ValueTable(["key", "value"], [AllNumbers(entries.Select(e => (object?)e.Key)), AllNumbers(entries.Select(e => e.Value))], rows, Remaining(dictionary.Count));
    }

    public static ValueTable OfObject(object value)
    {
        var rows = TypeShape.VisibleMembers(value.GetType())
            .Select(member => (IReadOnlyList<string>)[member.Name, CellText.Of(TypeShape.Value(member, value))])
            .ToList();
        return new ValueTable([TypeShape.IsAnonymous(value.GetType()) ? "name" : TypeShape.Name(value.GetType()), "value"], [false, false], rows, null);
    }

    public MimeBundle ToBundle() => MimeBundle.Of(MimeTypes.Html, ToHtml(), ToText());

    private static ValueTable OfTuples(List<object?> items, string? note)
    {
        var width = ((ITuple)items[0]!).Length;
        var rows = items.Select(item => (IReadOnlyList<string>)[.. Enumerable.Range(0, width).Select(i => CellText.Of(((ITuple)item!)[i]))]).ToList();
        return new ValueTable(
            [.. Enumerable.Range(1, width).Select(i => $"Item{i}")],
            [.. Enumerable.Range(0, width).Select(i => AllNumbers(items.Select(item => ((ITuple)item!)[i])))],
            rows,
            note);
    }

    private static ValueTable OfMembers(List<object?> items, MemberInfo[] members, string? note)
    {
        var values = items.Select(item => members.Select(member => TypeShape.Value(member, item!)).ToArray()).ToList();
        return new ValueTable(
            [.. members.Select(member => member.Name)],
            [.. members.Select((_, i) => AllNumbers(values.Select(row => row[i])))],
            [.. values.Select(row => (IReadOnlyList<string>)[.. row.Select(CellText.Of)])],
            note);
    }

    private static (List<object?> Items, string? Note) FirstItems(IEnumerable sequence)
    {
        var items = new List<object?>();
        var count = 0;
        foreach (var item in sequence)
        {
            if (count < ShownRows)
            {
                items.Add(item);
            }
            else if (sequence is ICollection || count == CountLimit)
            {
                break;
            }

            count++;
        }

        return (items, sequence is ICollection collection ? Remaining(collection.Count)
            : count == CountLimit ? $"first {ShownRows} of more than {CountLimit:N0} items"
            : Remaining(count));
    }

    private static string? Remaining(int count) =>
        count == 0 ? "0 items" : count > ShownRows ? string.Create(CultureInfo.InvariantCulture, $"first {ShownRows} of {count:N0} items") : null;

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static bool AllNumbers(IEnumerable<object?> values)
    {
        var present = values.Where(value => value is not null).ToList();
        return present.Count > 0 && present.TrueForAll(value => TypeShape.IsNumber(value!.GetType()));
    }

    private string ToHtml()
    {
        var html = new StringBuilder("<table class=\"values\"><thead><tr>");
        for (var i = 0; i < Columns.Count; i++)
        {
            html.Append(Numeric[i] ? "<th class=\"number\" style=\"text-align:right\">" : "<th style=\"text-align:left\">").Append(WebUtility.HtmlEncode(Columns[i])).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                html.Append(Numeric[i] ? "<td class=\"number\" style=\"text-align:right\">" : "<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(row[i])).Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        return Note is null ? html.ToString() : html.Append("<p class=\"note\">").Append(WebUtility.HtmlEncode(Note)).Append("</p>").ToString();
    }

    private string ToText()
    {
        if (Rows.Count == 0)
        {
            return Note ?? "";
        }

        var lines = new List<IReadOnlyList<string>> { Columns };
        lines.AddRange(Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Shorten)]));
        var widths = Enumerable.Range(0, Columns.Count).Select(i => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var padded = line.Select((cell, i) => Numeric[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }

        return Note is null ? text.ToString().TrimEnd('\n') : text.Append('(').Append(Note).Append(')').ToString();
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= WidestText ? line : line[..(WidestText - 1)] + "…";
    }
}
