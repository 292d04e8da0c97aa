namespace Tandem.Tests;

/// <summary>What an index does with the table of its queries.</summary>
public sealed class IndexQueriesTests
{
    private static readonly string[] _users = [.. Enumerable.Range(0, 12).Select(user => $"{user}")];
    private static readonly string[] _titles = [.. Enumerable.Range(0, 30).Select(item => $"title {item}")];
    private static readonly VectorCorpus _corpus = VectorCorpus.Create(_users, _titles, seed: 3);
    private static readonly BruteForce _ofIds = new(_corpus.Users, _corpus.Items, _corpus.Candidates, "title");

    private static readonly Table _test = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 40).Select(row => row % 14)),
        new StringColumn("title", Enumerable.Range(0, 40).Select(row => _titles[row * 7 % _titles.Length])));

    private static readonly SeenItems _seen = new(
        Table.FromColumns(
            FixedTower.Ids("user", Enumerable.Range(0, 24).Select(row => row % 12)),
            new StringColumn("title", Enumerable.Range(0, 24).Select(row => _titles[((row * 5) + 1) % _titles.Length]))),
        "user",
        "title");

    public static TheoryData<bool> Kinds => [false, true];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluations_of_a_tower_that_reads_an_id_and_features_are_those_of_the_same_vectors_by_id(bool streaming)
    {
        var index = Index(streaming);
        var (topK, sampled) = (
            new TopKEvaluation(_test, "user", "title") { Ks = [1, 5], Seen = _seen },
            new SampledEvaluation(_test, "user", "title") { Negatives = 10, Seen = _seen });

        Assert.Equal(topK.Run(_ofIds), topK.Run(index));
        Assert.Equal(sampled.Run(_ofIds), sampled.Run(index));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Known_ids_are_recommended_what_the_model_says_and_new_ones_what_is_popular(bool streaming)
    {
        var recommender = new FallbackRecommender(Index(streaming), new Popularity(_test["title"]));

        var found = recommender.Recommend(["3", "nobody"], k: 4, new() { Seen = _seen });

        Assert.Equal([RecommendationSource.Model, RecommendationSource.Popularity], found.Select(list => list.Source));
        Assert.Equal(_ofIds.Query("3", 4, new() { Seen = _seen }), found[0]);
    }

    [Fact]
    public void A_loaded_index_has_its_queries()
    {
        using var folder = new TemporaryFolder();
        var index = Index(streaming: false);
        index.Save(folder.File("index.tandem"));

        var loaded = (BruteForce)TopKIndex.Load(folder.File("index.tandem"));

        Assert.Equal(["user", "place"], loaded.Queries!.Columns.Select(column => column.Name));
        Assert.False(loaded.Knows("nobody"));
        Assert.Equal(index.Query(_users, 9), loaded.Query(_users, 9));
    }

    [Fact]
    public void A_tower_that_reads_no_id_is_asked_by_the_column_that_is_named()
    {
        var tower = Tower.Of(_corpus.UsersWithPlaces.Features[1]).WithDense(5, seed: 1);
        var queries = Table.FromColumns(new StringColumn("customer", ["ann", "bob"]), FixedTower.Ids("place", [4, 2]));
        var index = new BruteForce(tower, _corpus.Items, _corpus.Candidates, "title", queries, "customer");

        Assert.True(index.Knows("bob"));
        Assert.False(index.Knows("2"));
        Answers.AssertSame(index.Query(queries, 5)[1], index.Query("bob", 5));
    }

    [Fact]
    public void Rows_that_the_tower_cannot_embed_make_no_query()
    {
        var queries = Table.FromColumns(new StringColumn("user", ["0", "1", null, "99"]), new StringColumn("place", ["0", null, "2", "3"]));
        var index = new BruteForce(_corpus.UsersWithPlaces, _corpus.Items, _corpus.Candidates, "title", queries);

        Assert.Equal("0", Assert.Single(index.Queries!["user"].Texts()));
        Assert.Contains("\"1\" is not among the 1 queries", Assert.Throws<ArgumentException>(() => index.Query("1")).Message);
    }

    [Fact]
    public void Queries_that_do_not_fit_the_tower_are_refused()
    {
        Assert.Contains("\"3\" more than once", Refused(Table.FromColumns(FixedTower.Ids("user", [3, 3]), FixedTower.Ids("place", [1, 2]))));
        Assert.Contains("None of the 1 rows", Refused(Table.FromColumns(FixedTower.Ids("user", [99]), FixedTower.Ids("place", [1]))));
        Assert.Contains("place", Refused(Table.FromColumns(FixedTower.Ids("user", [1]))));

        static string Refused(Table queries) => Assert.Throws<ArgumentException>(
            () => new BruteForce(_corpus.UsersWithPlaces, _corpus.Items, _corpus.Candidates, "title", queries)).Message;
    }

    [Fact]
    public void An_index_that_can_know_nobody_says_so_instead_of_answering_with_what_is_popular()
    {
        var popular = new Popularity(_test["title"]);
        var hashed = Tower.Of(Feature.Hashed("user", bins: 20, 5));
        foreach (var tower in new[] { _corpus.UsersWithPlaces, hashed })
        {
            var index = new BruteForce(tower, _corpus.Items, _corpus.Candidates, "title");

            Assert.Contains("queries: table", Assert.Throws<ArgumentException>(() => index.Query("1")).Message);
            Assert.Contains("queries: table", Assert.Throws<ArgumentException>(() => new TopKEvaluation(_test, "user", "title").Run(index)).Message);
            Assert.Contains("queries: table", Assert.Throws<InvalidOperationException>(() => new FallbackRecommender(index, popular).Recommend("1")).Message);
        }

        var ofVectors = new BruteForce(_ofIds.Candidates, _ofIds.Identifiers);
        Assert.Contains("no query tower", Assert.Throws<ArgumentException>(() => new FallbackRecommender(ofVectors, popular)).Message);
    }

    private static VectorIndex Index(bool streaming) => streaming
        ? new Streaming(_corpus.UsersWithPlaces, _corpus.Items, _corpus.Candidates, "title", blockRows: 7, queries: _corpus.Queries)
        : new BruteForce(_corpus.UsersWithPlaces, _corpus.Items, _corpus.Candidates, "title", queries: _corpus.Queries);
}
