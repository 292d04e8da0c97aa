using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class BatchTests
{
    private static readonly Table _ratings = Table.FromColumns(
        new StringColumn("movie", ["Alien", "Brazil", null]),
        Column.Of("user", [7L, 8L, 9L]));

    [Fact]
    public void Texts_are_those_of_the_batchs_rows_in_its_order()
    {
        var batch = new Batch(_ratings, new[] { 1, 0, 1 });

        Assert.Equal(["Brazil", "Alien", "Brazil"], batch.Texts("movie"));
        Assert.Equal(["8", "7", "8"], batch.Texts("user"));
    }

    [Fact]
    public void A_text_that_is_missing_is_named_with_its_row()
    {
        var thrown = Assert.Throws<InvalidDataException>(() => new Batch(_ratings).Texts("movie"));

        Assert.Contains("\"movie\" has a null at row 2", thrown.Message);
    }

    [Fact]
    public void Batches_that_are_kept_stay_as_they_are_while_later_epochs_go_on()
    {
        var table = Table.FromColumns(Column.Of("n", Enumerable.Range(0, 1_000).Select(row => (long)row)));
        int[][] Rows(IEnumerable<Batch> batches) => [.. batches.Select(batch => batch.Rows.ToArray())];

        var (first, second) = (table.Batches(64, shuffleSeed: 1).ToList(), table.Batches(64, shuffleSeed: 1, epoch: 1).ToList());
        var together = table.Batches(64, shuffleSeed: 1).Zip(table.Batches(64, shuffleSeed: 1, epoch: 1)).ToList();

        Assert.Equal(Enumerable.Range(0, 1_000), Rows(first).SelectMany(rows => rows).Order());
        Assert.NotEqual(Rows(first), Rows(second));
        Assert.Equal(Rows(first), Rows(together.Select(batches => batches.First)));
        Assert.Equal(Rows(second), Rows(together.Select(batches => batches.Second)));
        Assert.Equal(new SeededRandom(1 + (1L << 32)).Permutation(1_000), Rows(second).SelectMany(rows => rows));
    }

    [Fact]
    public void Batches_that_are_not_shuffled_keep_the_tables_order() =>
        Assert.Equal([[0, 1], [2]], _ratings.Batches(2).Select(batch => batch.Rows.ToArray()));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_that_the_table_does_not_have_is_refused(int row)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(_ratings, new[] { 0, row }));

        Assert.Contains("from 0 to 2", thrown.Message);
    }
}
