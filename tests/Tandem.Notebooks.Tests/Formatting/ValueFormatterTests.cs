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
        { typeof(Dictionary<string, int[]>), "Dictionary<string, int[]>" },
        { typeof((int?, string[,][])), "(int?, string[,][])" },
        { new DateTime(2000, 1, 2, 3, 4, 5, 600, DateTimeKind.Utc), "2000-01-02 03:04:05.6Z" },
        { new DateOnly(2000, 1, 2), "2000-01-02" },
        { new TimeOnly(3, 4), "03:04:00" },
        { "text".AsMemory(), "text" },
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
        Assert.Equal("Title   Year\nAlien   1979\nBrazil  1985\n(Film[]: 2 items)", Text(new[] { new Film("Alien", 1979), new Film("Brazil", 1985) }));

    [Fact]
    public void A_sequence_of_anonymous_objects_is_a_table() =>
        Assert.Equal("Key  Value\n  1  a\n((anonymous)[]: 1 item)", Text(new[] { new { Key = 1, Value = "a" } }));

    [Fact]
    public void A_sequence_of_tuples_is_a_table() => Assert.Equal("Item1  Item2\n    1  a\n((int, string)[]: 1 item)", Text(new[] { (1, "a") }));

    [Fact]
    public void A_sequence_of_numbers_is_a_table_with_indices() => Assert.Equal("index  value\n    0    1.5\n    1     20\n(double[]: 2 items)", Text(new[] { 1.5, 20 }));

    [Fact]
    public void A_dictionary_is_a_table_of_keys_and_values() => Assert.Equal("key  value\na        1\n(Dictionary<string, int>: 1 item)", Text(new Dictionary<string, int> { ["a"] = 1 }));

    [Fact]
    public void A_read_only_dictionary_is_one_too() =>
        Assert.Equal("key  value\na        1\n(ReadOnlyDictionary<string, int>: 1 item)", Text(new Dictionary<string, int> { ["a"] = 1 }.AsReadOnly()));

    [Fact]
    public void A_long_sequence_shows_twenty_rows_and_says_how_many_there_are()
    {
        var text = Text(Enumerable.Range(0, 1234).ToList());
        Assert.Equal(22, text.Split('\n').Length);
        Assert.EndsWith("(List<int>: the first 20 of 1,234 items)", text);
    }

    [Fact]
    public void Of_a_sequence_that_does_not_know_its_length_no_more_is_asked_than_is_needed_to_say_that_there_is_more()
    {
        var asked = 0;
        IEnumerable<int> Forever()
        {
            while (true)
            {
                yield return asked++;
            }
        }

        Assert.EndsWith("(IEnumerable<int>: the first 20 items; there are more)", Text(Forever()));
        // Once for the items, and no further than the one after the last.
        Assert.Equal(21, asked);
    }

    [Fact]
    public void An_empty_sequence_says_so() => Assert.Equal("(int[]: 0 items)", Text(Array.Empty<int>()));

    [Fact]
    public void Sequences_within_a_sequence_stand_in_one_cell_each() => Assert.Equal("index  value\n    0  [1, 2]\n(int[][]: 1 item)", Text(new[] { new[] { 1, 2 } }));

    [Fact]
    public void Objects_of_several_types_share_a_table_with_a_column_for_each_property_that_one_has() =>
        Assert.Equal("(type)  Title  Year  Width\nFilm    Alien  1979\nPlain                    3\n(object[]: 2 items)", Text(new object[] { new Film("Alien", 1979), new Plain { Width = 3 } }));

    [Fact]
    public void A_sequence_of_dictionaries_is_a_table_with_a_column_for_each_key() =>
        Assert.Equal("a  b\n1\n   x\n(Dictionary<string, object>[]: 2 items)", Text(new[] { new Dictionary<string, object> { ["a"] = 1 }, new Dictionary<string, object> { ["b"] = "x" } }));

    [Fact]
    public void Groups_show_their_keys() =>
        Assert.StartsWith("key    items\nfalse  [1, 3]\ntrue   [2]\n", Text(new[] { 1, 2, 3 }.GroupBy(number => number % 2 == 0)));

    [Fact]
    public void An_array_of_two_dimensions_is_a_grid() => Assert.Equal("   0  1\n0  1  2\n1  3  4\n(int[2, 2])", Text(new[,] { { 1, 2 }, { 3, 4 } }));

    [Fact]
    public void In_an_array_of_more_dimensions_each_item_has_its_place() =>
        Assert.Equal("index    value\n0, 0, 0      7\n0, 0, 1      8\n(int[1, 1, 2])", Text(new[, ,] { { { 7, 8 } } }));

    [Fact]
    public void Bytes_show_in_hexadecimal_and_as_characters() =>
        Assert.Equal("00000000  48 69 00                                          Hi.\n(3 bytes)", Text("Hi\0"u8.ToArray()));

    [Fact]
    public void Memory_shows_as_what_it_holds() => Assert.Equal("index  value\n    0      2\n(int[]: 1 item)", Text(new ReadOnlyMemory<int>([1, 2, 3], 1, 1)));

    [Fact]
    public void Json_is_indented_and_legible()
    {
        using var json = System.Text.Json.JsonDocument.Parse("{\"a\":[1,\"<é>\"]}");
        const string text = "{\n  \"a\": [\n    1,\n    \"<é>\"\n  ]\n}";
        Assert.Equal(text, Text(json).ReplaceLineEndings("\n"));
        Assert.Equal(text, Text(json.RootElement).ReplaceLineEndings("\n"));
        Assert.Equal(text, Text(System.Text.Json.Nodes.JsonNode.Parse("{\"a\":[1,\"<é>\"]}")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_data_table_shows_rows_and_says_how_many_there_are()
    {
        using var table = new System.Data.DataTable("films");
        table.Columns.Add("year", typeof(int));
        table.Columns.Add("title", typeof(string));
        for (var i = 0; i < 25; i++)
        {
            table.Rows.Add(1900 + i, i == 0 ? null : "t");
        }

        var text = Text(table);
        Assert.StartsWith("year  title\n1900  <null>\n1901  t\n", text);
        Assert.EndsWith("(films: the first 20 of 25 rows)", text);
        Assert.Contains("title<br><small>string</small>", Html(table));
    }

    [Fact]
    public async Task Tasks_show_what_became_of_them_and_are_not_waited_for()
    {
        Assert.Equal("Task<int>, completed: 5", Text(Task.FromResult(5)));
        Assert.Equal("Task<Film>, completed: Film { Title = Alien, Year = 1979 }", Text(Task.FromResult(new Film("Alien", 1979))));
        Assert.Equal("Task<int>, not completed; await it for what it gives", Text(new TaskCompletionSource<int>().Task));
        Assert.Equal("Task<int>, failed: InvalidOperationException: no", Text(Task.FromException<int>(new InvalidOperationException("no"))));
        var done = Done();
        await done;
        Assert.Equal("Task, completed", Text(done));
        static async Task Done() => await Task.Yield();
    }

    [Fact]
    public void A_query_shows_its_items() => Assert.Contains("\n    0      1\n", Text(new[] { 1 }.AsQueryable()));

    [Fact]
    public void A_very_long_text_is_cut_and_says_so() =>
        Assert.EndsWith("x…\n(the first 200,000 of 1,000,000 characters)", Text(new string('x', 1_000_000)));

    [Fact]
    public void Objects_within_objects_unfold_in_html_and_are_one_line_of_text()
    {
        var value = new { Name = "list", Films = Enumerable.Range(0, 9).Select(i => new Film($"<{i}>", i)).ToArray() };
        Assert.Equal(2, Text(value).Split('\n').Count(line => line.Length is > 0 and <= 80) - 1);
        var html = Html(value);
        Assert.Contains("<details><summary>[Film { Title = &lt;0&gt;, Year = 0 }", html);
        Assert.Contains("<td style=\"text-align:left\">&lt;8&gt;</td>", html);
    }

    private sealed class Link
    {
        public string Name { get; init; } = "";

        public Link? Next { get; set; }
    }

    [Fact]
    public void An_object_that_refers_to_itself_is_shown_once()
    {
        var link = new Link { Name = "a" };
        link.Next = new Link { Name = "b", Next = link };
        Assert.Contains("<i>Link, as above</i>", Html(link));
        Assert.Contains("Link { Name = b, Next = Link { Name = a", Text(link));
    }

    [Fact]
    public void A_deep_object_is_cut()
    {
        var link = new Link();
        for (var i = 0; i < 10_000; i++)
        {
            link = new Link { Name = $"n{i}", Next = link };
        }

        Assert.InRange(Html(link).Length, 100, 10_000);
    }

    private sealed class Wide(int depth)
    {
        public Wide[] Children => [.. Enumerable.Range(0, 20).Select(_ => new Wide(depth + 1))];
    }

    [Fact]
    public void A_wide_and_deep_object_is_cut() => Assert.InRange(Html(new Wide(0)).Length, 1_000, 2_000_000);

    [Fact]
    public void A_value_within_a_table_shows_as_its_own_formatter_says() =>
        Assert.Contains("<th>n<br><small>long</small></th>", Html(new { Rows = Table.FromColumns(Column.Of("n", (long[])[1, 2])) }));

    private class Animal
    {
        public string Name { get; init; } = "";
    }

    private sealed class Dog : Animal
    {
        public int Age;
    }

    [Fact]
    public void The_members_of_a_base_type_come_first() => Assert.Equal("Dog   value\nName  Rex\nAge   3", Text(new Dog { Name = "Rex", Age = 3 }));

    [Fact]
    public void An_object_without_a_text_of_its_own_shows_its_properties() => Assert.Equal("Plain  value\nWidth  32", Text(new Plain()));

    [Fact]
    public void A_property_that_throws_shows_what_it_threw() => Assert.Contains("(InvalidOperationException: closed)", Text(new Throwing()));

    [Theory]
    [InlineData(MimeTypes.Plotly, "{\"data\":[NaN]}")]
    [InlineData(MimeTypes.Metrics, "[1]")]
    [InlineData(MimeTypes.Metrics, "{\"loss\":\"low\"}")]
    public void Content_that_is_not_the_json_it_claims_to_be_is_not_shown(string mimeType, string json) =>
        Assert.Contains("cannot be shown", Assert.Throws<FormattingException>(() => Text(MimeBundle.Of(mimeType, json))).Message);

    [Fact]
    public void An_exception_shows_its_causes() =>
        Assert.Equal("FormatException: a\n  caused by ArgumentException: b", Text(new FormatException("a", new ArgumentException("b"))));
}
