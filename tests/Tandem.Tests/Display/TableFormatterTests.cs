namespace Tandem.Tests.Display;

public class TableFormatterTests
{
    [Fact]
    public void A_notebook_finds_the_formatters_by_name_without_a_reference()
    {
        Assert.Equal(["text/html", "text/plain"], Formatters().Select(MimeType));
    }

    [Fact]
    public void Html_is_escaped_and_shows_types_missing_values_and_the_size()
    {
        var table = Table.FromColumns(Column.Of("<title>", (string?[])["Cat & Dog", null]));
        var html = Format("text/html", table);
        Assert.Contains("<th>&lt;title&gt;<br><small>string</small></th>", html);
        Assert.Contains("<td>Cat &amp; Dog</td>", html);
        Assert.Contains("<td><i>null</i></td>", html);
        Assert.Contains("2 rows × 1 column", html);
    }

    [Fact]
    public void Plain_text_is_what_ToString_gives()
    {
        var table = Table.FromColumns(Column.Of("n", (long[])[1, 2]));
        Assert.Equal(table.ToString(), Format("text/plain", table));
    }

    [Fact]
    public void Another_type_is_left_to_other_formatters() =>
        Assert.False((bool)Call(Formatters().First(), "Format", "not a table", TextWriter.Null)!);

    // What a notebook does: everything by name.
    private static IEnumerable<object> Formatters()
    {
        var attribute = typeof(Table).GetCustomAttributes(true).Single(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        return (IEnumerable<object>)Call(source, "CreateTypeFormatters")!;
    }

    private static string MimeType(object formatter) => (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!;

    private static string Format(string mimeType, object value)
    {
        using var writer = new StringWriter();
        Assert.True((bool)Call(Formatters().Single(formatter => MimeType(formatter) == mimeType), "Format", value, writer)!);
        return writer.ToString();
    }

    private static object? Call(object target, string method, params object[] arguments) =>
        target.GetType().GetMethod(method)!.Invoke(target, arguments);
}
