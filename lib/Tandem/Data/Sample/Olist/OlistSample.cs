using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the quirks of Olist's: a customer_id an order, hardly anybody who comes back, mostly one thing in a basket,
/// categories without a translation. What is learnable: seasons, regions, what goes with what, and what somebody bought before. The same on every machine.
/// </summary>
internal static class OlistSample
{
    private const int OrderCount = 6_000;
    private const int ReturnCount = 360;
    private const int ProductCount = 1_200;

    public static Olist Generate(DataSource source)
    {
        var random = new SeededRandom(2016);
        var products = new OlistProducts(ProductCount, random);
        var orders = new OlistOrders(OrderCount, ReturnCount, products, random);
        var orderIds = new StringDictionary(SampleIds.Hexadecimal(OrderCount, random));
        var customerIds = new StringDictionary(SampleIds.Hexadecimal(OrderCount, random));
        return new Olist(
            OrdersToTable(orders, orderIds, customerIds, random),
            ItemsToTable(orders, products, orderIds, random),
            products.ToTable(random),
            CustomersToTable(orders, customerIds, random),
            products.SellersToTable(),
            CategoriesToTable(),
            source);
    }

    private static Table OrdersToTable(OlistOrders orders, StringDictionary orderIds, StringDictionary customerIds, SeededRandom random)
    {
        var shown = random.Permutation(OrderCount);
        var journeys = Array.ConvertAll(shown, order => new OlistJourney(orders.Times[order], orders.Baskets[order].Length == 0, random));
        TimestampColumn Times(string name, Func<OlistJourney, DateTime?> time)
        {
            var times = Array.ConvertAll(journeys, journey => time(journey));
            return new TimestampColumn(name, Array.ConvertAll(times, value => value ?? default), Array.ConvertAll(times, value => value is null));
        }

        return Table.FromColumns(
            new StringColumn("order_id", shown, orderIds),
            new StringColumn("customer_id", shown, customerIds),
            new StringColumn("order_status", journeys.Select(journey => journey.Status)),
            Times("order_purchase_timestamp", journey => journey.Purchased),
            Times("order_approved_at", journey => journey.Approved),
            Times("order_delivered_carrier_date", journey => journey.HandedOver),
            Times("order_delivered_customer_date", journey => journey.Delivered),
            Times("order_estimated_delivery_date", journey => journey.Expected));
    }

    /// <summary>The publisher sorts this table by order_id.</summary>
    private static Table ItemsToTable(OlistOrders orders, OlistProducts products, StringDictionary orderIds, SeededRandom random)
    {
        var sorted = Enumerable.Range(0, OrderCount).ToArray();
        Array.Sort(orderIds.Values.ToArray(), sorted, StringComparer.Ordinal);
        var lines = sorted.SelectMany(order => orders.Baskets[order].Select((product, position) => (Order: order, Product: product, Position: position))).ToArray();
        return Table.FromColumns(
            new StringColumn("order_id", Array.ConvertAll(lines, line => line.Order), orderIds),
            new LongColumn("order_item_id", Array.ConvertAll(lines, line => line.Position + 1L)),
            new StringColumn("product_id", Array.ConvertAll(lines, line => line.Product), products.Ids),
            new StringColumn("seller_id", Array.ConvertAll(lines, line => products.Seller(line.Product)), products.SellerIds),
            new TimestampColumn("shipping_limit_date", Array.ConvertAll(lines, line => orders.Times[line.Order].AddDays(6).AddMinutes(20))),
            new DoubleColumn("price", Array.ConvertAll(lines, line => products.Price(line.Product))),
            new DoubleColumn(
                "freight_value",
                Array.ConvertAll(lines, line => products.Freight(line.Product, orders.Homes.Region(orders.Person[line.Order]), random))));
    }

    private static Table CustomersToTable(OlistOrders orders, StringDictionary customerIds, SeededRandom random)
    {
        var shown = random.Permutation(OrderCount);
        var people = Array.ConvertAll(shown, order => orders.Person[order]);
        return Table.FromColumns(
        [
            new StringColumn("customer_id", shown, customerIds),
            new StringColumn("customer_unique_id", people, new StringDictionary(SampleIds.Hexadecimal(orders.PersonCount, random))),
            .. orders.Homes.ToColumns("customer", people),
        ]);
    }

    private static Table CategoriesToTable()
    {
        var translated = OlistCategory.All.Where(category => category.English is not null).ToArray();
        return Table.FromColumns(
            new StringColumn("product_category_name", translated.Select(category => category.Name)),
            new StringColumn("product_category_name_english", translated.Select(category => category.English)));
    }
}
