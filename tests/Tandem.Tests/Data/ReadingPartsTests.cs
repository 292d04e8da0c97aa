using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

/// <summary>Reading a file part by part.</summary>
public sealed class ReadingPartsTests
{
    // Line ends within cells, quotes of the text, stray quotes, blank lines.
    private static readonly Gen<string> _cell = Gen.Elements("7", "x", "", "\"a,b\"", "\"two\nlines\"", "\"say \"\"hi\"\"\"", "\"\"\"\"", "\"\r\n\"", "5\" disk", "ü");
    private static readonly Gen<string> _line = Gen.Frequency(
        (6, Gen.Zip(_cell, _cell).Select(cells => $"{cells.Item1},{cells.Item2}")), (1, Gen.Constant("")));

    private static readonly Arbitrary<string> _file =
        Gen.Zip(_line.NonEmptyListOf(), Gen.Elements("\n", "\r\n", "\r")).Select(file => $"{string.Join(file.Item2, file.Item1.Prepend("\"a\nb\",c").Append("1,2"))}{file.Item2}").ToArbitrary();

    [Fact]
    public void The_parts_hold_the_rows_of_the_file() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(_file, Gen.Choose(1, 5).ToArbitrary(), (text, rows) =>
        {
            using var file = new TemporaryFile(text);
            var options = new ReadOptions { Schema = [ColumnSpec.String("a\nb"), ColumnSpec.String("c")] };

            var whole = Table.ReadCsv(file.Path, options);
            var parts = Table.ReadCsvParts(file.Path, rows, options).ToArray();

            Assert.All(parts.SkipLast(1), part => Assert.Equal(rows, part.RowCount));
            Assert.InRange(parts[^1].RowCount, 1, rows);
            foreach (var column in whole.Columns)
            {
                Assert.Equal(column.Texts(), parts.SelectMany(part => part[column.Name].Texts()));
            }
        }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_file_is_read_in_equal_parts_with_the_types_of_the_first(bool packed)
    {
        var lines = Enumerable.Range(0, 250_000).Select(row => $"{row},user {row % 1000},{(row % 3 == 0 ? "" : "1.5")}");
        var bytes = Encoding.UTF8.GetBytes($"\uFEFFrow,user,price\r\n{string.Join("\r\n", lines)}");
        using var file = new TemporaryFile(packed ? Packed(bytes) : bytes);

        var parts = Table.ReadCsvParts(file.Path, 60_000).ToArray();

        Assert.Equal([60_000, 60_000, 60_000, 60_000, 10_000], parts.Select(part => part.RowCount));
        Assert.All(parts, part => Assert.Equal(Table.ReadCsv(file.Path).Schema, part.Schema));
        Assert.Equal(Enumerable.Range(0, 250_000).Select(row => (long)row), parts.SelectMany(part => part.Column<LongColumn>("row").Values.ToArray()));
        Assert.Equal(83_334, parts.Sum(part => part["price"].NullCount));
    }

    [Theory]
    [InlineData("id,n\n1,1\n2,2\n\n3,x\n", "line 5: column 'n': 'x' is not a whole number")]
    [InlineData("id,n\n1,1\n2,2\n\n3,007\n", "line 5: column 'n': '007' is not a whole number")]
    [InlineData("id,n\n1,1\n2,2\n\"3\",2.5\n", "line 4: column 'n': '2.5' is not a whole number")]
    public void A_cell_unlike_those_of_the_first_part_is_named_and_the_schema_asked_for(string text, string message)
    {
        using var file = new TemporaryFile(text);

        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsvParts(file.Path, 2, new ReadOptions { SkipMalformed = true }).ToArray());

        Assert.Contains($"{file.Path}, {message}", error.Message);
        Assert.Contains("as all cells of the first part are. 2 rows were read before it. Give the column's type for the whole file: Schema", error.Message);
        Assert.Equal(3, Table.ReadCsvParts(file.Path, 2, new ReadOptions { Schema = [ColumnSpec.String("n")] }).Sum(part => part.RowCount));
    }

    [Fact]
    public void Malformed_rows_of_later_parts_are_named_by_their_lines_or_left_out_and_counted()
    {
        using var file = new TemporaryFile("id,n\n1,\"two\nlines\"\n2,b\n3\n4\n5,e\n\n\n");
        IEnumerable<Table> Read(bool skip) => Table.ReadCsvParts(file.Path, 2, new ReadOptions { SkipMalformed = skip });

        Assert.Contains("line 5: there are 1 cells where 2 are expected", Assert.Throws<InvalidDataException>(() => Read(false).ToArray()).Message);
        Assert.Equal([(2, 0), (0, 2), (1, 0)], Read(true).Select(part => (part.RowCount, part.SkippedRows)));
    }

    [Fact]
    public void A_column_without_values_in_a_part_keeps_its_type()
    {
        using var file = new TemporaryFile("id,n,t\n1,1,\n2,2,\n3,,5\n4,,6\n");

        var parts = Table.ReadCsvParts(file.Path, 2).ToArray();

        Assert.Equal([ColumnType.Long, ColumnType.Long, ColumnType.String], parts[1].Columns.Select(column => column.Type));
        Assert.Equal("5,6", string.Join(',', parts[1]["t"].Texts()));
    }

    [Fact]
    public void What_cannot_be_read_in_parts_is_refused()
    {
        using var unclosed = new TemporaryFile($"id,n\n1,a\n2,\"b\n{new string('x', 5000)}");
        using var empty = new TemporaryFile("");
        using var header = new TemporaryFile("id,n\n");

        Assert.Contains("line 3 is longer than 1,000 bytes", Assert.Throws<InvalidDataException>(() => Table.ReadParts(unclosed.Path, 1, new ReadOptions(), 1, 100, mostBytes: 1000).ToArray()).Message);
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => Table.ReadCsvParts(empty.Path, 1).ToArray()).Message);
        Assert.Contains("a header and no rows", Assert.Throws<InvalidDataException>(() => Table.ReadCsvParts(header.Path, 1).ToArray()).Message);
        Assert.Throws<FileNotFoundException>(() => Table.ReadCsvParts(empty.Path + "?", 1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.ReadCsvParts(empty.Path, 0));
        Assert.Throws<ArgumentException>(() => Table.ReadCsvParts(empty.Path, 1, new ReadOptions { Separator = "" }));
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
