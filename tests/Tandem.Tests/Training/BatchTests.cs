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

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_that_the_table_does_not_have_is_refused(int row)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(_ratings, new[] { 0, row }));

        Assert.Contains("from 0 to 2", thrown.Message);
    }
}
