using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Every index and recommender that can be saved finds the same when it is loaded; a new one without a kind or without an example here fails.</summary>
public sealed class IndexSavingTests
{
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 200).Select(row => row % 20)),
        FixedTower.Ids("item", Enumerable.Range(0, 200).Select(row => ((row * 3) + (row / 20)) % 11)));

    private static readonly Table _catalogue = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 11)));
    private static readonly Interactions _interactions = new(_pairs, "user", "item", items: _catalogue["item"]);
    private static readonly Tower _users = Tower.Of(Feature.Id("user", _pairs["user"], 4)).WithDense(4, Activation.Tanh);
    private static readonly Tower _items = Tower.Of(Feature.Id("item", _catalogue["item"], 4));

    private static readonly TopKIndex[] _examples =
    [
        new BruteForce(_users, _items, _catalogue, "item"),
        new Popularity(_pairs["item"]),
        new Ease(_interactions, 10),
        new ItemKnn(_interactions, 5),
        new AlternatingLeastSquares(_interactions, factors: 4, iterations: 2),
        new HistoryTowers(_interactions, dimension: 4, epochs: 2),
        new BprMatrixFactorization(_interactions, factors: 4, iterations: 2),
    ];

    public static TheoryData<string> Types => [.. typeof(TopKIndex).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(TopKIndex)) && !type.IsAbstract && type != typeof(Streaming)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_loaded_index_finds_the_same(string type)
    {
        var index = _examples.FirstOrDefault(example => example.GetType().Name == type);
        Assert.True(index is not null, $"{type} needs a kind (SavedKinds) and an example here.");
        using var folder = new TemporaryFolder();
        index.Save(folder.File("index.tandem"));

        var loaded = TopKIndex.Load(folder.File("index.tandem"));

        Assert.IsType(index.GetType(), loaded);
        Assert.Equal(index.Identifiers, loaded.Identifiers);
        string[] ids = ["0", "7", "19"];
        var seen = new SeenItems(_pairs, "user", "item");
        Assert.Equal(index.Query(ids, 5).SelectMany(list => list), loaded.Query(ids, 5).SelectMany(list => list));
        Assert.Equal(index.Query(ids, 5, new() { Seen = seen }).SelectMany(list => list), loaded.Query(ids, 5, new() { Seen = seen }).SelectMany(list => list));
        Assert.Equal(index.Knows("new"), loaded.Knows("new"));
        if (index is not Popularity)
        {
            Assert.Equal(index.Similar("3", 4), loaded.Similar("3", 4));
        }
    }

    [Fact]
    public void A_query_tower_of_two_columns_and_an_index_of_vectors_alone_come_back_too()
    {
        using var folder = new TemporaryFolder();
        var wide = Tower.Of(Feature.Id("user", _pairs["user"], 3), Feature.Number("age"));
        var rows = Table.FromColumns(new StringColumn("user", ["3"]), Column.Of("age", [2.0]));
        var index = new BruteForce(wide, _items, _catalogue, "item");
        index.Save(folder.File("wide.tandem"));
        Assert.Equal(index.Query(rows, 3)[0], ((VectorIndex)TopKIndex.Load(folder.File("wide.tandem"))).Query(rows, 3)[0]);

        var vectors = new BruteForce(index.Candidates, index.Identifiers);
        vectors.Save(folder.File("vectors.tandem"));
        Assert.Null(((VectorIndex)TopKIndex.Load(folder.File("vectors.tandem"))).QueryTower);
    }

    [Fact]
    public void A_streaming_index_says_what_to_save_instead()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("BruteForce", Assert.Throws<NotSupportedException>(() => new Streaming(_users, _items, _catalogue, "item").Save(folder.File("a"))).Message);
        SavedObjects.Save(folder.File("tower"), _users);
        Assert.Contains("tower and not a TopKIndex", Assert.Throws<InvalidDataException>(() => TopKIndex.Load(folder.File("tower"))).Message);
    }
}
