namespace Tandem.Tests.Data;

public class OlistTablesTests
{
    /// <summary>
    /// Orders o1 to o4 of one to three lines; o5 has none. Products p1 and p2 are tables, p3 has a category without translation, p4 none at all. The customer of o4 is not
    /// in the customers' file.
    /// </summary>
    private static readonly Olist _olist = new(
        Table.FromColumns(
            new StringColumn("order_id", ["o1", "o2", "o3", "o4", "o5"]),
            new StringColumn("customer_id", ["c1", "c2", "c3", "c4", "c5"]),
            new TimestampColumn("order_purchase_timestamp", [Day(3), Day(1), Day(2), Day(4), Day(5)])),
        Table.FromColumns(
            new StringColumn("order_id", ["o1", "o1", "o1", "o2", "o3", "o3", "o4"]),
            new StringColumn("product_id", ["p1", "p1", "p2", "p1", "p3", "p4", "p2"]),
            new StringColumn("seller_id", ["s1", "s1", "s1", "s1", "s2", "s2", "s3"]),
            Column.Of("price", [10.0, 10, 20, 12, 30, 40, 22]),
            Column.Of("freight_value", [1.0, 3, 2, 2, 3, 4, 2])),
        Table.FromColumns(
            new StringColumn("product_id", ["p1", "p2", "p3", "p4"]),
            new StringColumn("product_category_name", ["mesa", "mesa", "pc", null]),
            Column.Of("product_weight_g", new double?[] { 100, 200, 300, null })),
        Table.FromColumns(
            new StringColumn("customer_id", ["c1", "c2", "c3", "c5"]),
            new StringColumn("customer_unique_id", ["u1", "u2", "u3", "u1"]),
            new StringColumn("customer_state", ["SP", "RJ", "SP", "SP"])),
        Table.FromColumns(new StringColumn("seller_id", ["s1", "s2", "s3"]), new StringColumn("seller_state", ["SP", "SP", "MG"])),
        Table.FromColumns(new StringColumn("product_category_name", ["mesa"]), new StringColumn("product_category_name_english", ["side_table"])),
        new DataSource(Datasets.Info("olist")));

    [Fact]
    public void Interactions_number_the_lines_of_a_category_so_that_each_item_occurs_once()
    {
        var rows = _olist.Interactions();

        Assert.Equal(["c1 side_table_0 1", "c1 side_table_1 1", "c1 side_table_2 1", "c2 side_table_3 1", "c4 side_table_4 1"], Lines(rows, "USERID", "ITEMID", "RATING"));
        Assert.Equal(Day(3), rows.Column<TimestampColumn>("TIMESTAMP").Values[0]);
    }

    [Fact]
    public void Interactions_with_products_count_how_many_a_user_has() => Assert.Equal(
        ["c1 p1 2", "c1 p2 1", "c2 p1 1", "c4 p2 1"], Lines(_olist.Interactions(products: true), "USERID", "ITEMID", "RATING"));

    [Fact]
    public void Purchases_are_in_order_of_time_with_their_pieces_and_the_state_where_it_is_known()
    {
        var rows = _olist.Purchases();

        Assert.Equal(["o2 p1 1 RJ", "o3 p3 1 SP", "o3 p4 1 SP", "o1 p1 2 SP", "o1 p2 1 SP", "o4 p2 1 "], Lines(rows, "order_id", "product_id", "pieces", "customer_state"));
        Assert.Equal(2.0, rows.Column<DoubleColumn>("freight_value").Values[3]);
    }

    [Fact]
    public void The_catalogue_has_a_category_for_every_product_and_a_label_of_its_own() => Assert.Equal(
        ["p1 s1 12 side_table side_table_0 100", "p3 s2 30 pc pc_0 300", "p4 s2 40 unknown unknown_0 0", "p2 s1 20 side_table side_table_1 200"],
        Lines(_olist.Catalogue(), "product_id", "seller_id", "price", "category", "label", "weight"));

    [Fact]
    public void Baskets_pair_the_different_products_of_an_order_both_ways()
    {
        var rows = _olist.Baskets();

        Assert.Equal(["o3 p3 p4", "o3 p4 p3", "o1 p1 p2", "o1 p2 p1"], Lines(rows, "order_id", "product_id", "basket_product_id"));
        Assert.Equal(["pc unknown", "unknown pc", "side_table side_table", "side_table side_table"], Lines(rows, "category", "basket_category"));
    }

    [Fact]
    public void A_random_split_of_few_rows_has_three_quarters_to_train_on()
    {
        var (train, test) = OlistTables.RandomSplit(Table.FromColumns(Column.Of("row", Enumerable.Range(0, 100))), seed: 1);

        Assert.Equal((75, 25), (train.RowCount, test.RowCount));
    }

    [Fact]
    public void A_random_split_of_many_rows_has_the_tutorials_sizes()
    {
        var (train, test) = OlistTables.RandomSplit(Table.FromColumns(Column.Of("row", Enumerable.Range(0, 100_000))), seed: 1);

        Assert.Equal((60_000, 20_000), (train.RowCount, test.RowCount));
    }

    private static DateTime Day(int day) => new(2018, 1, day, 0, 0, 0, DateTimeKind.Utc);

    private static IEnumerable<string> Lines(Table table, params string[] columns) =>
        Enumerable.Range(0, table.RowCount).Select(row => string.Join(' ', columns.Select(column => table[column].Text(row))));
}
