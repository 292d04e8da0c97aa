namespace Tandem.Tests.Data;

public sealed class EncodingTests
{
    private static readonly Table _rows = Table.FromColumns(
        Column.Of("size", (long?[])[10, null, 9]), Column.Of("genres", (string?[])["b|a", null, "b"]), Column.Of("id", (string[])["x", "y", "z"]));

    [Fact]
    public void A_column_becomes_one_of_0_and_1_for_each_value_in_their_order()
    {
        var encoded = _rows.OneHot("size", "id");

        Assert.Equal(["genres", "size_9", "size_10", "id_x", "id_y", "id_z"], encoded.Columns.Select(column => column.Name));
        Assert.Equal([0L, 0, 1], Values(encoded, "size_9"));
        Assert.Equal([1L, 0, 0], Values(encoded, "size_10"));
    }

    [Fact]
    public void Given_values_make_the_same_columns_of_any_rows()
    {
        var encoded = _rows.Take(1).OneHot("id", ["z", "x"]);
        Assert.Equal(["size", "genres", "id_z", "id_x"], encoded.Columns.Select(column => column.Name));
        Assert.Equal([1L], Values(encoded, "id_x"));
        Assert.Contains("Column 'id', row 1: 'y' is none of the 2 values", Assert.Throws<ArgumentException>(() => _rows.OneHot("id", ["z", "x"])).Message);
        Assert.Throws<ArgumentException>(() => _rows.OneHot("id", ["z", "z"]));
    }

    [Fact]
    public void Lists_become_a_column_for_each_entry()
    {
        var encoded = _rows.MultiHot("genres", "|");
        Assert.Equal(["size", "id", "genres_a", "genres_b"], encoded.Columns.Select(column => column.Name));
        Assert.Equal([1L, 0, 0], Values(encoded, "genres_a"));
        Assert.Equal([1L, 0, 1], Values(encoded, "genres_b"));
    }

    [Fact]
    public void Rows_without_a_value_are_filled_in()
    {
        Assert.Equal([10L, -1, 9], Values(_rows.FillNulls("size", -1L), "size"));
        Assert.Equal("", _rows.FillNulls("genres", "")["genres"].Text(1));
        Assert.Same(_rows, _rows.FillNulls("id", "?"));
        Assert.Equal(["size", "genres", "id"], _rows.FillNulls("size", 0).Columns.Select(column => column.Name));
        Assert.Contains("Column 'size' holds Long values", Assert.Throws<ArgumentException>(() => _rows.FillNulls("size", "none")).Message);
    }

    [Fact]
    public void Columns_that_cannot_be_encoded_are_refused()
    {
        var empty = Table.FromColumns(Column.Of("x", (string?[])[null]));
        Assert.Contains("Column 'x' has no values", Assert.Throws<ArgumentException>(() => empty.OneHot("x")).Message);
        Assert.Contains("Column 'x' has no entries", Assert.Throws<ArgumentException>(() => empty.MultiHot("x", "|")).Message);
        Assert.Throws<ArgumentException>(() => _rows.OneHot(Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => _rows.OneHot("id", "id"));
        Assert.Throws<ArgumentException>(() => _rows.MultiHot("genres", ""));
        Assert.Throws<ArgumentException>(() => _rows.MultiHot("size", "|"));
    }

    private static IEnumerable<long> Values(Table table, string column) => table.Column<LongColumn>(column).Values.ToArray();
}
