using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class FactorizedTopKTests
{
    [Fact]
    public void Without_an_update_nothing_is_reported()
    {
        var metric = Metric(FixedTower.Random(5, 3, seed: 1));

        Assert.Empty(metric.Results());
    }

    [Fact]
    public void Reset_forgets_what_was_gathered()
    {
        var metric = Metric([[1, 0], [0, 1]], 1);
        metric.Update(Rows([1, 0]), Rows([0, 1]));
        Assert.Equal(0, metric.Results()[FactorizedTopK.NameAt(1)]);

        metric.Reset();
        metric.Update(Rows([1, 0]), Rows([1, 0]));

        Assert.Equal(1, metric.Results()[FactorizedTopK.NameAt(1)]);
    }

    [Fact]
    public void Results_may_be_read_between_updates()
    {
        var metric = Metric([[1, 0], [0, 1]], 1);
        metric.Update(Rows([1, 0]), Rows([1, 0]));
        _ = metric.Results();
        metric.Update(Rows([1, 0]), Rows([0, 1]));

        Assert.Equal(0.5, metric.Results()[FactorizedTopK.NameAt(1)]);
    }

    [Fact]
    public void A_score_that_is_not_finite_is_a_miss_at_every_k()
    {
        var metric = Metric([[1, 0], [0, 1]], 1, 100);

        metric.Update(Rows([float.NaN, 0]), Rows([1, 0]));

        Assert.All(metric.Results().Values, accuracy => Assert.Equal(0, accuracy));
    }

    [Fact]
    public void Weights_count_queries_more_or_less()
    {
        var metric = Metric([[1, 0], [0, 1]], 1);

        metric.Update(new EmbeddedRows(Tensor.From([1, 0, 1, 0], new Shape(2, 2))), new EmbeddedRows(Tensor.From([1, 0, 0, 1], new Shape(2, 2))), [3f, 1f]);

        Assert.Equal(0.75, metric.Results()[FactorizedTopK.NameAt(1)]);
    }

    [Fact]
    public void What_cannot_be_measured_says_why()
    {
        var tower = FixedTower.Of("item", [[1, 0]]);
        Assert.Throws<ArgumentException>(() => new FactorizedTopK(Table.FromColumns(FixedTower.Ids("item", [])), tower));
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => Metric([[1, 0]], 0)).Message);
        var metric = Metric([[1, 0]], 1);
        metric.Update(Rows([1, 0, 0]), Rows([1, 0, 0]));
        Assert.Contains("dimension", Assert.Throws<ArgumentException>(() => metric.Results()).Message);
    }

    private static FactorizedTopK Metric(float[][] corpus, params int[] ks) => new(
        Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, corpus.Length))), FixedTower.Of("item", corpus), ks);

    private static EmbeddedRows Rows(float[] row) => new(Tensor.From(row, new Shape(1, row.Length)));
}
