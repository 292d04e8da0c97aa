using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class FallbackRecommenderTests
{
    private static readonly float[][] _items = FixedTower.Random(8, 3, seed: 1);
    private static readonly Table _catalogue = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 8)));
    private static readonly Tower _itemTower = FixedTower.Of("item", _items);
    private static readonly BruteForce _index = new(FixedTower.Of("user", FixedTower.Random(4, 3, seed: 2)), _itemTower, _catalogue, "item");
    private static readonly BruteForce _byAge = new(Tower.Of(Feature.Number("age")).WithDense(3, seed: 5), _itemTower, _catalogue, "item");
    private static readonly Popularity _popular = new(new StringColumn("item", ["5", "5", "5", "2", "2", "7"]));

    [Fact]
    public void A_known_id_gets_the_index_s_results_and_a_new_one_what_is_popular()
    {
        var recommender = new FallbackRecommender(_index, _popular);

        var known = recommender.Recommend("3", k: 5);
        var unknown = recommender.Recommend("nobody", k: 5);

        Assert.Equal(RecommendationSource.Model, known.Source);
        Assert.Equal(_index.Query("3", 5), known);
        Assert.Equal(RecommendationSource.Popularity, unknown.Source);
        Assert.Equal(["5", "2", "7"], unknown.Select(item => item.Id));
        Assert.StartsWith("What is popular, for nobody, who is new", unknown.ToString());
    }

    [Fact]
    public void A_new_id_with_features_gets_what_fits_them_and_without_them_what_is_popular()
    {
        var recommender = new FallbackRecommender(_index, _popular, _byAge);
        var rows = Table.FromColumns(new StringColumn("user", ["0", "new", "older", null, "2"]), Column.Of<double?>("age", [30, 20, null, 40, null]));

        var found = recommender.Recommend(rows, "user", k: 3);

        Assert.Equal(
            [RecommendationSource.Model, RecommendationSource.Features, RecommendationSource.Popularity, RecommendationSource.Features, RecommendationSource.Model],
            found.Select(list => list.Source));
        Assert.Equal(["0", "new", "older", "", "2"], found.Select(list => list.Query));
        Assert.Equal(_index.Query(["0", "2"], 3).SelectMany(list => list), found[0].Concat(found[4]));
        Assert.Equal(_byAge.Query(Table.FromColumns(Column.Of("age", [20.0, 40])), 3).SelectMany(list => list), found[1].Concat(found[3]));
    }

    [Fact]
    public void Filters_hold_whatever_the_source()
    {
        var recommender = new FallbackRecommender(_index, _popular, _byAge);
        var rows = Table.FromColumns(new StringColumn("user", ["new", "1", "newer"]), Column.Of<double?>("age", [null, 1, 2]));
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["1", "newer"]), new StringColumn("item", ["0", "1"])), "user", "item");
        var filter = new QueryFilter { ExcludedPerQuery = [new(["5"]), new(["2"]), null], Excluded = new(["3"]), Seen = seen };

        var found = recommender.Recommend(rows, "user", k: 8, filter);

        Assert.Equal(["2", "7"], found[0].Select(item => item.Id));
        Assert.Equal(["1", "4", "5", "6", "7"], found[1].Select(item => item.Id).Order());
        Assert.Equal(["0", "2", "4", "5", "6", "7"], found[2].Select(item => item.Id).Order());
        Assert.Contains("for 3 queries", Assert.Throws<ArgumentException>(() => recommender.Recommend(rows, "user", k: 8, new() { AllowedPerQuery = [null] })).Message);
    }

    [Fact]
    public void An_index_whose_tower_reads_features_too_is_asked_for_known_ids_that_have_them()
    {
        var tower = Tower.Of(Feature.Id("user", new StringColumn("user", ["a", "b"]), 2), Feature.Number("age"));
        var wide = new BruteForce(tower, _itemTower, _catalogue, "item");
        var recommender = new FallbackRecommender(wide, _popular);
        var rows = Table.FromColumns(new StringColumn("user", ["a", "b", "c"]), Column.Of<double?>("age", [1, null, 2]));

        var found = recommender.Recommend(rows, "user", k: 2);

        Assert.Equal([RecommendationSource.Model, RecommendationSource.Popularity, RecommendationSource.Popularity], found.Select(list => list.Source));
        Assert.Equal(wide.Query(rows.Take(1), 2)[0], found[0]);
        Assert.Contains("queries: table", Assert.Throws<InvalidOperationException>(() => recommender.Recommend("a", 2)).Message);
    }

    [Fact]
    public void An_index_with_the_table_of_its_queries_is_asked_for_known_ids_alone()
    {
        var tower = Tower.Of(Feature.Id("user", new StringColumn("user", ["a", "b"]), 2), Feature.Number("age"));
        var users = Table.FromColumns(new StringColumn("user", ["a", "b", "c"]), Column.Of<double?>("age", [1, 5, 2]));
        var wide = new BruteForce(tower, _itemTower, _catalogue, "item", queries: users);
        var recommender = new FallbackRecommender(wide, _popular);

        var found = recommender.Recommend(["a", "c", "b"], k: 2);

        Assert.Equal([RecommendationSource.Model, RecommendationSource.Popularity, RecommendationSource.Model], found.Select(list => list.Source));
        Assert.Equal(wide.Query(users, 2)[0], found[0]);
        Assert.Equal(wide.Query(users, 2)[1], found[2]);

        // A row's own features come before those of the table.
        var older = Table.FromColumns(new StringColumn("user", ["a", "b"]), Column.Of<double?>("age", [9, null]));
        found = recommender.Recommend(older, "user", k: 2);
        Assert.Equal(wide.Query(older.Take(1), 2)[0], found[0]);
        Assert.Equal(wide.Query("b", 2), found[1]);
    }

    [Fact]
    public void Seen_items_that_are_told_by_other_identifiers_than_the_index_s_are_refused()
    {
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["1"]), new StringColumn("title", ["Alien"])), "user", "title");

        var thrown = Assert.Throws<ArgumentException>(() => _index.Query("1", 3, new QueryFilter { Seen = seen }));

        Assert.Contains("\"title\" is a candidate of the index, such as \"0\"", thrown.Message);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("query tower", Assert.Throws<ArgumentException>(() => new FallbackRecommender(_index, _popular, new BruteForce(Tensor.From([1f], new Shape(1, 1)), ["a"]))).Message);
        var recommender = new FallbackRecommender(_index, _popular);
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend("1", k: 0));
        Assert.Contains(
            "no identifier in common",
            Assert.Throws<ArgumentException>(() => new FallbackRecommender(_index, new Popularity(new StringColumn("title", ["Alien"])))).Message);
        Assert.Contains("age", Assert.Throws<ArgumentException>(() => recommender.Recommend(_catalogue, "age")).Message);
    }
}
