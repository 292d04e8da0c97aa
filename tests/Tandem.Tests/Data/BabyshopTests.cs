namespace Tandem.Tests.Data;

public sealed class BabyshopTests
{
    [Fact]
    public void The_most_active_customers_keep_their_rows_and_of_a_tie_the_first_in_the_log_is_chosen()
    {
        var shop = new Babyshop(
            Log("a1 b1 c1 b2 c2 d1"), Log("a8 b8 c8 b9"), Log("a1"), Log("a1"), new DataSource(Datasets.Info("babyshop")));

        var active = shop.MostActive(1);

        Assert.Equal(["b1", "b2"], Items(active.Train));
        Assert.Equal(["b8", "b9"], Items(active.Test));
        Assert.Equal(["a1", "b1", "c1", "b2", "c2"], Items(shop.MostActive(3).Train));
        Assert.Equal(shop.Train.RowCount, shop.MostActive(100).Train.RowCount);
        Assert.Same(shop.Items, active.Items);
        Assert.Throws<ArgumentOutOfRangeException>(() => shop.MostActive(0));
    }

    /// <summary>Pairs of a customer, which is the first letter of each item.</summary>
    private static Table Log(string items)
    {
        var all = items.Split(' ');
        return Table.FromColumns(Column.Of("user_no", all.Select(item => item[..1])), Column.Of("item_no", all));
    }

    private static IEnumerable<string> Items(Table log) => log.Rows.Select(row => row.String("item_no"));
}
