namespace Tandem.Tests.Data;

public class OlistSampleTests
{
    private static readonly Olist _sample = OlistSample.Generate(new DataSource(Datasets.Info("olist")));

    private static readonly Table _things = _sample.OrderItems.Join(_sample.Orders, on: "order_id").Join(_sample.Customers, on: "customer_id")
        .Join(_sample.Products, on: "product_id");

    [Fact]
    public void It_has_the_columns_of_the_publishers_files()
    {
        Assert.Equal(
            [
                "order_id:String", "customer_id:String", "order_status:String", "order_purchase_timestamp:Timestamp", "order_approved_at:Timestamp",
                "order_delivered_carrier_date:Timestamp", "order_delivered_customer_date:Timestamp", "order_estimated_delivery_date:Timestamp",
            ],
            Samples.Schema(_sample.Orders));
        Assert.Equal(
            [
                "order_id:String", "order_item_id:Long", "product_id:String", "seller_id:String", "shipping_limit_date:Timestamp", "price:Double",
                "freight_value:Double",
            ],
            Samples.Schema(_sample.OrderItems));
        Assert.Equal(
            [
                "product_id:String", "product_category_name:String", "product_name_lenght:Double", "product_description_lenght:Double",
                "product_photos_qty:Double", "product_weight_g:Double", "product_length_cm:Double", "product_height_cm:Double", "product_width_cm:Double",
            ],
            Samples.Schema(_sample.Products));
        Assert.Equal(
            ["customer_id:String", "customer_unique_id:String", "customer_zip_code_prefix:String", "customer_city:String", "customer_state:String"],
            Samples.Schema(_sample.Customers));
        Assert.Equal(["seller_id:String", "seller_zip_code_prefix:String", "seller_city:String", "seller_state:String"], Samples.Schema(_sample.Sellers));
        Assert.Equal(["product_category_name:String", "product_category_name_english:String"], Samples.Schema(_sample.CategoryNames));
    }

    [Fact]
    public void It_never_changes() => Assert.Equal(
        "c2e030d31a657295",
        Samples.Checksum(_sample.Orders, _sample.OrderItems, _sample.Products, _sample.Customers, _sample.Sellers, _sample.CategoryNames));

    [Fact]
    public void A_customer_id_is_of_one_order_and_few_persons_order_twice()
    {
        Assert.All(Samples.Counts(_sample.Orders, "customer_id"), orders => Assert.Equal(1, orders));
        var ofPersons = Samples.Counts(_sample.Customers, "customer_unique_id");
        Assert.InRange(ofPersons.Count(orders => orders > 1) / (double)ofPersons.Length, 0.05, 0.07);

        var homes = _sample.Customers.Distinct("customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state");
        Assert.Equal(ofPersons.Length, homes.RowCount);
    }

    [Fact]
    public void Ids_are_32_hexadecimal_digits_and_all_different()
    {
        foreach (var (table, column) in ((Table, string)[])[(_sample.Orders, "order_id"), (_sample.Products, "product_id"), (_sample.Sellers, "seller_id"), (_sample.Customers, "customer_id")])
        {
            Assert.Equal(table.RowCount, table.Distinct(column).RowCount);
            Assert.All(Enumerable.Range(0, table.RowCount), row => Assert.Matches("^[0-9a-f]{32}$", table[column].Text(row)));
        }
    }

    [Fact]
    public void Some_orders_are_empty_most_hold_one_thing_and_some_several_of_it()
    {
        var sizes = Samples.Counts(_sample.OrderItems, "order_id");
        Assert.InRange(_sample.Orders.RowCount - sizes.Length, 30, 120);
        Assert.InRange(sizes.Count(size => size == 1) / (double)sizes.Length, 0.8, 0.9);
        Assert.InRange(_sample.OrderItems.RowCount - _sample.OrderItems.Distinct("order_id", "product_id").RowCount, 200, 1_000);
        Assert.Equal(_sample.OrderItems.RowCount, _sample.OrderItems.Distinct("order_id", "order_item_id").RowCount);
        Assert.Equal(_sample.OrderItems.RowCount, _things.RowCount);

        var all = _sample.Orders.Join(_sample.OrderItems, "order_id", JoinKind.Outer);
        Assert.Equal(_sample.Orders.RowCount - sizes.Length, all["product_id"].NullCount);
    }

