namespace Tandem;

/// <summary>The tables that models of <see cref="Olist"/> train on, made of the publisher's files.</summary>
public static class OlistTables
{
    /// <summary>What the category of a product without one is called.</summary>
    private const string NoCategory = "unknown";

    private const int TrainRows = 60_000;
    private const int TestRows = 20_000;
    private const string InBasket = "basket_";

    /// <summary>
    /// Who bought what, as a widespread tutorial prepares it: orders and things bought are merged, and each line is named after the product's category and a
    /// running count within it, such as <c>bed_bath_table_123</c>.
    /// </summary>
    /// <param name="olist">The files.</param>
    /// <param name="products">
    /// Whether ITEMID is the product's id instead. A running count numbers lines, not products: no two rows have the same name, and RATING is always 1.
    /// </param>
    /// <returns>
    /// USERID (the customer_id, which is one for each order), ITEMID, TIMESTAMP, and RATING (long), how many lines the user has of the item. Lines without an order or
    /// an English category are left out.
    /// </returns>
    public static Table Interactions(this Olist olist, bool products = false)
    {
        ArgumentNullException.ThrowIfNull(olist);
        var sold = olist.OrderItems.Join(olist.Orders, on: "order_id", JoinKind.Outer).Select("product_id", "customer_id", "order_purchase_timestamp");
        var categories = olist.Products.Join(olist.CategoryNames, on: "product_category_name", JoinKind.Left).Select("product_id", "product_category_name_english");
        var lines = sold.Join(categories, on: "product_id", JoinKind.Left)
            .DropNulls("product_category_name_english", "customer_id", "order_purchase_timestamp");
        var named = products ? lines.Rename("product_id", "ITEMID") : lines.WithColumn(Numbered("ITEMID", lines["product_category_name_english"]));
        return named.Rename("customer_id", "USERID").Rename("order_purchase_timestamp", "TIMESTAMP")
            .GroupBy("USERID", "ITEMID", "TIMESTAMP").Count("RATING");
    }

    /// <summary>The tutorial's random split: 60,000 rows to train on and the next 20,000 to test; of 80,000 rows or fewer, three quarters and a quarter.</summary>
    /// <param name="interactions">What <see cref="Interactions"/> gives: 111,023 rows of the real data.</param>
    /// <param name="seed">Of the shuffle.</param>
    /// <exception cref="InvalidOperationException">There are too few rows to split.</exception>
    public static (Table Train, Table Test) RandomSplit(Table interactions, long seed)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return interactions.Shuffle(seed).Take(TrainRows + TestRows).Split((double)TrainRows / (TrainRows + TestRows));
    }

    /// <summary>What was bought: a row for each product of an order, in order of time.</summary>
    /// <param name="olist">The files.</param>
    /// <returns>
    /// order_id, product_id, seller_id, price and freight_value (reais, of one piece), pieces (long), time, and customer_state (text, null where the order's customer is
    /// not known).
    /// </returns>
    public static Table Purchases(this Olist olist)
    {
        ArgumentNullException.ThrowIfNull(olist);
        var times = olist.Orders.Select("order_id", "customer_id", "order_purchase_timestamp").Rename("order_purchase_timestamp", "time");
        var states = olist.Customers.Select("customer_id", "customer_state");
        return olist.OrderItems
            .GroupBy("order_id", "product_id", "seller_id")
            .Aggregate(Aggregation.Mean("price", "price"), Aggregation.Mean("freight_value", "freight_value"), Aggregation.Count("pieces"))
            .Join(times, on: "order_id")
            .Join(states, on: "customer_id", JoinKind.Left)
            .Drop("customer_id")
            .Sort("time");
    }

    /// <summary>The products that were ever sold, in order of their first sale.</summary>
    /// <param name="olist">The files.</param>
    /// <returns>
    /// product_id; seller_id and price at the first sale; category, in English words joined by <c>_</c> (in Portuguese where there is no translation,
    /// <c>unknown</c> where there is no category); label, the category and a running count, no two alike; and weight (grams; 0 where not known).
    /// </returns>
    public static Table Catalogue(this Olist olist)
    {
        ArgumentNullException.ThrowIfNull(olist);
        var english = olist.Products.Join(olist.CategoryNames, on: "product_category_name", JoinKind.Left);
        var names = english.FillNulls("product_category_name", NoCategory).Rename("product_category_name", "category");
        var categories = names.WithColumn("category", row => row.IsNull("product_category_name_english") ? row.String("category") : row.String("product_category_name_english"))
            .Rename("product_weight_g", "weight").FillNulls("weight", 0.0);
        var sold = olist.Purchases().Distinct("product_id").Select("product_id", "seller_id", "price")
            .Join(categories.Select("product_id", "category", "weight"), on: "product_id");
        return sold.WithColumn(Numbered("label", sold["category"]));
    }

    /// <summary>What was bought together: a row for each ordered pair of different products of an order, in order of time.</summary>
    /// <param name="olist">The files.</param>
    /// <returns>
    /// order_id, time, the columns of <see cref="Catalogue"/> for the one product, and the same with <c>basket_</c> before their names for the other one.
    /// </returns>
    public static Table Baskets(this Olist olist)
    {
        ArgumentNullException.ThrowIfNull(olist);
        var lines = olist.Purchases().Distinct("order_id", "product_id").Select("order_id", "time", "product_id");
        var several = lines.GroupBy("order_id").Count().Where<long>("count", count => count > 1).Select("order_id");
        var basket = lines.Join(several, on: "order_id");
        var catalogue = olist.Catalogue();
        return basket.Join(basket.Select("order_id", "product_id").Rename("product_id", $"{InBasket}product_id"), on: "order_id")
            .Where(row => row.String("product_id") != row.String($"{InBasket}product_id"))
            .Join(catalogue, on: "product_id")
            .Join(Prefixed(catalogue), on: $"{InBasket}product_id");
    }

    private static Table Prefixed(Table catalogue) =>
        Table.FromColumns(catalogue.Columns.Select(column => column.Rename(InBasket + column.Name)));

    /// <summary>Each row's category with the number of rows of the same category above it.</summary>
    private static StringColumn Numbered(string name, Column categories)
    {
        var numbers = Table.FromColumns(categories).GroupBy(categories.Name).RunningCount("number").Column<LongColumn>("number");
        return new StringColumn(name, Enumerable.Range(0, categories.Length).Select(row => $"{categories.Text(row)}_{numbers.Values[row]}"));
    }
}
