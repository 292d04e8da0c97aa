namespace Tandem.Notebooks.Tests;

public sealed class ValueFormatterTests
{
    private static string Text(object? value) => ValueFormatter.Format(value).Find(MimeTypes.PlainText)!;

    private static string Html(object? value) => ValueFormatter.Format(value).Find(MimeTypes.Html)!;

    private sealed record Film(string Title, int Year);

    private sealed class Named
    {
        public override string ToString() => "its own text";
    }

    private sealed class Plain
    {
        public int Width { get; init; } = 32;
    }

    private sealed class Throwing
    {
        public int Width => throw new InvalidOperationException("closed");
    }

    public static TheoryData<object?, string> Scalars => new()
    {
        { null, "<null>" },
        { "text", "text" },
        { 5, "5" },
        { 0.1, "0.1" },
        { 1f / 3f, "0.3333333" },
        { true, "true" },
        { new DateTime(2000, 1, 2), "2000-01-02" },
        { DayOfWeek.Friday, "Friday" },
        { (1, "a"), "(1, a)" },
        { typeof(Dictionary<string, int[]>), "Dictionary<String, Int32[]>" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_scalar_shows_as_its_text_in_the_invariant_culture(object? value, string text) => Assert.Equal(text, Text(value));

    [Fact]
    public void A_type_with_a_text_of_its_own_shows_it() => Assert.Equal("its own text", Text(new Named()));

    [Fact]
    public void Html_in_values_is_escaped()
    {
        Assert.Equal("<pre>&lt;b&gt;</pre>", Html("<b>"));
        Assert.Contains("<td style=\"text-align:left\">&lt;b&gt;</td>", Html(new[] { new Film("<b>", 1) }));
    }

    [Fact]
    public void A_sequence_of_records_is_a_table_of_their_properties() =>
        Assert.Equal("Title   Year\nAlien   1979\nBrazil  1985", Text(new[] { new Film("Alien", 1979), new Film("Brazil", 1985) }));

    [Fact]
    public void A_sequence_of_anonymous_objects_is_a_table() =>
        Assert.Equal("Key  Value\n  1  a", Text(new[] { new { Key = 1, Value = "a" } }));

    [Fact]
    public void A_sequence_of_tuples_is_a_table() => Assert.Equal("Item1  Item2\n    1  a", Text(new[] { (1, "a") }));

    [Fact]
    public void A_sequence_of_numbers_is_a_table_with_indices() => Assert.Equal("index  value\n    0    1.5\n    1     20", Text(new[] { 1.5, 20 }));

    [Fact]
    public void A_dictionary_is_a_table_of_keys_and_values() => Assert.Equal("key  value\na        1", Text(new Dictionary<string, int> { ["a"] = 1 }));

    [Fact]
    public void A_long_sequence_shows_twenty_rows_and_says_how_many_there_are()
    {
        var text = Text(Enumerable.Range(0, 1234).ToList());
        Assert.Equal(22, text.Split('\n').Length);
        Assert.EndsWith("(first 20 of 1,234 items)", text);
    }

    [Fact]
    public void A_sequence_without_end_is_not_counted_to_the_end()
    {
        static IEnumerable<int> Forever()
        {
            while (true)
            {
                yield return 1;
            }
        }

        Assert.EndsWith("(first 20 of more than 10,000 items)", Text(Forever()));
    }

    [Fact]
    public void An_empty_sequence_says_so() => Assert.Equal("0 items", Text(Array.Empty<int>()));

    [Fact]
    public void Sequences_within_a_sequence_stand_in_one_cell_each() => Assert.Equal("index  value\n    0  [1, 2]", Text(new[] { new[] { 1, 2 } }));

    [Fact]
    public void An_object_without_a_text_of_its_own_shows_its_properties() => Assert.Equal("Plain  value\nWidth  32", Text(new Plain()));

    [Fact]
    public void A_property_that_throws_shows_what_it_threw() => Assert.Contains("(InvalidOperationException: closed)", Text(new Throwing()));

    [Theory]
    [InlineData(MimeTypes.Plotly, "{\"data\":[NaN]}")]
    [InlineData(MimeTypes.Metrics, "[1]")]
    [InlineData(MimeTypes.Metrics, "{\"loss\":\"low\"}")]
    public void Content_that_is_not_the_json_it_claims_to_be_is_not_shown(string mimeType, string json) =>
        Assert.Contains("could not be shown", Text(MimeBundle.Of(mimeType, json)));

    [Fact]
    public void An_exception_shows_its_causes() =>
        Assert.Equal("FormatException: a\n  caused by ArgumentException: b", Text(new FormatException("a", new ArgumentException("b"))));
}
