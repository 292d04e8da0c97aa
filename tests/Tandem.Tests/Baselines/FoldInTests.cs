using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Recommendations for somebody who is known by a history alone.</summary>
public sealed class FoldInTests
{
    private static readonly string[] _users = [.. Enumerable.Range(0, 40).Select(user => $"user {user}")];
    private static readonly string[] _items = [.. Enumerable.Range(0, 25).Select(item => $"item {item}")];

    [Theory]
    [InlineData(1f)]
    [InlineData(0.3f)]
    [InlineData(40f)]
    [InlineData(1e12f)]
    public void Least_squares_fold_a_history_in_as_a_users_half_step(float alpha)
    {
        const int d = 6;
        const float regularization = 0.7f;
        var interactions = new RandomInteractions(_users, _items, seed: 1, weighted: false).Interactions;
        var model = new AlternatingLeastSquares(interactions, d, regularization, alpha: alpha);
        var items = model.ItemFactors.ToArray();
        foreach (var user in _users[..5])
        {
            var history = interactions.Of(user).Select(entry => Array.IndexOf(_items, entry.Item)).ToArray();

            var found = model.QueryHistory(history.Select(item => _items[item]), _items.Length);

            var x = HalfStep(items, d, history, regularization, alpha);
            Assert.Equal(_items.Length, found.Count);
            Assert.All(found, item => Assert.Equal(Score(x, Array.IndexOf(_items, item.Id)), item.Score, 1e-4));
        }

        double Score(double[] x, int item) => Enumerable.Range(0, d).Sum(k => x[k] * items[(item * d) + k]);
    }

    [Fact]
    public void A_users_own_history_gives_the_users_list_once_the_fit_has_converged()
    {
        var interactions = new RandomInteractions(_users, _items, seed: 2, weighted: false).Interactions;
        foreach (var alpha in new[] { 1f, 4f })
        {
            var model = new AlternatingLeastSquares(interactions, 3, 1f, iterations: 300, alpha: alpha);
            var own = model.Query("user 5", _items.Length);
            var folded = model.QueryHistory(interactions.Of("user 5").Select(entry => entry.Item), _items.Length);
            Assert.All(own, item => Assert.Equal(item.Score, folded.Single(other => other.Id == item.Id).Score, 2e-3f));
        }
    }

    [Fact]
    public void Ranking_folds_a_history_in_by_its_own_steps_and_by_seed()
    {
        // Two groups of users, each of which met items of its own half.
        var random = new Random(1);
        var rows = Enumerable.Range(0, 600).Select(i => (User: _users[(i % 2) + (2 * random.Next(20))], Item: _items[(i % 2 * 12) + random.Next(12)])).ToArray();
        var table = Table.FromColumns(new StringColumn("user", rows.Select(row => row.User)), new StringColumn("item", rows.Select(row => row.Item)));
        var interactions = new Interactions(table, "user", "item", items: new StringColumn("item", _items));
        var model = new BprMatrixFactorization(interactions, factors: 4, seed: 3);

        var even = model.QueryHistory(_items[..5], k: 7, new() { Excluded = new(_items[..5]) });
        var odd = model.QueryHistory(_items[12..17], k: 7, new() { Excluded = new(_items[12..17]) });

        Assert.All(even, found => Assert.InRange(Array.IndexOf(_items, found.Id), 5, 11));
        Assert.All(odd, found => Assert.InRange(Array.IndexOf(_items, found.Id), 17, 23));
        Assert.Equal(even, model.QueryHistory(_items[..5].Reverse(), k: 7, new() { Excluded = new(_items[..5]) }));
        var again = BprMatrixFactorization.FromFactors(interactions, model.UserFactors, model.ItemFactors, seed: 4);
        Assert.NotEqual(even, again.QueryHistory(_items[..5], k: 7, new() { Excluded = new(_items[..5]) }));
        Assert.Contains("every item", Assert.Throws<ArgumentException>(() => model.QueryHistory(_items)).Message);
    }

    [Fact]
    public void Histories_are_folded_in_by_threads_at_once_and_after_loading_as_before()
    {
        var interactions = new RandomInteractions(_users, _items, seed: 4).Interactions;
        MatrixFactorization[] models =
        [
            new AlternatingLeastSquares(interactions, 5, regularization: 0.2f, alpha: 7),
            new BprMatrixFactorization(interactions, 5, learningRate: 0.1f, regularization: 0.02f, iterations: 7, seed: 9),
        ];
        using var folder = new TemporaryFolder();
        foreach (var model in models)
        {
            model.Save(folder.File("model.tandem"));
            var loaded = (MatrixFactorization)TopKIndex.Load(folder.File("model.tandem"));
            var expected = model.QueryHistory(_items[3..9]);
            Parallel.For(0, 64, _ => Assert.Equal(expected, loaded.QueryHistory(_items[3..9])));
            Assert.Contains("popular", Assert.Throws<ArgumentException>(() => model.QueryHistory(["not an item"])).Message);
            Assert.Equal(expected, model.QueryHistory([.. _items[3..9], "not an item", _items[4]]));
        }
    }

    /// <summary>The normal equations of one user, by elimination in float64.</summary>
    private static double[] HalfStep(float[] items, int d, int[] history, double regularization, double alpha)
    {
        var system = new double[d, d + 1];
        for (var item = 0; item < items.Length / d; item++)
        {
            var confidence = history.Contains(item) ? alpha : 1;
            for (var k = 0; k < d; k++)
            {
                for (var j = 0; j < d; j++)
                {
                    system[k, j] += confidence * items[(item * d) + k] * items[(item * d) + j];
                }

                system[k, d] += history.Contains(item) ? confidence * items[(item * d) + k] : 0;
            }
        }

        for (var k = 0; k < d; k++)
        {
            system[k, k] += regularization;
        }

        for (var k = 0; k < d; k++)
        {
            for (var row = 0; row < d; row++)
            {
                var factor = row == k ? 0 : system[row, k] / system[k, k];
                for (var j = k; j <= d; j++)
                {
                    system[row, j] -= factor * system[k, j];
                }
            }
        }

        return [.. Enumerable.Range(0, d).Select(k => system[k, d] / system[k, k])];
    }
}
