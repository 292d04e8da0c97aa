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

    private static BruteForce Index()
    {
        var (users, items) = Towers();
        return new BruteForce(users, items, _candidates, "title");
    }

    private static (Tower Users, Tower Items) Towers() => (FixedTower.Of("user", _users), FixedTower.Of("item", _items));
}
