namespace Tandem.Notebooks.Tests;

public sealed class ConventionFormatterTests
{
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; init; }
    }

    private sealed class Formatter(string mimeType, Func<object, string?> format)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            var text = format(instance);
            writer.Write(text);
            return text is not null;
        }
    }

    private sealed class ChartSource
    {
        public IEnumerable<object> CreateTypeFormatters() =>
        [
            new Formatter(MimeTypes.Html, _ => "<div>chart</div>"),
            new Formatter(MimeTypes.Plotly, _ => "{\"data\":[],\"layout\":{}}"),
            new Formatter("text/csv", _ => null),
        ];
    }

    [TypeFormatterSource(typeof(ChartSource))]
    private class Chart
    {
        public override string ToString() => "a chart";
    }

    private sealed class SpecialChart : Chart;

    [TypeFormatterSource(typeof(ChartSource), PreferredMimeTypes = [MimeTypes.Html])]
    private sealed class Page
    {
        public override string ToString() => "a page";
    }

    private sealed class FaultySource
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Formatter(MimeTypes.Html, _ => throw new InvalidOperationException("broken"))];
    }

    [TypeFormatterSource(typeof(FaultySource))]
    private sealed class Faulty;

    private sealed class EmptySource;

    [TypeFormatterSource(typeof(EmptySource))]
    private sealed class Misdeclared;

    [Fact]
    public void A_types_own_formatters_are_found_by_the_attributes_name_richest_first()
    {
        var content = ValueFormatter.Format(new Chart());
        Assert.Equal([MimeTypes.Plotly, MimeTypes.Html, MimeTypes.PlainText], content.Contents.Select(entry => entry.Key));
        Assert.Equal("a chart", content.Find(MimeTypes.PlainText));
    }

    [Fact]
    public void A_derived_type_shows_as_its_base_does() => Assert.Equal("<div>chart</div>", ValueFormatter.Format(new SpecialChart()).Find(MimeTypes.Html));

    [Fact]
    public void Where_the_attribute_prefers_some_representations_there_are_no_others_but_text() =>
        Assert.Equal([MimeTypes.Html, MimeTypes.PlainText], ValueFormatter.Format(new Page()).Contents.Select(entry => entry.Key));

    [Fact]
    public void A_formatter_that_throws_is_named_with_the_type_of_the_value() =>
        Assert.Equal("Faulty cannot be shown: broken", Assert.Throws<FormattingException>(() => ValueFormatter.Format(new Faulty())).Message);

    [Fact]
    public void A_source_that_does_not_follow_the_convention_is_told_what_is_missing() =>
        Assert.Contains("CreateTypeFormatters", Assert.Throws<FormattingException>(() => ValueFormatter.Format(new Misdeclared())).Message);

    [Fact]
    public void A_figure_of_the_library_shows_as_a_live_chart()
    {
        var content = ValueFormatter.Format(Plots.Bars("Title", [("a", 1.0)]));
        Assert.Contains("\"data\"", content.Find(MimeTypes.Plotly));
        Assert.NotNull(content.Find(MimeTypes.Html));
    }
}
