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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void By_id_a_hit_is_what_the_index_returns_among_the_k_best(bool streaming)
    {
        var metric = new FactorizedTopK(Index(streaming), 1, 3);

        metric.Update(Rows([3, 2, 1]), ["title 0"]);
        metric.Update(Rows([3, 2, 1]), ["title 2"]);
        metric.Update(Rows([1, 2, 3]), ["title 0"], [2f]);
        metric.Update(Rows([1, 2, 3]), ["not in the index"]);

        Assert.Equal(1, metric.AbsentCandidates);
        Assert.Equal(1 / 5.0, metric.Results()[FactorizedTopK.NameAt(1)]);
        Assert.Equal(4 / 5.0, metric.Results()[FactorizedTopK.NameAt(3)]);
        metric.Reset();
        Assert.Equal(0, metric.AbsentCandidates);
        Assert.Empty(metric.Results());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void By_id_a_tie_goes_to_the_lower_row_and_by_score_it_is_a_hit(bool streaming)
    {
        var metric = new FactorizedTopK(Index(streaming), 1);
        metric.Update(Rows([1, 1, 1]), ["title 2"]);
        Assert.Equal(0, metric.Results()[FactorizedTopK.NameAt(1)]);

        metric.Update(Rows([1, 1, 1]), Rows([0, 0, 1]));

        Assert.Equal(0.5, metric.Results()[FactorizedTopK.NameAt(1)]);
    }

    [Fact]
    public void Ids_of_queries_are_judged_with_what_they_have_seen_left_out()
    {
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["0"]), new StringColumn("item", ["title 0"])), "user", "item");
        var metric = new FactorizedTopK(Index(streaming: false), 1);

        metric.Update(["0", "1", "0"], ["title 1", "title 2", "title 0"]);
        Assert.Equal(2 / 3.0, metric.Results()[FactorizedTopK.NameAt(1)], 1e-12);

        metric.Reset();
        metric.Update(["0", "1", "0"], ["title 1", "title 2", "title 0"], new() { Seen = seen });
        Assert.Equal(2 / 3.0, metric.Results()[FactorizedTopK.NameAt(1)], 1e-12);

        metric.Reset();
        metric.Update(["0", "0"], ["title 1", "title 1"], new() { ExcludedPerQuery = [["title 0"], null] }, [3f, 1f]);
        Assert.Equal(0.75, metric.Results()[FactorizedTopK.NameAt(1)]);
    }

    [Fact]
    public void An_index_ranks_by_score_as_the_table_does()
    {
        var (corpus, queries) = (FixedTower.Random(50, 4, seed: 1), FixedTower.Random(20, 4, seed: 2));
        var items = FixedTower.Of("item", corpus);
        var candidates = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 50)));
        FactorizedTopK[] metrics =
        [
            new(candidates, items, 1, 5, 10), new(new BruteForce(items, items, candidates, "item"), 1, 5, 10), new(new Streaming(items, items, candidates, "item", 7), 1, 5, 10),
        ];
        foreach (var metric in metrics)
        {
            metric.Update(new EmbeddedRows(Tensor.From(queries.Flatten(), new Shape(20, 4))), items.Embed(new Batch(candidates, Enumerable.Range(3, 20).ToArray())));
        }

        Assert.InRange(metrics[0].Results()[FactorizedTopK.NameAt(10)], 0.01, 0.99);
        Assert.All(metrics, metric => Assert.Equal(metrics[0].Results(), metric.Results()));
    }

    [Fact]
    public void What_cannot_be_ranked_by_id_says_why()
    {
        var byScore = Metric([[1, 0]], 1);
        Assert.Contains("index", Assert.Throws<InvalidOperationException>(() => byScore.Update(Rows([1, 0]), ["a"])).Message);
        Assert.Contains("index", Assert.Throws<InvalidOperationException>(() => byScore.Update(["0"], ["a"])).Message);
        var byId = new FactorizedTopK(Index(streaming: false), 1);
        Assert.Contains("[queries, 3]", Assert.Throws<ArgumentException>(() => byId.Update(Rows([1, 0]), ["title 0"])).Message);
        Assert.Contains("sample weight 0 is -1", Assert.Throws<ArgumentException>(() => byId.Update(Rows([1, 0, 0]), ["title 0"], [-1f])).Message);
    }

    /// <summary>Items are the unit vectors of three dimensions; user "0" prefers the first, user "1" the last.</summary>
    [Fact]
    public void A_corpus_that_is_scored_in_several_blocks_gives_the_ranks_of_one()
    {
        var corpus = FixedTower.Random(140_000, 2, seed: 3);
        var (queries, hits) = (FixedTower.Random(30, 2, seed: 4), 0);
        var metric = Metric(corpus, 70_000);
        for (var query = 0; query < queries.Length; query++)
        {
            var candidate = corpus[query * 4_600];
            metric.Update(Rows(queries[query]), Rows(candidate));
            var score = Score(queries[query], candidate);
            hits += corpus.Count(row => Score(queries[query], row) > score) < 70_000 ? 1 : 0;
        }

        Assert.InRange(hits, 5, 25);
        Assert.Equal(hits / 30.0, metric.Results()[FactorizedTopK.NameAt(70_000)], 1e-9);

        static double Score(float[] query, float[] row) => ((double)query[0] * row[0]) + ((double)query[1] * row[1]);
    }

    private static VectorIndex Index(bool streaming)
    {
        var (users, items) = (FixedTower.Of("user", [[3, 2, 1], [1, 2, 3]]), FixedTower.Of("item", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]));
        var candidates = Table.FromColumns(FixedTower.Ids("item", [0, 1, 2]), new StringColumn("title", ["title 0", "title 1", "title 2"]));
        return streaming ? new Streaming(users, items, candidates, "title", blockRows: 2) : new BruteForce(users, items, candidates, "title");
    }

    private static FactorizedTopK Metric(float[][] corpus, params int[] ks) => new(
        Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, corpus.Length))), FixedTower.Of("item", corpus), ks);

    private static EmbeddedRows Rows(float[] row) => new(Tensor.From(row, new Shape(1, row.Length)));
}
