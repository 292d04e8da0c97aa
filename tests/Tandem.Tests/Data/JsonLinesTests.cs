using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class JsonLinesTests
{
    private const string Reviews = """
        {"reviewerID": "A1", "asin": "1384719342", "reviewerName": "say \"hi\"", "helpful": [0, 2], "overall": 5.0, "unixReviewTime": 1393545600}
        {"reviewerID": "A2", "asin": "B003VWJ2K8", "helpful": [13, 14], "overall": 4, "unixReviewTime": 1363392000, "extra": {"a": [1, {"b": 2}]}}

        {"unixReviewTime": null, "overall": 3.5, "asin": "1384719342", "reviewerID": "A1", "reviewerName": "J\u00fcrgen \ud83c\udfb8\n"}
        """;

    [Fact]
    public void Damaged_json_lines_are_read_or_refused()
    {
        byte[][] good =
        [
            "{\"id\": 12000000000000000011, \"name\": \"a\\u00e9\", \"price\": 2.5}\n{\"id\": 1, \"name\": null, \"new\": true}\n"u8.ToArray(),
            "{\"t\": \"2020-01-02\", \"list\": [1, {\"a\": 2}]}\r\n\r\n{\"t\": \"2020-01-03 04:05:06\", \"x\": -1e-5}\r"u8.ToArray(),
        ];
        foreach (var options in (JsonLinesOptions[])[new(), new() { SkipMalformed = true }])
        {
            DamagedInputs.AreReadOrRefused(good, count: 10_000, seed: 11, bytes => Table.ReadJsonLines(new MemoryStream(bytes), options), error => error is InvalidDataException);
        }
    }

    [Fact]
    public void Every_property_that_a_cell_can_hold_becomes_a_column()
    {
        using var file = new TemporaryFile(Reviews);
        var table = Table.ReadJsonLines(file.Path);
        Assert.Equal(
            ["reviewerID:String", "asin:String", "reviewerName:String", "overall:Double", "unixReviewTime:Long"],
            table.Columns.Select(column => $"{column.Name}:{column.Type}"));
        Assert.Equal(["say \"hi\"", null, "Jürgen 🎸\n"], Values(table["reviewerName"]));
        Assert.Equal([5.0, 4.0, 3.5], Values(table["overall"]));
        Assert.Equal([1393545600L, 1363392000L, null], Values(table["unixReviewTime"]));
        Assert.Equal([0, 1, 0], table.Column<StringColumn>("asin").Codes);
    }

    [Fact]
    public void Columns_are_chosen_ordered_typed_and_renamed()
    {
        using var file = new TemporaryFile(Reviews);
        var table = Table.ReadJsonLines(file.Path, new JsonLinesOptions
        {
            Keep = [ColumnSpec.Timestamp("unixReviewTime").As("timestamp"), ColumnSpec.String("reviewerID").As("user_id"), "overall"],
            Columns = [ColumnSpec.String("overall").As("rating")],
        });
        Assert.Equal(["timestamp:Timestamp", "user_id:String", "rating:String"], table.Columns.Select(column => $"{column.Name}:{column.Type}"));
        Assert.Equal([DateTime.UnixEpoch.AddSeconds(1393545600), DateTime.UnixEpoch.AddSeconds(1363392000), null], Values(table["timestamp"]));
        Assert.Equal(["5.0", "4", "3.5"], Values(table["rating"]));
    }

    [Theory]
    [InlineData("1", "2", ColumnType.Long)]
    [InlineData("1", "2.5", ColumnType.Double)]
    [InlineData("1", "-2E3", ColumnType.Double)]
    [InlineData("1", "\"2\"", ColumnType.String)]
    [InlineData("\"1\"", "\"2\"", ColumnType.String)]
    [InlineData("true", "false", ColumnType.Bool)]
    [InlineData("true", "null", ColumnType.Bool)]
    [InlineData("true", "1", ColumnType.String)]
    [InlineData("\"true\"", "\"false\"", ColumnType.String)]
    [InlineData("\"2020-01-31\"", "\"2020-01-31T10:00:00Z\"", ColumnType.Timestamp)]
    [InlineData("\"2020-01-31\"", "\"\"", ColumnType.String)]
    [InlineData("null", "null", ColumnType.String)]
    public void What_stands_in_quotes_is_text_or_a_time_and_never_a_number(string first, string second, ColumnType expected)
    {
        using var file = new TemporaryFile($"{{\"x\": {first}}}\n{{\"x\":{second}}}\n");
        Assert.Equal(expected, Table.ReadJsonLines(file.Path)["x"].Type);
    }

    [Fact]
    public void Times_are_read_in_seconds_or_milliseconds_as_declared()
    {
        using var json = new TemporaryFile("{\"t\": 1033088490123}\n{\"t\": \"2002-09-27 01:01:30\"}\n");
        using var csv = new TemporaryFile("t\n1033088490123\n2002-09-27 01:01:30\n");
        DateTime[] expected = [new(2002, 9, 27, 1, 1, 30, 123, DateTimeKind.Utc), new(2002, 9, 27, 1, 1, 30, DateTimeKind.Utc)];
        Assert.Equal(expected, Table.ReadJsonLines(json.Path, new JsonLinesOptions { Keep = [ColumnSpec.TimestampMilliseconds("t")] }).Column<TimestampColumn>("t").Values);
        Assert.Equal(expected, Table.ReadCsv(csv.Path, new ReadOptions { Columns = [ColumnSpec.TimestampMilliseconds("t")] }).Column<TimestampColumn>("t").Values);
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadJsonLines(json.Path, new JsonLinesOptions { Keep = [ColumnSpec.Timestamp("t")] }));
        Assert.Contains("line 1: column 't': '1033088490123' is not a time (seconds since 1970, or ISO 8601)", error.Message);
        using var late = new TemporaryFile("t\n9223372036854775807\n");
        Assert.Contains("(milliseconds since 1970", Assert.Throws<InvalidDataException>(
            () => Table.ReadCsv(late.Path, new ReadOptions { Columns = [ColumnSpec.TimestampMilliseconds("t")] })).Message);
    }

    [Fact]
    public void A_file_with_a_header_can_rename_its_columns_too()
    {
        using var file = new TemporaryFile("UserId,ItemId\nu,i\n");
        var table = Table.ReadCsv(file.Path, new ReadOptions { Keep = [ColumnSpec.String("ItemId").As("product_id"), "UserId"] });
        Assert.Equal(["product_id", "UserId"], table.Columns.Select(column => column.Name));
        Assert.Contains("two columns would be called 'UserId'", Assert.Throws<ArgumentException>(
            () => Table.ReadCsv(file.Path, new ReadOptions { Columns = [ColumnSpec.String("ItemId").As("UserId")] })).Message);
    }

    [Fact]
    public void Whatever_is_written_as_JSON_is_read_back()
    {
        var letters = Gen.Elements('a', 'é', '"', '\\', '/', '\n', '\t', '\u0001', '\0', '€', ' ', '{', '1').ArrayOf();
        var cell = Gen.OneOf(letters.Select(text => (string?)("x" + new string(text))), Gen.Constant((string?)null));
        var rows = cell.ListOf(3).NonEmptyListOf().ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(rows, written =>
        {
            var lines = written.Select(row => JsonSerializer.Serialize(new Dictionary<string, string?> { ["a"] = row[0], ["b\n"] = row[1], ["c"] = row[2] }));
            using var file = new TemporaryFile(string.Join("\r\n", lines));
            var table = Table.ReadJsonLines(file.Open(), new JsonLinesOptions { Keep = ["c", "b\n", "a"] }, threads: 2, chunkSize: 20);
            return written.Select(row => (row[2], row[1], row[0])).SequenceEqual(
                Enumerable.Range(0, table.RowCount).Select(row => (table["c"].Text(row), table["b\n"].Text(row), table["a"].Text(row))));
        }));
    }

    [Fact]
    public void Doubles_and_longs_come_back_to_the_last_bit()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<double, long>((number, whole) =>
        {
            if (!double.IsFinite(number))
            {
                return true;
            }

            using var file = new TemporaryFile(JsonSerializer.Serialize(new { number, whole }));
            var table = Table.ReadJsonLines(file.Path, new JsonLinesOptions { Keep = [ColumnSpec.Double("number"), ColumnSpec.Long("whole")] });
            return table.Column<DoubleColumn>("number").Values[0].Equals(number) && table.Column<LongColumn>("whole").Values[0] == whole;
        }));
    }

    [Theory]
    [InlineData("""{"a": 1, "b": }""", "line 3, byte 15: this is not one JSON object: '}' is an invalid start of a value")]
    [InlineData("""{"a": 1, "b":""", "line 3, byte 14: this is not one JSON object")]
    [InlineData("""{"a": 1, "b": "te""", "must be got again")]
    [InlineData("""{"a": 1} {"a": 2}""", "line 3, byte 10: this is not one JSON object")]
    [InlineData("""[{"a": 1}]""", "one JSON list")]
    [InlineData("""{'a': 1}""", "Python's way")]
    [InlineData("""{""", "must not go on in the next line")]
    [InlineData("""7""", "line 3: this is not one JSON object: this is no object")]
    [InlineData("""{"a": "x", "b": "y"}""", "line 3: column 'a': 'x' is not a whole number of 64 bits")]
    [InlineData("""{"a": 1.5, "b": "y"}""", "line 3: column 'a': '1.5' is not a whole number of 64 bits")]
    [InlineData("""{"a": 1, "b": [1]}""", "line 3: column 'b' holds a list, which no cell can")]
    [InlineData("""{"a": {"x": 1}}""", "line 3: column 'a' holds an object, which no cell can")]
    [InlineData("""{"a": 1, "a": 2}""", "line 3: 'a' stands in the object twice")]
    [InlineData("""{"a": 1, "b": "\ud83c"}""", "line 3: a text has half of a surrogate pair")]
    public void A_malformed_line_is_named_with_what_is_wrong_or_skipped_and_counted(string line, string problem)
    {
        using var file = new TemporaryFile("{\"a\": 1, \"b\": \"x\"}\n\n" + line + "\n{\"a\": 3, \"b\": \"z\"}\n");
        var options = new JsonLinesOptions { Keep = [ColumnSpec.Long("a"), ColumnSpec.String("b")] };
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadJsonLines(file.Path, options));
        Assert.StartsWith($"{file.Path}, line 3", error.Message);
        Assert.Contains(problem, error.Message);
        Assert.Contains("1 rows were read before it", error.Message);

        var table = Table.ReadJsonLines(file.Path, options with { SkipMalformed = true });
        Assert.Equal(1, table.SkippedRows);
        Assert.Equal([1L, 3L], Values(table["a"]));
        Assert.Equal(["x", "z"], table.Column<StringColumn>("b").Dictionary.Values);
    }

    [Fact]
    public void A_name_that_no_line_has_is_named_with_those_there_are()
    {
        using var file = new TemporaryFile(Reviews);
        foreach (var wanted in (ColumnSpec[])["reviewerId", ColumnSpec.String("reviewerId")])
        {
            var error = Assert.Throws<ArgumentException>(() => Table.ReadJsonLines(file.Path, new JsonLinesOptions { Keep = [wanted] }));
            Assert.Contains("has no column 'reviewerId'", error.Message);
            Assert.Contains("reviewerID, asin, reviewerName", error.Message);
        }

        Assert.Throws<ArgumentException>(() => Table.ReadJsonLines(file.Path, new JsonLinesOptions { Columns = ["reviewerId"] }));
        Assert.Contains("'asin' is named more than once", Assert.Throws<ArgumentException>(
            () => Table.ReadJsonLines(file.Path, new JsonLinesOptions { Keep = ["asin", "asin"] })).Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n\t\r\n", "has blank lines only")]
    [InlineData("{}\n", "no object has a property that a column can hold")]
    [InlineData("{\"a\": [1]}\n", "no object has a property that a column can hold")]
    public void A_file_without_usable_rows_is_explained(string text, string problem)
    {
        using var file = new TemporaryFile(text);
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadJsonLines(file.Path));
        Assert.Contains(file.Path, error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        using var file = new TemporaryFile("{\"a\": 1}\n{\"a\": \"é\"}\n", System.Text.Encoding.Latin1);
        Assert.Contains("line 2: the text is not valid UTF-8", Assert.Throws<InvalidDataException>(() => Table.ReadJsonLines(file.Path)).Message);
    }

    [Fact]
    public void The_table_does_not_depend_on_threads_or_on_where_the_file_is_cut()
    {
        var random = new Random(3);
        var lines = Enumerable.Range(0, 1_000).Select(row => random.Next(4) == 0
            ? JsonSerializer.Serialize(new { n = random.Next(9), user = $"u{random.Next(50)}" })
            : JsonSerializer.Serialize(new { user = $"u{random.Next(50)}", n = row > 900 ? 0.5 : random.Next(100), late = row > 500 ? "x" : null }));
        using var file = new TemporaryFile(string.Join('\n', lines));
        var expected = Table.ReadJsonLines(file.Open(), new JsonLinesOptions(), threads: 1, chunkSize: 1 << 20);
        foreach (var (threads, chunkSize) in ((int, int)[])[(1, 1), (2, 64), (4, 1_000), (8, 10_000)])
        {
            var table = Table.ReadJsonLines(file.Open(), new JsonLinesOptions(), threads, chunkSize);
            Assert.Equal(expected.Column<StringColumn>("user").Codes, table.Column<StringColumn>("user").Codes);
            Assert.Equal(expected.Column<DoubleColumn>("n").Values, table.Column<DoubleColumn>("n").Values);
            Assert.Equal(Values(expected["late"]), Values(table["late"]));
        }
    }

    [Fact]
    public void Amazon_s_reviews_have_their_published_size()
    {
        var table = Table.ReadJsonLines(TestData.File("amazon", "reviews_Musical_Instruments_5.json"));
        Assert.Equal(10_261, table.RowCount);
        Assert.Equal((1_429, 900), (table.Distinct("reviewerID").RowCount, table.Distinct("asin").RowCount));
        Assert.Equal(27, table["reviewerName"].NullCount);
        Assert.DoesNotContain("helpful", table.Columns.Select(column => column.Name));
    }

    private static IEnumerable<object?> Values(Column column) => Enumerable.Range(0, column.Length).Select(row => column[row]);
}
