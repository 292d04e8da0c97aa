using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class StreamingTests
{
    [Fact]
    public void Training_on_changes_what_is_found()
    {
        var (users, items) = (FixedTower.Of("user", [[1, 0]]), FixedTower.Of("item", [[1, 0], [0, 1], [2, 0]]));
        var index = new Streaming(users, items, Table.FromColumns(FixedTower.Ids("item", [0, 1, 2])), "item", blockRows: 2);
        Assert.Equal("2", index.Query("0", k: 1)[0].Id);

        Device.Current.Fill(items.Parameters.Single().Value, 1f);

        Assert.Equal(["0", "1", "2"], index.Query("0", k: 3).Select(item => item.Id));
    }

    [Fact]
    public void Blocks_of_vectors_are_searched_as_one_corpus()
    {
        var (corpus, queries) = (FixedTower.Random(40, 6, seed: 1), FixedTower.Random(5, 6, seed: 2));
        string[] ids = [.. Enumerable.Range(0, 40).Select(row => $"title {row}")];
        var whole = new BruteForce(Tensor.From(corpus.Flatten(), new Shape(40, 6)), ids);
        var blocks = new Streaming(Blocks(corpus, ids, [15, 1, 20, 4]));
        var vectors = Tensor.From(queries.Flatten(), new Shape(5, 6));
        var filter = new QueryFilter { Excluded = ["title 3", "title 39"] };

        Assert.Equal(whole.Query(vectors, 8, filter), blocks.Query(vectors, 8, filter));
        Assert.Equal(whole.Similar(ids, k: 5).Select(Ids), blocks.Similar(ids, k: 5).Select(Ids));
    }

    [Fact]
    public void A_search_leaves_no_tensors()
    {
        var corpus = FixedTower.Random(40, 6, seed: 1);
        string[] ids = [.. Enumerable.Range(0, 40).Select(row => $"title {row}")];
        using var queries = Tensor.From(corpus[0], new Shape(1, 6));
        var index = new Streaming(Blocks(corpus, ids, [15, 25]));
        var before = Device.Current.LiveStorages;

        _ = index.Query(queries, k: 3);
        _ = index.Similar("title 1", k: 3);

        Assert.Equal(before, Device.Current.LiveStorages);
    }

    [Fact]
    public void Blocks_that_cannot_be_searched_are_refused()
    {
        var corpus = FixedTower.Random(4, 2, seed: 1);
        Assert.Contains("at least one candidate", Assert.Throws<ArgumentException>(() => new Streaming([])).Message);
        Assert.Contains("rows 0 and 3", Assert.Throws<ArgumentException>(() => new Streaming(Blocks(corpus, ["a", "b", "c", "a"], [2, 2]))).Message);
        Assert.Contains("\"c\" needs vectors of shape [2, 2]", Assert.Throws<ArgumentException>(() => new Streaming(
            [.. Blocks(corpus, ["a", "b"], [2]), new CandidateBlock(["c", "d"], Tensor.Zeros(new Shape(2, 3)))])).Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_vector_that_is_not_finite_is_refused_with_its_candidate(float value)
    {
        float[][] corpus = [[1, 2], [3, 4], [5, value]];
        string[] ids = ["a", "b", "c"];
        var blocks = new Streaming(Blocks(corpus, ids, [2, 1]));
        using var query = Tensor.From([1f, 0f], new Shape(1, 2));
        Assert.StartsWith("The vector of candidate \"c\" is not finite in component 1.", Assert.Throws<ArgumentException>(() => blocks.Query(query, k: 1)).Message);
        Assert.Contains("candidate \"c\" is not finite", Assert.Throws<ArgumentException>(() => blocks.Similar("a", k: 1)).Message);

        var (users, items) = (FixedTower.Of("user", [[1, 0]]), FixedTower.Of("item", corpus));
        var embedded = new Streaming(users, items, Table.FromColumns(FixedTower.Ids("item", [0, 1, 2])), "item", blockRows: 2);
        Assert.Contains("candidate \"2\" is not finite", Assert.Throws<ArgumentException>(() => embedded.Query("0", k: 1)).Message);
    }

    [Theory]
    [InlineData(3e38f)]
    [InlineData(-3e38f)]
    public void A_score_beyond_single_precision_is_refused_with_its_candidate(float value)
    {
        float[][] corpus = [[value, value], [1, 1]];
        string[] ids = ["far", "near"];
        using var query = Tensor.From([2f, 2f], new Shape(1, 2));
        foreach (var index in (VectorIndex[])[new Streaming(Blocks(corpus, ids, [1, 1])), new BruteForce(Tensor.From(corpus.SelectMany(row => row).ToArray(), new Shape(2, 2)), ids)])
        {
            Assert.Contains("Candidate \"far\" has the score", Assert.Throws<InvalidOperationException>(() => index.Query(query, k: 2)).Message);
        }
    }

    [Fact]
    public void Blocks_that_changed_are_refused_with_the_candidate()
    {
        var corpus = FixedTower.Random(4, 2, seed: 1);
        var blocks = Blocks(corpus, ["a", "b", "c", "d"], [2, 2]).ToList();
        var index = new Streaming(blocks);
        using var query = Tensor.From([1, 0], new Shape(1, 2));

        blocks.RemoveAt(1);
        Assert.Contains("were 4 candidates, and now 2", Assert.Throws<InvalidOperationException>(() => index.Query(query, k: 1)).Message);

        blocks.AddRange(Blocks(corpus, ["c", "x"], [2]));
        Assert.Contains("candidate 3 was \"d\" and is \"x\"", Assert.Throws<InvalidOperationException>(() => index.Query(query, k: 1)).Message);
    }

    private static string[] Ids(Recommendations found) => [.. found.Select(item => item.Id)];

    /// <summary>Blocks of the given sizes, their tensors made at each enumeration.</summary>
    private static IEnumerable<CandidateBlock> Blocks(float[][] corpus, string[] ids, int[] sizes)
    {
        var first = 0;
        foreach (var size in sizes)
        {
            yield return new CandidateBlock(ids[first..(first + size)], Tensor.From(corpus[first..(first + size)].Flatten(), new Shape(size, corpus[0].Length)));
            first += size;
        }
    }
}
