using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class ReadingTests
{
    private static readonly ColumnSpec[] _ratingColumns =
        [ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")];

    [Fact]
    public void A_file_with_a_header_gives_typed_columns()
    {
        using var file = new TemporaryFile("id,name,price,new,since,zip\n1,Änn,2.5,true,2020-01-02,01234\n2,Bob,3,FALSE,2021-03-04 05:06:07,99999\n");
        var table = Table.ReadCsv(file.Path);
        Assert.Equal([1L, 2L], table.Column<LongColumn>("id").Values);
        Assert.Equal(["Änn", "Bob"], table.Column<StringColumn>("name").Dictionary.Values);
        Assert.Equal([2.5, 3.0], table.Column<DoubleColumn>("price").Values);
        Assert.Equal([true, false], table.Column<BoolColumn>("new").Values);
        Assert.Equal([new DateTime(2020, 1, 2), new DateTime(2021, 3, 4, 5, 6, 7)], table.Column<TimestampColumn>("since").Values);
        Assert.Equal(["01234", "99999"], Texts(table["zip"]));
        Assert.Equal(DateTimeKind.Utc, table.Column<TimestampColumn>("since").Values[0].Kind);
    }

    [Fact]
    public void Separators_may_have_several_characters_and_a_file_no_header()
    {
        using var file = new TemporaryFile("1::1193::5::978300760\n1::661::3::978302109\n2::1193::4.5::978298413\n");
        var table = Table.ReadDelimited(file.Path, "::", _ratingColumns);
        Assert.Equal([0, 0, 1], table.Column<StringColumn>("user_id").Codes);
        Assert.Equal([0, 1, 0], table.Column<StringColumn>("movie_id").Codes);
        Assert.Equal([5, 3, 4.5], table.Column<DoubleColumn>("rating").Values);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(978300760), table.Column<TimestampColumn>("timestamp").Values[0]);
    }

    [Theory]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("\n\na,b\n\n1,x\n\r\n2,y\n\n")]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n")]
    [InlineData("\"a\",\"b\"\r\n1,\"x\"\n\n2,y")]
    public void Line_ends_blank_lines_quotes_and_a_byte_order_mark_make_no_difference(string text)
    {
        using var file = new TemporaryFile(text);
        var table = Table.ReadCsv(file.Path);
        Assert.Equal([1L, 2L], table.Column<LongColumn>("a").Values);
        Assert.Equal(["x", "y"], Texts(table["b"]));
    }

    [Fact]
    public void Quoted_cells_hold_separators_line_ends_and_doubled_quotes()
    {
        using var file = new TemporaryFile("id,text\n1,\"a, b\"\n2,\"say \"\"hi\"\"\"\n3,\"two\nlines\"\n4,5\" disk\n");
        Assert.Equal(["a, b", "say \"hi\"", "two\nlines", "5\" disk"], Texts(Table.ReadCsv(file.Path)["text"]));
    }

    [Fact]
    public void Whatever_is_written_by_the_rules_of_RFC_4180_is_read_back()
    {
        // A leading letter keeps the types out of it.
        var cell = Gen.Elements('a', 'é', ',', '"', '\n', '\r', ' ', ';', '1').ArrayOf().Select(letters => "x" + new string(letters));
        var rows = cell.ListOf(3).NonEmptyListOf().ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(rows, written =>
        {
            var lines = written.Select(row => string.Join(',', row.Select(text => $"\"{text.Replace("\"", "\"\"")}\"")));
            var table = Table.ReadCsv(Stream("a,b,c\r\n" + string.Join("\r\n", lines)));
            return written.Select(row => string.Join('|', row)).SequenceEqual(
                Enumerable.Range(0, table.RowCount).Select(row => string.Join('|', table.Columns.Select(column => column.Text(row)))));
        }));
    }

    [Fact]
    public void Quoting_makes_no_difference_to_plain_cells()
    {
        var cell = Gen.Elements("", "1", "-7", "2.5", "true", "x", "007", "2020-01-01", "é", "123456789012345678901").ListOf(2).NonEmptyListOf().ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(cell, rows =>
        {
            var lines = rows.Select(row => string.Join(',', row)).ToArray();
            var plain = TextFile.Open(Stream("a,b\n" + string.Join('\n', lines)), Encoding.UTF8);
            var (expected, actual) = (Table.ReadDelimited(plain, new ReadOptions(), threads: 2, chunkSize: 5), Table.ReadCsv(Stream("\"a\",b\n" + string.Join('\n', lines))));
            return expected.Columns.Zip(actual.Columns).All(pair =>
                pair.First.Type == pair.Second.Type && Values(pair.First).SequenceEqual(Values(pair.Second)));
        }));
    }

    [Fact]
    public void Without_a_quote_character_quotes_are_text()
    {
        using var file = new TemporaryFile("id\ttext\n1\t\"a\n2\tb\"c\n");
        Assert.Equal(["\"a", "b\"c"], Texts(Table.ReadTsv(file.Path, new ReadOptions { Quote = null })["text"]));
    }

    [Fact]
    public void Empty_cells_have_no_value_whatever_the_type()
    {
        using var file = new TemporaryFile("l,d,b,t,s\n,,,,\n1,2.5,true,2020-01-01,x\n,,,,\n");
        var table = Table.ReadCsv(file.Path);
        Assert.Equal(
            [ColumnType.Long, ColumnType.Double, ColumnType.Bool, ColumnType.Timestamp, ColumnType.String],
            table.Columns.Select(column => column.Type));
        Assert.All(table.Columns, column => Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(column.IsNull)));
    }

    [Fact]
    public void Null_tokens_can_be_chosen()
    {
        using var file = new TemporaryFile("a,b\nNA,x\n2,NA\n3,\n");
        var table = Table.ReadCsv(file.Path, new ReadOptions { NullTokens = ["NA"] });
        Assert.Equal([null, 2L, 3L], Values(table["a"]));
        Assert.Equal(["x", null, ""], Values(table["b"]));
    }

    [Theory]
    [InlineData("1\n2\n3", ColumnType.Long)]
    [InlineData("1\n2.5\n3", ColumnType.Double)]
    [InlineData("2.5\n1\n1.0e3", ColumnType.Double)]
    [InlineData("1e-05\n-2E3\n1e+05", ColumnType.Double)]
    [InlineData("1E5\n100000\n10E4", ColumnType.String)]
    [InlineData("1\n02\n3", ColumnType.String)]
    [InlineData("1\ntrue", ColumnType.String)]
    [InlineData("true\nFalse", ColumnType.Bool)]
    [InlineData("2020-01-01\n2020-01-01T10:00:00Z\n2020-01-01T10:00:00.25+02:00", ColumnType.Timestamp)]
    [InlineData("2020-01-01\n5", ColumnType.String)]
    [InlineData("NaN\n5", ColumnType.String)]
    [InlineData("-0.5\n+7", ColumnType.String)]
    [InlineData("+4915112345678\n+4915112345679", ColumnType.String)]
    [InlineData("-012\n5", ColumnType.String)]
    [InlineData("4.50\n0.1\n-0\n.5\n5.", ColumnType.Double)]
    [InlineData("0.10000000149011612\n3.141592653589793116e+00", ColumnType.Double)]
    [InlineData("0.12345678901234567890", ColumnType.String)]
    [InlineData("1.7e-400\n0", ColumnType.String)]
    [InlineData("9007199254740993\n0.5", ColumnType.String)]
    [InlineData("12000000000000000011\n5", ColumnType.String)]
    [InlineData("9223372036854775807\n-9223372036854775808", ColumnType.Long)]
    [InlineData("9223372036854775808\n1", ColumnType.Double)]
    public void A_column_gets_the_narrowest_type_that_all_cells_fit(string cells, ColumnType expected)
    {
        using var file = new TemporaryFile("x,y\n" + string.Concat(cells.Split('\n').Select(cell => cell + ",0\n")));
        Assert.Equal(expected, Table.ReadCsv(file.Path)["x"].Type);
    }

    [Fact]
    public void Long_ids_keep_every_digit_so_that_joins_find_their_own()
    {
        using var ids = new TemporaryFile("writer,post\n12000000000000000011,p1\n12000000000000000012,p2\n7,p3\n");
        using var names = new TemporaryFile("{\"writer\": 12000000000000000012, \"name\": \"Zoe\"}\n{\"writer\": 12000000000000000011, \"name\": \"Ada\"}\n");
        var posts = Table.ReadCsv(ids.Path);

        Assert.Equal(3, posts.Distinct("writer").RowCount);
        Assert.Equal(["Ada", "Zoe"], Texts(posts.Join(Table.ReadJsonLines(names.Path), "writer")["name"]));
    }

    [Fact]
    public void Inferred_types_lose_nothing_of_what_a_cell_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Elements("12", "7", ".", "-", "+", "0", "e", "E", "9007199254740993", "00", "1").ArrayOf().Select(string.Concat).Where(cell => cell.Length > 0).ToArbitrary(), cell =>
        {
            using var file = new TemporaryFile($"x,y\n{cell},0\n");
            var read = Table.ReadCsv(file.Path)["x"];
            if (read is LongColumn)
            {
                Assert.Equal(cell, read.Text(0));
            }
            else if (read is DoubleColumn)
            {
                // Beyond a decimal's range there is nothing to compare with.
                if (Decimal(cell) is { } expected)
                {
                    Assert.Equal(expected, Decimal(read.Text(0)!));
                }
            }
            else
            {
                Assert.Equal(cell, read.Text(0));
            }
        }));

    [Fact]
    public void A_file_can_be_read_with_the_types_of_another()
    {
        using var first = new TemporaryFile("user,item,rating\nu1,12000000000000000011,3\n");
        using var second = new TemporaryFile("item,user,label\n32,u2,true\n");
        var train = Table.ReadCsv(first.Path);
        var test = Table.ReadCsv(second.Path, new ReadOptions { Schema = train.Schema });

        Assert.Equal([ColumnType.String, ColumnType.String, ColumnType.Bool], test.Columns.Select(column => column.Type));
        Assert.Equal(ColumnType.Long, Table.ReadCsv(second.Path)["item"].Type);
        using var third = new TemporaryFile("{\"item\": 32, \"rating\": 1}\n");
        Assert.Equal([ColumnType.String, ColumnType.Long], Table.ReadJsonLines(third.Path, new JsonLinesOptions { Schema = train.Schema }).Columns.Select(column => column.Type));
        Assert.Contains("'user'", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(second.Path, new ReadOptions { Schema = [ColumnSpec.Long("user")] })).Message);
    }

    [Theory]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("a,b\r1,x\r2,y")]
    [InlineData("\"a\",b\r1,\"x\"\r2,y\r")]
    [InlineData("a,b\r\n1,x\r2,y\n")]
    [InlineData("\"a\",b\r\n1,x\r\"2\",y\n")]
    public void A_carriage_return_ends_a_line(string text)
    {
        using var file = new TemporaryFile(text);
        foreach (var chunkSize in (int[])[1, 4, 1 << 20])
        {
            var table = Table.ReadDelimited(file.Open(), new ReadOptions(), threads: 2, chunkSize);
            Assert.Equal([1L, 2L], table.Column<LongColumn>("a").Values);
            Assert.Equal(["x", "y"], Texts(table["b"]));
        }
    }

    [Fact]
    public void A_stray_carriage_return_is_a_line_end_with_and_without_quotes_in_the_file()
    {
        using var plain = new TemporaryFile("a,b\n1,x\rz\n");
        using var quoted = new TemporaryFile("a,b\n1,x\rz\n\"2\",y\n");
        using var json = new TemporaryFile("{\"a\": 1}\r{\"a\": 2}\r");

        Assert.Contains("line 3: there are 1 cells where 2 are expected: 'z'", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(plain.Path)).Message);
        Assert.Contains("line 3: there are 1 cells where 2 are expected: 'z'", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(quoted.Path)).Message);
        Assert.Equal([1L, 2L], Table.ReadJsonLines(json.Path).Column<LongColumn>("a").Values);
    }

    [Fact]
    public void A_repeated_name_in_a_header_can_be_numbered_or_left_out()
    {
        using var file = new TemporaryFile("item,item,item_2,user,item\n1,2,3,4,5\n");

        Assert.Equal(["item", "item_3", "item_2", "user", "item_4"], Table.ReadCsv(file.Path, new ReadOptions { NumberRepeatedNames = true }).Columns.Select(column => column.Name));
        Assert.Equal(["user"], Table.ReadCsv(file.Path, new ReadOptions { Keep = ["user"] }).Columns.Select(column => column.Name));
        Assert.Contains("NumberRepeatedNames", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path, new ReadOptions { Keep = ["user", "item"] })).Message);
    }

    [Fact]
    public void Damaged_delimited_files_are_read_or_refused()
    {
        byte[][] good =
        [
            "id,name,price\n1,a,2.5\n2,b,3e-5\n3,,4\n"u8.ToArray(), "\uFEFF\"id\",\"na\"\"me\"\r\n1,\"x\ny\"\r\n2,z\r\n"u8.ToArray(),
            "t,b\r2020-01-02,true\r2020-01-03 04:05:06,FALSE\r"u8.ToArray(),
        ];
        foreach (var options in (ReadOptions[])[new(), new() { Quote = null, SkipMalformed = true }, new() { NumberRepeatedNames = true, Encoding = Encoding.Latin1 }])
        {
            DamagedInputs.AreReadOrRefused(good, count: 7000, seed: 7, bytes => Table.ReadCsv(new MemoryStream(bytes), options), error => error is InvalidDataException);
        }
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-29T00:00:00")]
    [InlineData("2024-02-29 23:59:59", "2024-02-29T23:59:59")]
    [InlineData("2024-02-29T23:59", "2024-02-29T23:59:00")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59")]
    [InlineData("2024-02-29T23:59:59.5+01:00", "2024-02-29T22:59:59.5")]
    [InlineData("-1", "1969-12-31T23:59:59")]
    public void Times_are_read_as_UTC(string cell, string expected)
    {
        using var file = new TemporaryFile($"t,x\n{cell},0\n");
        var time = Table.ReadCsv(file.Path, new ReadOptions { Columns = [ColumnSpec.Timestamp("t")] }).Column<TimestampColumn>("t").Values[0];
        Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-01-01 24:00:00")]
    [InlineData("+020-01-01")]
    [InlineData("10:30")]
    public void What_is_no_time_stays_text(string cell)
    {
        using var file = new TemporaryFile($"t,x\n{cell},0\n");
        Assert.Equal(cell, Table.ReadCsv(file.Path)["t"].AsStrings().Text(0));
        Assert.Equal(ColumnType.String, Table.ReadCsv(file.Path)["t"].Type);
    }

    [Fact]
    public void A_column_without_any_value_holds_text()
    {
        using var file = new TemporaryFile("x,y\n,1\n,2\n");
        Assert.Equal(ColumnType.String, Table.ReadCsv(file.Path)["x"].Type);
    }

    [Fact]
    public void A_blank_line_of_a_one_column_file_is_a_row_without_a_value()
    {
        using var file = new TemporaryFile("x\n1\n\n3\n");
        Assert.Equal([1L, null, 3L], Values(Table.ReadCsv(file.Path)["x"]));
    }

    [Fact]
    public void Numbers_are_rounded_as_the_runtime_rounds_them()
    {
        string[] cells = ["0.1", "123456789012345", "1234567890123456789", "0.000001", "3.14159265358979", "2.2250738585072011e-308", "-17.25", ".5", "5.", "179769313486231570000"];
        using var file = new TemporaryFile("x,y\n" + string.Concat(cells.Select(cell => cell + ",0\n")));
        var table = Table.ReadCsv(file.Path, new ReadOptions { Columns = [ColumnSpec.Double("x")] });
        Assert.Equal(cells.Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)), table.Column<DoubleColumn>("x").Values.ToArray());
    }

    [Fact]
    public void Only_the_columns_to_keep_are_read_in_the_order_wanted()
    {
        using var file = new TemporaryFile("a,b,c\n1,oops,3\n");
        var table = Table.ReadCsv(file.Path, new ReadOptions { Keep = ["c", "a"], Columns = [ColumnSpec.Long("b")] });
        Assert.Equal(["c", "a"], table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Columns_without_a_header_or_names_are_numbered()
    {
        using var file = new TemporaryFile("1,2\n");
        Assert.Equal(["column1", "column2"], Table.ReadCsv(file.Path, new ReadOptions { Header = false }).Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_column_without_a_name_in_the_header_is_called_by_its_number()
    {
        using var file = new TemporaryFile(",x\n0,5\n");
        Assert.Equal(["column1", "x"], Table.ReadCsv(file.Path).Columns.Select(column => column.Name));
    }

    [Fact]
    public void Latin_1_is_read_when_asked_for_and_explained_when_not()
    {
        using var file = new TemporaryFile("1|Misérables\n", Encoding.Latin1);
        Assert.Equal("Misérables", Table.ReadDelimited(file.Path, "|", ["id", "title"], new ReadOptions { Encoding = Encoding.Latin1 })["title"].Text(0));
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadDelimited(file.Path, "|", ["id", "title"]));
        Assert.StartsWith($"{file.Path}, line 1: the text is not valid", error.Message);
        Assert.Contains("Encoding.Latin1", error.Message);
    }

    [Fact]
    public void Reading_a_row_with_too_few_cells_names_the_line()
    {
        using var file = new TemporaryFile("a,b\n1,x\n2\n3,y\n");
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path));
        Assert.StartsWith($"{file.Path}, line 3: there are 1 cells where 2 are expected: '2'. 1 rows were read before it.", error.Message);
        Assert.Contains("SkipMalformed", error.Message);
    }

    [Theory]
    [InlineData("u::1::five::0", "column 'rating': 'five' is not a finite number")]
    [InlineData("u::1::NaN::0", "column 'rating': 'NaN' is not a finite number")]
    [InlineData("u::1::5::yesterday", "column 'timestamp': 'yesterday' is not a time (seconds since 1970, or ISO 8601)")]
    [InlineData("u::1::5::978300760000", "column 'timestamp': '978300760000' is not a time")]
    [InlineData("u::1::5", "there are 3 cells where 4 are expected: 'u::1::5'")]
    [InlineData("u::1::5::0::", "there are 5 cells where 4 are expected: 'u::1::5::0::'")]
    public void A_malformed_row_is_named_with_line_column_and_cell(string row, string problem)
    {
        using var file = new TemporaryFile($"1::2::3::4\n1::2::3::4\n\n{row}\n1::2::broken::4\n");
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadDelimited(file.Path, "::", _ratingColumns));
        Assert.StartsWith($"{file.Path}, line 4: {problem}", error.Message);
        Assert.Contains("2 rows were read before it.", error.Message);
    }

    [Fact]
    public void The_first_malformed_row_of_the_file_is_reported_however_it_is_cut()
    {
        var rows = Enumerable.Range(0, 500).Select(row => row is 321 or 322 or 450 ? "1,x" : $"1,{row}");
        using var file = new TemporaryFile("a,b\n" + string.Join('\n', rows));
        var options = new ReadOptions { Columns = [ColumnSpec.Long("b")] };
        foreach (var chunkSize in (int[])[1, 7, 100, 1 << 20])
        {
            var error = Assert.Throws<InvalidDataException>(() => Table.ReadDelimited(file.Open(), options, threads: 2, chunkSize));
            Assert.StartsWith($"{file.Path}, line 323: column 'b': 'x' is not a whole number of 64 bits. 321 rows were read before it.", error.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1 << 20)]
    public void Malformed_rows_are_skipped_and_counted_when_asked_for(int chunkSize)
    {
        using var file = new TemporaryFile("id,n\na,1\nb\nghost,x\nc,3\n,\nd,4,5\n");
        var table = Table.ReadDelimited(file.Open(), new ReadOptions { SkipMalformed = true, Columns = [ColumnSpec.Long("n")] }, threads: 1, chunkSize);
        Assert.Equal(3, table.SkippedRows);
        Assert.Equal(["a", "c", null], Values(table["id"]));
        Assert.Equal([1L, 3L, null], Values(table["n"]));
        Assert.Equal(["a", "c"], table.Column<StringColumn>("id").Dictionary.Values);
        Assert.Contains("3 malformed rows skipped", table.ToString());
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_named()
    {
        using var file = new TemporaryFile("a,b\n1,x\n2,\"y\n3,z\n");
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path));
        Assert.StartsWith($"{file.Path}, line 3: a quoted cell in column 'b' begins here and does not end.", error.Message);
    }

    [Fact]
    public void Text_after_a_closing_quote_is_named()
    {
        using var file = new TemporaryFile("a,b\n1,\"x\"y\n");
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path));
        Assert.StartsWith($"{file.Path}, line 2: there is text between a closing quote and the next separator.", error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Table.ReadCsv("no/such/file.csv"));
        Assert.Contains(Path.GetFullPath("no/such/file.csv"), error.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("\n\r\n", "has blank lines only")]
    [InlineData("a,b\n", "has a header and no rows")]
    [InlineData("a,b\n\n", "has a header and no rows")]
    [InlineData("\"a\",b\n", "has a header and no rows")]
    [InlineData("a,b,a\n1,2,3\n", "the header calls the columns 1 and 3 'a'")]
    [InlineData("a,b\n1,2\n3,4\0\n", "line 3: there is a zero byte")]
    public void A_file_without_usable_rows_is_explained(string text, string problem)
    {
        using var file = new TemporaryFile(text);
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path));
        Assert.Contains(file.Path, error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void A_file_of_malformed_rows_only_is_an_error_even_when_skipping()
    {
        using var file = new TemporaryFile("a,b\n1\n2\n");
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path, new ReadOptions { SkipMalformed = true }));
        Assert.Contains("all 2 rows are malformed", error.Message);
    }

    [Fact]
    public void A_directory_is_not_a_file()
    {
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(Path.GetTempPath()));
        Assert.Contains("is a directory", error.Message);
    }

    [Fact]
    public void An_unknown_column_to_keep_is_named_with_the_columns_there_are()
    {
        using var file = new TemporaryFile("user_id,movie_id\n1,2\n");
        var error = Assert.Throws<ArgumentException>(() => Table.ReadCsv(file.Path, new ReadOptions { Keep = ["user"] }));
        Assert.Contains("has no column 'user'", error.Message);
        Assert.Contains("user_id, movie_id", error.Message);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        using var file = new TemporaryFile("a,b\n1,2\n");
        Assert.Contains("Quote = null", Assert.Throws<ArgumentException>(() => Table.ReadCsv(file.Path, new ReadOptions { Separator = "::" })).Message);
        Assert.Contains("separator", Assert.Throws<ArgumentException>(() => Table.ReadCsv(file.Path, new ReadOptions { Separator = "" })).Message);
        Assert.Contains("UTF-8, Latin-1 or ASCII", Assert.Throws<ArgumentException>(() => Table.ReadCsv(file.Path, new ReadOptions { Encoding = Encoding.Unicode })).Message);
        Assert.Contains("'a' is named more than once", Assert.Throws<ArgumentException>(() => Table.ReadCsv(file.Path, new ReadOptions { Keep = ["a", "a"] })).Message);
        Assert.Contains("needs a name for each column", Assert.Throws<ArgumentException>(() => Table.ReadDelimited(file.Path, ",", [])).Message);
    }

    [Fact]
    public void The_table_does_not_depend_on_threads_or_on_where_the_file_is_cut()
    {
        var random = new Random(3);
        var lines = Enumerable.Range(0, 2_000).Select(row => $"u{random.Next(300)};{new string((char)('a' + random.Next(26)), random.Next(1, 30))};{random.Next(100)}");
        using var file = new TemporaryFile("user;word;n\n" + string.Join('\n', lines));
        var options = new ReadOptions { Separator = ";" };
        var expected = Table.ReadDelimited(file.Open(), options, threads: 1, chunkSize: 1 << 20);
        foreach (var (threads, chunkSize) in ((int, int)[])[(1, 1), (2, 64), (4, 1_000), (8, 10_000)])
        {
            var table = Table.ReadDelimited(file.Open(), options, threads, chunkSize);
            Assert.Equal(expected.Column<StringColumn>("user").Codes, table.Column<StringColumn>("user").Codes);
            Assert.Equal(expected.Column<StringColumn>("word").Dictionary.Values, table.Column<StringColumn>("word").Dictionary.Values);
            Assert.Equal(expected.Column<LongColumn>("n").Values, table.Column<LongColumn>("n").Values);
        }
    }

    [Fact]
    public void Ids_that_are_nearly_all_distinct_are_numbered_as_they_come_whoever_reads_them()
    {
        // The last line makes the number a text, so that the file is read a second time.
        var random = new Random(4);
        string?[] ids = [.. Enumerable.Range(0, 20_000).Select(row => row % 50 == 0 ? null : $"user {random.Next(30_000)}")];
        using var file = new TemporaryFile("id,number\n" + string.Concat(ids.Select((id, row) => $"{id},{row}\n")) + "last,none\n");
        var expected = new StringColumn("id", [.. ids, "last"]);
        foreach (var (threads, chunkSize) in ((int, int)[])[(1, 1_000), (2, 10_000), (8, 100), (8, 3_000)])
        {
            var table = Table.ReadDelimited(file.Open(), new ReadOptions { Columns = [ColumnSpec.String("id")] }, threads, chunkSize);
            Assert.Equal(expected.Codes, table.Column<StringColumn>("id").Codes);
            Assert.Equal(expected.Dictionary.Values, table.Column<StringColumn>("id").Dictionary.Values);
            Assert.Equal(Enumerable.Range(0, 20_000).Select(row => $"{row}").Append("none"), table["number"].Texts());
        }
    }

    [Fact]
    public void Whatever_one_cell_says_is_read_from_files_streams_and_packed_streams_alike()
    {
        var random = new Random(5);
        var lines = Enumerable.Range(0, 3_000).Select(row => $"{random.Next(3)},{(row == 2_500 ? "text" : random.Next(99))},{new string('é', random.Next(1, 40))}");
        foreach (var text in (string[])["a,b,c\n" + string.Join('\n', lines), "a,b,c\n" + string.Join('\n', lines) + "\n1,2,\"x\ny\""])
        {
            using var file = new TemporaryFile(text);
            var expected = Table.ReadCsv(file.Path);
            foreach (var stream in (Stream[])[Stream(text), new MemoryStream(GzipTests.Pack(text)), new ForwardStream(Stream(text))])
            {
                var table = Table.ReadCsv(stream);
                Assert.Equal(expected.Schema, table.Schema);
                Assert.All(expected.Columns, column => Assert.Equal(Texts(column), Texts(table[column.Name])));
                Assert.Equal(expected.Column<StringColumn>("c").Codes, table.Column<StringColumn>("c").Codes);
            }
        }
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_stays_open()
    {
        var stream = Stream("skipped\na\tb\n1\t2\n");
        stream.Position = 8;
        Assert.Equal([2L], Table.ReadDelimited(stream, new ReadOptions { Separator = "\t" }).Column<LongColumn>("b").Values);
        Assert.True(stream.CanRead);
        Assert.Equal("the stream is empty: check that it was downloaded or written completely.", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(stream)).Message);
    }

    [Theory]
    [InlineData("id,text\n1,a\n2,{0}\n", "line 3: the line has more than 1,000 bytes")]
    [InlineData("id,text\n1,a\n2,\"{0}\"\n", "line 3: the line has more than 1,000 bytes")]
    [InlineData("{0}\n1\n", "line 1: the line has more than 1,000 bytes")]
    public void A_line_too_long_for_a_row_is_named(string format, string message)
    {
        using var file = new TemporaryFile(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, new string('x', 2_000)));
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadDelimited(file.Open(), new ReadOptions(), threads: 2, chunkSize: 100, longestLine: 1_000));
        Assert.StartsWith($"{file.Path}, {message}", error.Message);
    }

    [Theory]
    [InlineData("id,text,n\n1,\"a\",1\n2,\"b,3\n", "column 'text'")]
    [InlineData("id,text,n\r\n1,\"a \"\" b\",1\r\n\"2\",x,\"c\r\n", "column 'n'")]
    public void A_quote_that_is_not_closed_is_found_before_it_takes_all_memory(string start, string column)
    {
        // The reader of quoted cells has a buffer of a megabyte, and compares with the limit when that is full.
        using var file = new TemporaryFile(start + string.Concat(Enumerable.Repeat("4,x,5\n", 500_000)));
        var options = new ReadOptions();
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadDelimited(file.Open(), options, threads: 2, chunkSize: 1 << 20, longestLine: 1_500_000));
        Assert.StartsWith($"{file.Path}, line 3: the row that begins here has more than 1,500,000 bytes: a quoted cell in {column} does not end. ", error.Message);
        Assert.Contains($"line 3: a quoted cell in {column} begins here and does not end. ", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path)).Message);
    }

    [Fact]
    public void Columns_that_become_text_in_rows_of_their_own_are_all_found()
    {
        // One more pass for each would take as many passes as there are columns.
        const int Columns = 300;
        var rows = Enumerable.Range(0, Columns).Select(row => string.Join(',', Enumerable.Range(0, Columns).Select(column => column == row ? (row % 3 == 0 ? "x" : row % 3 == 1 ? "2.5" : "") : column % 2 == 0 ? "1" : "0")));
        var table = Table.ReadCsv(Stream(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")) + "\n" + string.Join('\n', rows)));
        Assert.Equal(Enumerable.Range(0, Columns).Select(column => (ColumnType[])[ColumnType.String, ColumnType.Double, ColumnType.Long]).Select((types, column) => types[column % 3]), table.Columns.Select(column => column.Type));
        Assert.Equal(Columns, table.RowCount);
        Assert.Equal("1", table["c0"].Text(1));
        Assert.Equal("x", table["c0"].Text(0));
    }

    [Fact]
    public void MovieLens_100K_has_its_published_size()
    {
        var options = new ReadOptions { Encoding = Encoding.Latin1 };
        var ratings = Table.ReadDelimited(TestData.File("ml-100k", "u.data"), "\t", _ratingColumns);
        Assert.Equal(100_000, ratings.RowCount);
        Assert.Equal(943, ratings.Distinct("user_id").RowCount);
        var names = Enumerable.Range(1, 24).Select(number => new ColumnSpec($"c{number}")).ToArray();
        Assert.Equal(1_682, Table.ReadDelimited(TestData.File("ml-100k", "u.item"), "|", names, options).RowCount);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static decimal? Decimal(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

    private static IEnumerable<object?> Values(Column column) => Enumerable.Range(0, column.Length).Select(row => column[row]);

    private static IEnumerable<string?> Texts(Column column) => Enumerable.Range(0, column.Length).Select(column.Text);
}
