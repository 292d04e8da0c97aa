using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class BaselineTests
{
    private static readonly string[] _users = [.. Enumerable.Range(0, 40).Select(user => $"user {user}")];
    private static readonly string[] _items = [.. Enumerable.Range(0, 25).Select(item => $"item {item}")];

    [Fact]
    public void A_history_is_scored_as_that_of_a_user_who_met_the_same()
    {
        var data = new RandomInteractions(_users, _items, seed: 1, weighted: false);
        var history = data.Interactions.Of("user 7").Select(entry => entry.Item).ToArray();
        foreach (var model in new HistoryIndex[] { new Ease(data.Interactions, 3), new ItemKnn(data.Interactions, 4), new HistoryTowers(data.Interactions, 4, epochs: 2) })
        {
            var expected = model.QueryWithExclusions("user 7", history, k: 5);
            Assert.Equal(expected, model.QueryHistory([.. history, "not an item", history[0]], k: 5, new() { Excluded = new(history) }));
            Assert.Contains("popular", Assert.Throws<ArgumentException>(() => model.QueryHistory(["not an item"])).Message);
        }
    }

    [Fact]
    public void Without_excess_confidence_least_squares_are_solved_exactly()
    {
        var data = new RandomInteractions(_users, _items, seed: 2, weighted: false);

        var model = new AlternatingLeastSquares(data.Interactions, factors: 3, regularization: 0.5f, iterations: 4);

        // The items were solved for last: (UᵀU + λI)·v = Σ u over the users of the item.
        var (users, items) = (model.UserFactors.ToArray(), model.ItemFactors.ToArray());
        for (var item = 0; item < _items.Length; item++)
        {
            for (var k = 0; k < 3; k++)
            {
                var left = Enumerable.Range(0, 3).Sum(j => (Gram(users, k, j) + (k == j ? 0.5 : 0)) * items[(item * 3) + j]);
                var right = Enumerable.Range(0, _users.Length).Sum(user => data.Matrix[Row(user), item] * users[(user * 3) + k]);
                Assert.Equal(right, left, 1e-3);
            }
        }

        int Row(int user) => Array.IndexOf(_users, data.Interactions.Users[user]);
        double Gram(float[] rows, int k, int j) => Enumerable.Range(0, rows.Length / 3).Sum(row => (double)rows[(row * 3) + k] * rows[(row * 3) + j]);
    }

    [Fact]
    public void Conjugate_gradients_end_where_the_exact_solution_is()
    {
        var data = new RandomInteractions(_users, _items, seed: 3, weighted: false).Interactions;

        var exact = new AlternatingLeastSquares(data, factors: 3, regularization: 1, iterations: 40);
        var nearly = new AlternatingLeastSquares(data, factors: 3, regularization: 1, iterations: 40, alpha: 1.00001f);

        foreach (var user in _users)
        {
            Assert.All(FactorReference.Scores(exact, user).Zip(FactorReference.Scores(nearly, user)), pair => Assert.Equal(pair.First, pair.Second, 0.02));
        }
    }

    [Fact]
    public void Trained_models_learn_who_likes_what()
    {
        // Two groups of users, each of which met items of its own half.
        var random = new Random(1);
        var rows = Enumerable.Range(0, 600).Select(i => (User: _users[(i % 2) + (2 * random.Next(20))], Item: _items[(i % 2 * 12) + random.Next(12)])).ToArray();
        var table = Table.FromColumns(new StringColumn("user", rows.Select(row => row.User)), new StringColumn("item", rows.Select(row => row.Item)));
        var interactions = new Interactions(table, "user", "item", items: new StringColumn("item", _items));
        foreach (var model in new TopKIndex[]
        {
            new HistoryTowers(interactions, dimension: 4, regularization: 0.1f, batchSize: 8),
            new AlternatingLeastSquares(interactions, factors: 4, regularization: 1),
            new AlternatingLeastSquares(interactions, factors: 4, regularization: 1, alpha: 5),
            new BprMatrixFactorization(interactions, factors: 4),
        })
        {
            Assert.All(model.Query("user 0", k: 12), found => Assert.InRange(Array.IndexOf(_items, found.Id), 0, 11));
            Assert.All(model.Query("user 1", k: 12), found => Assert.InRange(Array.IndexOf(_items, found.Id), 12, 23));
            Assert.InRange(Array.IndexOf(_items, model.Similar("item 3", k: 1)[0].Id), 0, 11);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_and_progress_is_told()
    {
        var data = new RandomInteractions(_users, _items, seed: 4).Interactions;
        List<FitProgress> told = [];
        Func<MatrixFactorization>[] fits =
        [
            () => new AlternatingLeastSquares(data, factors: 5, iterations: 3, seed: 9, progress: told.Add),
            () => new BprMatrixFactorization(data, factors: 5, iterations: 3, seed: 9, progress: told.Add),
        ];
        Assert.Equal(Towers(), Towers());
        told.Clear();
        foreach (var fit in fits)
        {
            Assert.Equal(fit().UserFactors.ToArray(), fit().UserFactors.ToArray());
            Assert.Equal([new(1, 3), new(2, 3), new(3, 3)], told[..3]);
            told.Clear();
        }

        float[] Towers() => new HistoryTowers(data, dimension: 5, epochs: 3, seed: 9, progress: told.Add).ItemEmbeddings.ToArray();
    }

    [Fact]
    public void A_model_is_made_again_from_its_state()
    {
        var data = new RandomInteractions(_users, _items, seed: 5).Interactions;
        var ease = new Ease(data, 2);
        var als = new AlternatingLeastSquares(data, factors: 4);
        var bpr = new BprMatrixFactorization(data, factors: 4, iterations: 2);
        var towers = new HistoryTowers(data, dimension: 4, epochs: 1);
        var popularity = new Popularity(new StringColumn("item", _items));

        Assert.Equal(ease.Query("user 3"), Ease.FromWeights(data, 2, ease.Weights).Query("user 3"));
        Assert.Equal(als.Query("user 3"), AlternatingLeastSquares.FromFactors(data, als.UserFactors, als.ItemFactors).Query("user 3"));
        Assert.Equal(bpr.Query("user 3"), BprMatrixFactorization.FromFactors(data, bpr.UserFactors, bpr.ItemFactors).Query("user 3"));
        Assert.Equal(towers.Query("user 3"), HistoryTowers.FromEmbeddings(data, towers.HistoryEmbeddings, towers.ItemEmbeddings).Query("user 3"));
        Assert.Throws<ArgumentException>(() => HistoryTowers.FromEmbeddings(data, towers.HistoryEmbeddings, als.UserFactors));
        Assert.Equal(popularity.Query("user 3"), Popularity.FromCounts("item", popularity.Counts).Query("user 3"));
        Assert.Throws<ArgumentException>(() => Ease.FromWeights(data, 2, als.UserFactors));
        Assert.Throws<ArgumentException>(() => AlternatingLeastSquares.FromFactors(data, als.ItemFactors, als.UserFactors));
        Assert.Contains("\"x\"", Assert.Throws<ArgumentException>(() => Popularity.FromCounts("item", [new("x", 0)])).Message);
    }

    [Fact]
    public void Bad_settings_are_named()
    {
        var data = new RandomInteractions(_users, _items, seed: 6).Interactions;
        Assert.Contains("regularization", Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(data, 0)).Message);
        Assert.Contains("larger", Assert.Throws<InvalidOperationException>(() => new Ease(Twins(), 1e-12f)).Message);
        Assert.Contains("neighbours", Assert.Throws<ArgumentOutOfRangeException>(() => new ItemKnn(data, 0)).Message);
        Assert.Contains("shrinkage", Assert.Throws<ArgumentOutOfRangeException>(() => new ItemKnn(data, 3, -1)).Message);
        Assert.Contains("factors", Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(data, factors: 0)).Message);
        Assert.Contains("regularization", Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(data, regularization: 0)).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingLeastSquares(data, alpha: float.NaN)).Message);
        Assert.Contains("iterations", Assert.Throws<ArgumentOutOfRangeException>(() => new BprMatrixFactorization(data, iterations: 0)).Message);
        Assert.Contains("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new BprMatrixFactorization(data, learningRate: 0)).Message);
        Assert.Contains("dimension", Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryTowers(data, dimension: 0)).Message);
        Assert.Contains("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryTowers(data, learningRate: -1)).Message);
        Assert.Contains("learning rate", Assert.Throws<NonFiniteException>(() => new HistoryTowers(data, learningRate: 1e30f)).Message);
        Assert.Contains("learning rate", Assert.Throws<NonFiniteException>(() => new BprMatrixFactorization(data, learningRate: 1e30f)).Message);
    }

    [Fact]
    public void Fitting_leaves_no_memory_behind_but_the_model()
    {
        var data = new RandomInteractions(_users, _items, seed: 7).Interactions;
        var before = Device.Current.LiveStorages;

        _ = new AlternatingLeastSquares(data, factors: 4, alpha: 2).Query("user 1");
        Assert.Equal(before + 2, Device.Current.LiveStorages);
        _ = new Ease(data).Query("user 1");
        Assert.Equal(before + 3, Device.Current.LiveStorages);
    }

    [Fact]
    public void An_item_of_a_history_is_scored_by_the_others()
    {
        // Every user met one item. Scored with its own part it would be foretold; scored without, nothing tells items apart, and training leaves all scores small.
        var table = Table.FromColumns(new StringColumn("user", _users), new StringColumn("item", _users.Select((_, i) => _items[i % _items.Length])));
        var model = new HistoryTowers(new Interactions(table, "user", "item"), dimension: 8, regularization: 0.01f);

        Assert.All(model.Query("user 3", k: _items.Length), found => Assert.InRange(found.Score, -0.5f, 0.5f));
    }

    /// <summary>Two items that the same users met: without regularization their columns depend on one another.</summary>
    private static Interactions Twins() => new(
        Table.FromColumns(new StringColumn("user", ["a", "a", "b", "b"]), new StringColumn("item", ["x", "y", "x", "y"])), "user", "item");
}
