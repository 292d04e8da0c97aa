using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class BruteForceTests
{
    private static readonly float[][] _users = FixedTower.Random(5, 6, seed: 1);
    private static readonly float[][] _items = FixedTower.Random(20, 6, seed: 2);
    private static readonly Table _candidates = Table.FromColumns(
        FixedTower.Ids("item", Enumerable.Range(0, 20)), new StringColumn("title", Enumerable.Range(0, 20).Select(id => $"title {id}")));

    [Fact]
    public void The_best_candidates_come_first_with_their_inner_products()
    {
        var found = Index().Query("3", k: 4);

        var expected = _items.Select((row, id) => (Id: $"title {id}", Score: row.Zip(_users[3], (a, b) => (double)a * b).Sum()))
            .OrderByDescending(item => item.Score).Take(4).ToArray();
        Assert.Equal(expected.Select(item => item.Id), found.Select(item => item.Id));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-5));
        Assert.Equal("3", found.Query);
    }

    [Fact]
    public void An_excluded_candidate_never_comes_back_and_the_list_is_shorter_when_too_few_are_left()
    {
        var excluded = Enumerable.Range(0, 18).Select(id => $"title {id}").Append("not in the index").ToArray();

        var found = Index().QueryWithExclusions("0", excluded, k: 20);

        Assert.Equal(["title 18", "title 19"], found.Select(item => item.Id).Order());
    }

    [Fact]
    public void Several_queries_are_answered_each_with_its_own_exclusions()
    {
        var index = Index();
        var best = index.Query("1", k: 1)[0].Id;

        var found = index.QueryWithExclusions(["1", "1", "2"], [[best], [], []], k: 2);

        Assert.DoesNotContain(best, found[0].Select(item => item.Id));
        Assert.Equal(best, found[1][0].Id);
        Assert.Equal(index.Query("2", k: 2), found[2]);
    }

    [Fact]
    public void Users_of_fixed_vectors_and_of_histories_are_queried_by_their_ids()
    {
        var met = Table.FromColumns(new StringColumn("user", ["ann", "bob"]), new StringColumn("item", ["3", "7"]));
        var item = Feature.Id("item", _candidates["item"], dimension: 4);
        var items = Tower.Of(item);
        var past = Tower.Of(Feature.History("user", Histories.From(met, "user", "item", item.Lookup), item.Layer));
        var vectors = Table.FromColumns(new StringColumn("user", ["ann"]), Column.Of("a", [1.0]), Column.Of("b", [0.0]), Column.Of("c", [0.0]), Column.Of("d", [0.0]));

        var byHistory = new BruteForce(past, items, _candidates, "title");
        var byVector = new BruteForce(Tower.Of(Feature.Fixed("user", vectors)), items, _candidates, "title");

        // Whoever met one item is that item's vector.
        var likeItem7 = byHistory.Query(item.Layer.Apply(item.Lookup["7"]), k: 5)[0];
        Assert.Equal(likeItem7, byHistory.Query("bob", k: 5));
        Assert.Equal(item.Layer.Apply(item.Lookup["0"]).ToArray()[0], byVector.Query("ann", k: 20).Single(found => found.Id == "title 0").Score);
        Assert.False(byVector.Knows("bob"));
        Assert.Contains("\"bob\" is not a user", Assert.Throws<ArgumentException>(() => byVector.Query("bob")).Message);
        Assert.Contains("\"eve\" is not a user", Assert.Throws<ArgumentException>(() => byHistory.Query("eve")).Message);
    }

    [Fact]
    public void Training_on_does_not_change_an_index_that_was_made_before()
    {
        var (users, items) = Towers();
        var index = new BruteForce(users, items, _candidates, "title");
        var before = index.Query("0", k: 3);
        Device.Current.Fill(items.Parameters.Single().Value, 1f);

        Assert.Equal(before, index.Query("0", k: 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void A_k_that_the_index_cannot_serve_is_refused(int k) => Assert.Contains(
        "from 1 to 20", Assert.Throws<ArgumentOutOfRangeException>(() => Index().Query("0", k)).Message);

    [Fact]
    public void An_unknown_query_is_named() => Assert.Contains(
        "\"nobody\" is not a user", Assert.Throws<ArgumentException>(() => Index().Query("nobody", k: 1)).Message);

    [Fact]
    public void Candidates_with_one_identifier_are_refused_with_both_rows()
    {
        var twice = Table.FromColumns(FixedTower.Ids("item", [0, 1, 2]), new StringColumn("title", ["a", "b", "a"]));
        var (users, items) = Towers();

        var error = Assert.Throws<ArgumentException>(() => new BruteForce(users, items, twice, "title"));

        Assert.Contains("\"a\" stands in rows 0 and 2", error.Message);
    }

    [Fact]
    public void Towers_that_do_not_match_are_refused()
    {
        var (users, _) = Towers();
        var items = FixedTower.Of("item", FixedTower.Random(20, 7, seed: 1));

        var error = Assert.Throws<ArgumentException>(() => new BruteForce(users, items, _candidates, "title"));

        Assert.Contains("6 dimensions", error.Message);
        Assert.Contains("item tower 7", error.Message);
    }

    [Fact]
    public void Vectors_may_be_indexed_and_queried_without_towers()
    {
        var index = new BruteForce(Tensor.From(_items.Flatten(), new Shape(20, 6)), [.. Enumerable.Range(0, 20).Select(id => $"title {id}")]);
        var users = Tensor.From(_users.Flatten(), new Shape(5, 6));
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["b"]), new StringColumn("title", [Index().Query("1", k: 1)[0].Id])), "user", "title");

        Answers.AssertSame(Index().Query("3", k: 4), index.Query(users, k: 4)[3]);
        Answers.AssertSame([.. Index().Query("1", k: 4).Skip(1)], [.. index.Query(users, 4, new() { Seen = seen }, ["a", "b", "c", "d", "e"])[1].Take(3)]);
        Assert.Contains("no query tower", Assert.Throws<ArgumentException>(() => index.Query("0")).Message);
        Assert.Contains("ids too", Assert.Throws<ArgumentException>(() => index.Query(users, 4, new() { Seen = seen })).Message);
        Assert.Contains("[queries, 6]", Assert.Throws<ArgumentException>(() => index.Query(Tensor.Zeros(new Shape(2, 5)), k: 1)).Message);
        Assert.Contains("20 identifiers", Assert.Throws<ArgumentException>(() => new BruteForce(users, index.Identifiers)).Message);
    }

    [Fact]
    public void A_tower_that_reads_more_than_an_id_is_queried_with_a_table()
    {
        var users = Tower.Of(FixedTower.Of("user", FixedTower.Random(5, 5, seed: 3)).Features[0], Feature.Number("age"));
        var index = new BruteForce(users, FixedTower.Of("item", _items), _candidates, "title");
        var queries = Table.FromColumns(FixedTower.Ids("user", [2, 4]), Column.Of("age", [1.0, 2.0]));
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["4"]), new StringColumn("title", [index.Query(queries, k: 1)[1][0].Id])), "user", "title");

        var found = index.Query(queries, k: 3);

        Assert.Equal(["2", "4"], found.Select(list => list.Query));
        Assert.Equal(index.Query(users.Embed(queries).ToTensor(), k: 3)[0], found[0]);
        Assert.Equal(found[1].Skip(1), index.Query(queries, 3, new() { Seen = seen })[1].Take(2));
        Assert.False(index.Knows("2"));
        Assert.Contains("columns user, age", Assert.Throws<ArgumentException>(() => index.Query("2")).Message);
    }

    [Fact]
    public void Similar_candidates_are_those_at_the_smallest_angle()
    {
        var found = Index().Similar("title 3", k: 5);

        var expected = Enumerable.Range(0, 20).Where(id => id != 3).Select(id => (Id: $"title {id}", Score: Cosine(_items[id], _items[3])))
            .OrderByDescending(item => item.Score).Take(5).ToArray();
        Assert.Equal(expected.Select(item => item.Id), found.Select(item => item.Id));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-5));
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));

    private static BruteForce Index()
    {
        var (users, items) = Towers();
        return new BruteForce(users, items, _candidates, "title");
    }

    private static (Tower Users, Tower Items) Towers() => (FixedTower.Of("user", _users), FixedTower.Of("item", _items));

    [Fact]
    public void More_results_than_an_array_holds_are_refused_with_how_many_to_ask_for()
    {
        var items = Enumerable.Range(0, 1000).Select(item => $"{item}").ToArray();
        var index = new Popularity(new StringColumn("item", items));

        var error = Assert.Throws<ArgumentException>(() => index.Query(Enumerable.Repeat("somebody", 3_000_000).ToArray(), k: 1000));

        Assert.Contains("3,000,000,000 results", error.Message);
        Assert.Contains("ids.Chunk(2147483)", error.Message);
    }

    [Fact]
    public void A_filter_that_leaves_out_more_than_an_array_holds_is_refused()
    {
        var items = Enumerable.Range(0, 30_000).Select(item => $"{item}").ToArray();
        var index = new Popularity(new StringColumn("item", items));
        var queries = Enumerable.Repeat("somebody", 80_000).ToArray();

        var ofAll = Assert.Throws<ArgumentException>(() => index.Query(queries, k: 1, new() { Excluded = new(items) }));
        var ofEach = Assert.Throws<ArgumentException>(
            () => index.Query(queries, k: 1, new() { ExcludedPerQuery = [.. Enumerable.Repeat(new CandidateSet(items), queries.Length)] }));

        Assert.All([ofAll, ofEach], error => Assert.Contains("fewer queries at a time", error.Message));
    }
}
