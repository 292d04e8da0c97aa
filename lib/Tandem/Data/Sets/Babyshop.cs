namespace Tandem;

/// <summary>Babyshop: which children's things customers of a Swedish web shop dealt with within a year, with a catalogue.</summary>
/// <param name="Train">user_no, item_no, gender_description, brand, product_group (text), first_interaction_month (long, 1 to 12). One row a pair.</param>
/// <param name="Test">Pairs put aside, with the columns of <paramref name="Train"/>.</param>
/// <param name="Items">The catalogue: item_no, colour, gender_description, brand, product_group (text, some null), min_age and max_age (double, years, some null).</param>
/// <param name="Users">user_no, country (text), aov (double, the average value of an order in kronor), avg_markdown (double). Only a part of the users is in it.</param>
/// <param name="Source">Where the rows come from.</param>
public sealed record Babyshop(Table Train, Table Test, Table Items, Table Users, DataSource Source)
{
    /// <summary>For a reader: what the data are, how much of them there is, and whether they are real.</summary>
    public string Description => Source.Describe(
        $"{Train.RowCount:N0} pairs of customer and item to train on and {Test.RowCount:N0} to test, {Items.RowCount:N0} items");

    /// <summary>The log of the customers with the most training rows only; of two with as many, the one whose first row comes first. The catalogue and the users stay.</summary>
    /// <param name="customers">How many customers; all when there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="customers"/> is not positive.</exception>
    public Babyshop MostActive(int customers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(customers);
        var active = Train.GroupBy("user_no").Count().Sort("count", descending: true).Take(customers).Select("user_no");
        return this with { Train = Train.Join(active, on: "user_no"), Test = Test.Join(active, on: "user_no") };
    }

    internal static Babyshop Read(DataSource source)
    {
        ColumnSpec[] pair = [.. Array.ConvertAll(["user_no", "item_no", "gender_description", "brand", "product_group"], ColumnSpec.String), ColumnSpec.Long("first_interaction_month")];
        ColumnSpec[] item =
        [
            .. Array.ConvertAll(["item_no", "colour", "gender_description", "brand", "product_group"], ColumnSpec.String),
            .. Array.ConvertAll(["min_age", "max_age"], ColumnSpec.Double),
        ];
        ColumnSpec[] user = [.. Array.ConvertAll(["user_no", "country"], ColumnSpec.String), .. Array.ConvertAll(["aov", "avg_markdown"], ColumnSpec.Double)];
        source.Files.RequireFiles();
        return new Babyshop(Table("train.csv", pair), Table("test.csv", pair), Table("item_info.csv", item), Table("user_info.csv", user), source);

        Table Table(string file, ColumnSpec[] columns) =>
            source.Files.Read($"babyshop/{file}", columns, path => Tandem.Table.ReadCsv(path, new ReadOptions { Keep = columns }));
    }
}