    [Fact]
    public void Of_cheap_things_several_are_bought_more_often()
    {
        double ShareOfSeveral(Table purchases) => purchases.Where<long>("pieces", pieces => pieces > 1).RowCount / (double)purchases.RowCount;
        var bought = _sample.Purchases();

        Assert.True(ShareOfSeveral(bought.Where<double>("price", price => price < 40)) > 2.5 * ShareOfSeveral(bought.Where<double>("price", price => price >= 40)));
    }

    [Fact]
    public void Things_are_sorted_by_order_as_published()
    {
        var ids = Enumerable.Range(0, _sample.OrderItems.RowCount).Select(row => _sample.OrderItems["order_id"].Text(row)!).ToArray();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Some_products_have_no_category_and_two_categories_no_translation()
    {
        Assert.InRange(_sample.Products["product_category_name"].NullCount, 5, 50);
        Assert.Equal(_sample.Products["product_category_name"].NullCount, _sample.Products["product_photos_qty"].NullCount);
        var merged = _sample.Products.Join(_sample.CategoryNames, "product_category_name", JoinKind.Left);
        Assert.Equal(_sample.Products.RowCount, merged.RowCount);
        Assert.True(merged["product_category_name_english"].NullCount > _sample.Products["product_category_name"].NullCount);
        Assert.Equal(58, _sample.CategoryNames.Distinct("product_category_name_english").RowCount);
    }

    [Fact]
    public void The_shop_grows_and_has_its_peak_in_late_November()
    {
        var times = _sample.Orders.Column<TimestampColumn>("order_purchase_timestamp").Values.ToArray();
        Assert.Equal(new DateOnly(2017, 11, 24), times.CountBy(DateOnly.FromDateTime).MaxBy(day => day.Value).Key);
        Assert.True(times.Count(time => time.Year == 2018) > 1.2 * times.Count(time => time.Year == 2017 && time.Month <= 8));
        Assert.True(times.Max() - times.Min() > TimeSpan.FromDays(650));
    }

    [Fact]
    public void What_is_in_the_basket_and_what_a_person_bought_tell_more_than_the_best_sellers()
    {
        var baskets = Samples.TopK(_things, "order_id", "product_id", k: 10);
        Assert.True(baskets.Neighbours > 1.5 * baskets.Popularity, $"{baskets}");
        var persons = Samples.TopK(_things, "customer_unique_id", "product_id", k: 10);
        Assert.True(persons.Neighbours > 1.2 * persons.Popularity, $"{persons}");
    }

    [Fact]
    public void The_month_and_the_state_tell_what_sells()
    {
        var months = _things.Column<TimestampColumn>("order_purchase_timestamp").Values.ToArray().Select(time => $"{time.Month}");
        var things = _things.WithColumn(new StringColumn("month", months)).Distinct("order_id", "product_id");
        Assert.True(ShareOfFiveCategories(things, "month") > 1.25 * ShareOfFiveCategories(things, null));
        Assert.True(ShareOfFiveCategories(things, "customer_state") > 1.15 * ShareOfFiveCategories(things, null));
    }

    /// <summary>The share of the things that are of the five best-selling categories, of all or of those of their group.</summary>
    private static double ShareOfFiveCategories(Table things, string? within)
    {
        var rows = Enumerable.Range(0, things.RowCount).Select(row => (Group: within is null ? "" : things[within].Text(row), Category: things["product_category_name"].Text(row) ?? ""));
        return rows.GroupBy(row => row.Group).Sum(group => group.CountBy(row => row.Category).Select(count => count.Value).OrderDescending().Take(5).Sum())
            / (double)things.RowCount;
    }
}
