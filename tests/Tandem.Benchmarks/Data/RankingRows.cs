using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// Rows like those of the Olist ranking tutorial, drawn: 60,000 purchases of 96,096 customers and 111,023 items. An item occurs once at most, since the tutorial
/// numbers the items of a category one by one, and few customers occur twice. The tutorial's ratings are all 1; ours are 1 to 5, so that there is something to learn.
/// </summary>
internal sealed class RankingRows
{
    private const int Customers = 96_096;
    private const int Items = 111_023;
    private const int RowCount = 60_000;

    /// <summary>Draws the rows.</summary>
    public RankingRows()
    {
        var random = new SeededRandom(7);
        var customers = Array.ConvertAll(new long[RowCount], _ => (long)random.NextInt(Customers));
        var items = Array.ConvertAll(random.Permutation(Items)[..RowCount], item => (long)item);
        var ratings = Array.ConvertAll(new double[RowCount], _ => 1.0 + random.NextInt(5));
        Train = Table.FromColumns(new LongColumn("customer", customers), new LongColumn("item", items), new DoubleColumn("rating", ratings));
        AllCustomers = new LongColumn("customer", [.. Enumerable.Range(0, Customers).Select(id => (long)id)]);
        AllItems = new LongColumn("item", [.. Enumerable.Range(0, Items).Select(id => (long)id)]);
    }

    /// <summary>The columns <c>customer</c>, <c>item</c> and <c>rating</c>.</summary>
    public Table Train { get; }

    /// <summary>The customers there are.</summary>
    public Column AllCustomers { get; }

    /// <summary>The items there are.</summary>
    public Column AllItems { get; }
}
