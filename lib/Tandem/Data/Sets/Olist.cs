namespace Tandem;

/// <summary>
/// Olist's orders: what people bought in Brazilian shops from 2016 to 2018. Columns have the publisher's names; ids and codes are text, times
/// timestamps. A table is read when it is first asked for.
/// </summary>
public sealed class Olist
{
    private readonly Lazy<Table> _readOrders;
    private readonly Lazy<Table> _readOrderItems;
    private readonly Lazy<Table> _readProducts;
    private readonly Lazy<Table> _readCustomers;
    private readonly Lazy<Table> _readSellers;
    private readonly Lazy<Table> _readCategories;

    internal Olist(DataSource source)
    {
        Source = source;
        source.Files.RequireFiles();
        _readOrders = Reading(
            "olist_orders_dataset.csv",
            [
                .. Texts("order_id", "customer_id", "order_status"),
                .. Array.ConvertAll(
                    [
                        "order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date", "order_delivered_customer_date",
                        "order_estimated_delivery_date",
                    ],
                    ColumnSpec.Timestamp),
            ]);
        _readOrderItems = Reading(
            "olist_order_items_dataset.csv",
            [
                ColumnSpec.String("order_id"), ColumnSpec.Long("order_item_id"), .. Texts("product_id", "seller_id"), ColumnSpec.Timestamp("shipping_limit_date"),
                ColumnSpec.Double("price"), ColumnSpec.Double("freight_value"),
            ]);
        _readProducts = Reading(
            "olist_products_dataset.csv",
            [
                .. Texts("product_id", "product_category_name"),
                .. Array.ConvertAll(
                    [
                        "product_name_lenght", "product_description_lenght", "product_photos_qty", "product_weight_g", "product_length_cm", "product_height_cm",
                        "product_width_cm",
                    ],
                    ColumnSpec.Double),
            ]);
        _readCustomers = Reading(
            "olist_customers_dataset.csv",
            Texts("customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state"));
        _readSellers = Reading("olist_sellers_dataset.csv", Texts("seller_id", "seller_zip_code_prefix", "seller_city", "seller_state"));
        _readCategories = Reading("product_category_name_translation.csv", Texts("product_category_name", "product_category_name_english"));
    }

    internal Olist(Table orders, Table orderItems, Table products, Table customers, Table sellers, Table categoryNames, DataSource source)
    {
        Source = source;
        _readOrders = new Lazy<Table>(orders);
        _readOrderItems = new Lazy<Table>(orderItems);
        _readProducts = new Lazy<Table>(products);
        _readCustomers = new Lazy<Table>(customers);
        _readSellers = new Lazy<Table>(sellers);
        _readCategories = new Lazy<Table>(categoryNames);
    }

    /// <summary>A row an order: order_id, customer_id (one for each order, whoever placed it), order_status, order_purchase_timestamp and four more times.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, incomplete or another; as for the other tables.</exception>
    public Table Orders => _readOrders.Value;

    /// <summary>A row a thing bought: order_id, order_item_id (long, 1, 2, … in its order), product_id, seller_id, shipping_limit_date, price and freight_value (double, reais).</summary>
    public Table OrderItems => _readOrderItems.Value;

    /// <summary>
    /// A row a product: product_id, product_category_name (Portuguese, some null), the lengths of its texts (spelt <c>lenght</c>, in characters), photos, weight
    /// in grams and measures in centimetres (double).
    /// </summary>
    public Table Products => _readProducts.Value;

    /// <summary>A row a customer_id: customer_unique_id is the person; customer_zip_code_prefix, customer_city, customer_state.</summary>
    public Table Customers => _readCustomers.Value;

    /// <summary>A row a seller: seller_id, seller_zip_code_prefix, seller_city, seller_state.</summary>
    public Table Sellers => _readSellers.Value;

    /// <summary>product_category_name and product_category_name_english. Not every category of the products is in it.</summary>
    public Table CategoryNames => _readCategories.Value;

    /// <summary>Where the rows come from.</summary>
    public DataSource Source { get; }

    /// <summary>For a reader: what the data are, how much of them there is, and whether they are real.</summary>
    public string Description => Source.Describe(
        $"{OrderItems.RowCount:N0} things bought in {Orders.RowCount:N0} orders, of {Products.RowCount:N0} products");

    private static ColumnSpec[] Texts(params string[] names) => Array.ConvertAll(names, ColumnSpec.String);

    private Lazy<Table> Reading(string file, ColumnSpec[] columns) =>
        new(() => Source.Files.Read($"olist/{file}", columns, path => Table.ReadCsv(path, new ReadOptions { Keep = columns })));
}
