using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive.Tests;

public sealed class DataFrameTests
{
    private static readonly Table _people = Table.FromColumns(
        new StringColumn("name", ["Ada", null, "Ada", ""]),
        Column.Of("age", [36L, 20, 30, 40]),
        Column.Of("height", new double?[] { 1.6, null, double.NaN, -0.0 }),
        Column.Of("member", [true, false, true, true]),
        Column.Of("joined", [new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc), DateTime.UnixEpoch, DateTime.UnixEpoch, DateTime.MaxValue]));

    [Fact]
    public void Every_table_comes_back_from_a_data_frame_as_it_was() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyTable.Arbitrary, table => Tables.AssertEqual(table, table.ToDataFrame().ToTandemTable())));

    [Fact]
    public void Every_table_comes_back_from_a_copy_of_its_data_frame_as_it_was() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyTable.Arbitrary, table => Tables.AssertEqual(table, table.ToDataFrame().Clone().ToTandemTable())));

    [Fact]
    public void Every_data_frame_comes_back_from_a_table_with_its_cells() => Check.QuickThrowOnFailure(Prop.ForAll(AnyTable.Arbitrary, table =>
    {
        var frame = table.ToDataFrame().Clone();
        var back = frame.ToTandemTable().ToDataFrame();
        Assert.Equal(frame.Columns.Select(column => (column.Name, column.DataType, column.NullCount)), back.Columns.Select(column => (column.Name, column.DataType, column.NullCount)));
        Assert.All(frame.Columns.Zip(back.Columns), pair => Assert.Equal(Cells(pair.First), Cells(pair.Second)));
    }));

    [Fact]
    public void A_data_frame_has_the_cells_of_its_table() => Check.QuickThrowOnFailure(Prop.ForAll(AnyTable.Arbitrary, table =>
    {
        var frame = table.ToDataFrame();
        Assert.Equal(table.RowCount, frame.Rows.Count);
        Assert.All(table.Columns.Zip(frame.Columns), pair => Assert.Equal(Enumerable.Range(0, table.RowCount).Select(row => pair.First[row]), Cells(pair.Second)));
        Assert.All(table.Columns.Zip(frame.Columns), pair => Assert.Equal(pair.First.NullCount, pair.Second.NullCount));
    }));

    [Fact]
    public void Columns_have_the_data_frame_types_that_its_users_expect()
    {
        var columns = _people.ToDataFrame().Columns;

        Assert.IsType<StringDataFrameColumn>(columns["name"]);
        Assert.IsType<Int64DataFrameColumn>(columns["age"]);
        Assert.IsType<DoubleDataFrameColumn>(columns["height"]);
        Assert.IsType<BooleanDataFrameColumn>(columns["member"]);
        Assert.IsType<DateTimeDataFrameColumn>(columns["joined"]);
    }

    [Fact]
    public void A_data_frame_made_of_a_table_can_be_changed_and_the_table_stays_as_it_was()
    {
        var before = _people.Columns.Select(column => Tables.Cells(column).ToArray()).ToArray();
        var frame = _people.ToDataFrame();

        frame.Append(["Grace", 50L, 1.7, false, DateTime.UnixEpoch], inPlace: true);
        frame["age"][0] = 37L;
        frame["member"][1] = null;
        frame["height"].FillNulls(1.5, inPlace: true);
        frame["joined"][3] = DateTime.UnixEpoch;
        frame["name"][1] = "Bob";
        var changed = frame.ToTandemTable();

        Assert.Equal(before, _people.Columns.Select(column => Tables.Cells(column).ToArray()));
        Assert.Equal([37L, 20L, 30L, 40L, 50L], Tables.Cells(changed["age"]));
        Assert.Equal([true, null, true, true, false], Tables.Cells(changed["member"]));
        Assert.Equal([1.6, 1.5, double.NaN, -0.0, 1.7], Tables.Cells(changed["height"]));
        Assert.Equal(["Ada", "Bob", "Ada", "", "Grace"], Tables.Cells(changed["name"]));
        Assert.Equal(DateTime.UnixEpoch, changed["joined"][3]);
    }

    [Fact]
    public void A_table_made_of_a_data_frame_stays_as_it_is_when_the_frame_changes()
    {
        var frame = new DataFrame(new Int64DataFrameColumn("a", [1L, 2]), new StringDataFrameColumn("b", ["x", "y"]));
        var table = frame.ToTandemTable();

        frame["a"][0] = 9L;
        frame["b"][0] = "z";

        Assert.Equal([1L, 2L], Tables.Cells(table["a"]));
        Assert.Equal(["x", "y"], Tables.Cells(table["b"]));
    }

    [Fact]
    public void Numbers_without_nulls_and_texts_are_shared_both_ways_until_the_frame_changes()
    {
        var frame = _people.ToDataFrame();
        frame.Columns.RenameColumn("age", "years");

        Assert.True(((LongColumn)frame.ToTandemTable()["years"]).Values == ((LongColumn)_people["age"]).Values);
        Assert.True(((BoolColumn)frame.ToTandemTable()["member"]).Values == ((BoolColumn)_people["member"]).Values);
        Assert.True(((TimestampColumn)frame.ToTandemTable()["joined"]).Values == ((TimestampColumn)_people["joined"]).Values);

        Assert.Same(((StringColumn)_people["name"]).Dictionary, ((StringColumn)frame.ToTandemTable()["name"]).Dictionary);

        frame["years"][0] = frame["years"][0];
        frame["name"][1] = "Ada";
        Assert.Equal(["Ada", "Ada", "Ada", ""], Tables.Cells(frame.ToTandemTable()["name"]));
        Assert.False(((LongColumn)frame.ToTandemTable()["years"]).Values == ((LongColumn)_people["age"]).Values);
    }

    [Fact]
    public void A_data_frame_computes_with_shared_numbers_as_with_its_own()
    {
        var frame = _people.ToDataFrame();
        var ages = (Int64DataFrameColumn)frame["age"];

        Assert.Equal(126L, ages.Sum());
        Assert.Equal([73L, 41L, 61L, 81L], Cells((ages * 2) + 1));
        Assert.Equal([20L, 30L, 36L, 40L], Cells(frame.OrderBy("age")["age"]));
        Assert.Equal([36L, 30L, 40L], Cells(frame.Filter(frame["member"].ElementwiseEquals(true))["age"]));
        Assert.Equal([36L, 20L, 30L, 40L], ages.GetReadOnlyDataBuffers().Single().ToArray());
        using var pinned = frame["joined"] is DateTimeDataFrameColumn times ? times.GetReadOnlyDataBuffers().Single().Pin() : default;
    }

    [Fact]
    public void Narrow_whole_numbers_are_widened() => Check.QuickThrowOnFailure(Prop.ForAll<int[], short[], byte[]>((ints, shorts, bytes) =>
    {
        AssertLongs(new Int32DataFrameColumn("n", ints), ints.Select(value => (long)value));
        AssertLongs(new UInt32DataFrameColumn("n", ints.Select(value => (uint)value)), ints.Select(value => (long)(uint)value));
        AssertLongs(new Int16DataFrameColumn("n", shorts), shorts.Select(value => (long)value));
        AssertLongs(new UInt16DataFrameColumn("n", shorts.Select(value => (ushort)value)), shorts.Select(value => (long)(ushort)value));
        AssertLongs(new ByteDataFrameColumn("n", bytes), bytes.Select(value => (long)value));
        AssertLongs(new SByteDataFrameColumn("n", bytes.Select(value => (sbyte)value)), bytes.Select(value => (long)(sbyte)value));
        AssertLongs(new UInt64DataFrameColumn("n", ints.Select(value => (ulong)(uint)value)), ints.Select(value => (long)(uint)value));
    }));

    [Fact]
    public void Narrow_numbers_keep_their_nulls() => Check.QuickThrowOnFailure(Prop.ForAll<int?[], float?[], char?[]>((ints, floats, characters) =>
    {
        Assert.Equal(ints.Select(value => (object?)(long?)value), Tables.Cells(Converted(new Int32DataFrameColumn("n", ints))));
        Assert.Equal(floats.Select(value => (object?)(double?)value), Tables.Cells(Converted(new SingleDataFrameColumn("n", floats))));
        Assert.Equal(characters.Select(value => value?.ToString()), Tables.Cells(Converted(new CharDataFrameColumn("n", characters))));
    }));

    [Fact]
    public void Decimals_become_the_doubles_that_are_written_alike() => Check.QuickThrowOnFailure(Prop.ForAll<int, byte>((cents, digits) =>
    {
        var price = new decimal(cents, 0, 0, isNegative: false, (byte)(digits % 10));
        Assert.Equal([double.Parse($"{price}"), null, 9007199254740992.0], Tables.Cells(Converted(new DecimalDataFrameColumn("price", [price, null, 9007199254740992m]))));
    }));

    [Theory]
    [InlineData("0.1234567890123456789")]
    [InlineData("9007199254740993")]
    [InlineData("79228162514264337593543950335")]
    public void Decimals_of_more_digits_than_a_double_keeps_are_refused_with_their_row(string digits)
    {
        var frame = new DataFrame(new DecimalDataFrameColumn("price", [1m, null, decimal.Parse(digits)]));

        var message = Assert.Throws<ArgumentException>(frame.ToTandemTable).Message;

        Assert.Contains($"Column 'price', row 2: {digits}", message);
        Assert.Contains("Round the column", message);
    }

    [Fact]
    public void Whole_numbers_beyond_those_of_a_table_are_refused_with_their_row()
    {
        var frame = new DataFrame(new UInt64DataFrameColumn("id", [1UL, null, ulong.MaxValue]));

        var message = Assert.Throws<ArgumentException>(frame.ToTandemTable).Message;

        Assert.Contains("Column 'id', row 2: 18446744073709551615", message);
        Assert.Contains("as text", message);
    }

    [Fact]
    public void What_stands_in_a_buffer_where_there_is_no_value_is_ignored()
    {
        byte[] bits = [0b01];
        var ids = new UInt64DataFrameColumn("id", Bytes<ulong>([5, ulong.MaxValue]), bits, length: 2, nullCount: 1);
        var prices = new DecimalDataFrameColumn("price", Bytes<decimal>([5, 0.1234567890123456789m]), bits, length: 2, nullCount: 1);

        Assert.Equal([5L, null], Tables.Cells(Converted(ids)));
        Assert.Equal(0, ((LongColumn)Converted(ids)).Values[1]);
        Assert.Equal([5.0, null], Tables.Cells(Converted(prices)));
    }

    [Fact]
    public void Columns_within_a_larger_memory_are_read_where_they_begin()
    {
        var memory = Bytes<long>([7, 8, 9, 10]).AsMemory();
        var numbers = new Int64DataFrameColumn("n", memory[8..], ReadOnlyMemory<byte>.Empty, length: 2);
        var whole = new ColumnMemory<long>(new LongColumn("all", [7, 8, 9, 10])).Memory;
        var owned = new Int64DataFrameColumn("n", whole[16..], ReadOnlyMemory<byte>.Empty, length: 2);
        var first = new Int64DataFrameColumn("n", whole[..16], ReadOnlyMemory<byte>.Empty, length: 2);

        Assert.Equal([8L, 9L], Tables.Cells(Converted(numbers)));
        Assert.Equal([9L, 10L], Tables.Cells(Converted(owned)));
        Assert.Equal([7L, 8L], Tables.Cells(Converted(first)));
    }

    [Fact]
    public void Truth_values_of_any_byte_are_true_or_false()
    {
        var column = (BoolColumn)Converted(new BooleanDataFrameColumn("b", new byte[] { 0, 1, 2, 255 }, ReadOnlyMemory<byte>.Empty, length: 4));

        Assert.Equal([false, true, true, true], column.Values);
        Assert.Equal(2, column.AsStrings().Dictionary.Count);
    }

    [Fact]
    public void Truth_values_that_are_bits_are_refused()
    {
        var frame = new DataFrame(new BooleanDataFrameColumn("b", new byte[] { 0b101, 0 }, ReadOnlyMemory<byte>.Empty, length: 9));

        Assert.Contains("Column 'b' has 9 rows, and fewer truth values", Assert.Throws<ArgumentException>(frame.ToTandemTable).Message);
    }

    [Fact]
    public void Times_are_taken_as_utc_or_converted_to_it()
    {
        var noon = new DateTime(2024, 5, 6, 12, 0, 0);
        var local = DateTime.SpecifyKind(noon, DateTimeKind.Local);
        var column = Converted(new DateTimeDataFrameColumn("t", [noon, local, null]));

        Assert.Equal([(DateTime.SpecifyKind(noon, DateTimeKind.Utc), DateTimeKind.Utc), (local.ToUniversalTime(), DateTimeKind.Utc), null], Tables.Cells(column));
    }

    [Fact]
    public void Arrow_text_is_read_with_its_nulls()
    {
        int[] offsets = [0, 2, 2, 2, 5];
        var column = new ArrowStringDataFrameColumn("t", "héab!"u8.ToArray().AsMemory()[..5], Bytes(offsets), new byte[] { 0b1101 }, length: 4, nullCount: 1);

        Assert.Equal(["h\uFFFD", null, "", "\uFFFDab"], Tables.Cells(Converted(column)));
    }

    [Fact]
    public void A_column_type_that_a_table_has_not_is_refused_by_name()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("id", [1]), new PrimitiveDataFrameColumn<Guid>("key", [Guid.Empty]));

        var message = Assert.Throws<ArgumentException>(frame.ToTandemTable).Message;

        Assert.Contains("Column 'key' of the data frame holds Guid values", message);
        Assert.Contains("frame.Columns.Remove(\"key\")", message);
    }

    [Fact]
    public void Names_that_differ_in_case_alone_are_two_columns_and_a_column_needs_a_name()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("id", [1]), new Int32DataFrameColumn("ID", [2]), new Int32DataFrameColumn(" ", [3]));
        Assert.Equal(["id", "ID", " "], frame.ToTandemTable().Columns.Select(column => column.Name));

        frame.Columns.RenameColumn(" ", "");
        Assert.Contains("SetName", Assert.Throws<ArgumentException>(frame.ToTandemTable).Message);
    }

    [Fact]
    public void A_data_frame_without_rows_becomes_an_empty_table_and_one_without_columns_none()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("id"), new StringDataFrameColumn("name", []), new DateTimeDataFrameColumn("t"));

        var table = frame.ToTandemTable();

        Assert.Equal((0, 3), (table.RowCount, table.Columns.Count));
        Assert.Equal([ColumnType.Long, ColumnType.String, ColumnType.Timestamp], table.Columns.Select(column => column.Type));
        Assert.Contains("has no column", Assert.Throws<ArgumentException>(new DataFrame().ToTandemTable).Message);
        Assert.Throws<ArgumentNullException>(() => ((DataFrame)null!).ToTandemTable());
        Assert.Throws<ArgumentNullException>(() => ((Table)null!).ToDataFrame());
    }

    [Fact]
    public void A_csv_that_a_data_frame_read_becomes_a_table()
    {
        var frame = DataFrame.LoadCsvFromString("user_id,rating,when,good\n1,3.5,2020-01-02,true\n2,,2020-01-03,false\n");

        var table = frame.ToTandemTable();

        Assert.Equal([ColumnType.Double, ColumnType.Double, ColumnType.Timestamp, ColumnType.Bool], table.Columns.Select(column => column.Type));
        Assert.Equal([3.5, null], Tables.Cells(table["rating"]));
    }

    private static void AssertLongs(DataFrameColumn column, IEnumerable<long> expected) => Assert.Equal(expected.Cast<object?>(), Tables.Cells(Assert.IsType<LongColumn>(Converted(column))));

    private static Column Converted(DataFrameColumn column) => new DataFrame(column).ToTandemTable().Columns.Single();

    private static IEnumerable<object?> Cells(DataFrameColumn column) => Enumerable.Range(0, (int)column.Length).Select(row => column[row]);

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
