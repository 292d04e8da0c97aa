using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Weights far from 1: results are right, or the error names the weight. Nothing vanishes from a list.</summary>
public sealed class ExtremeWeightsTests
{
    private static readonly string[] _users = [.. Enumerable.Range(0, 40).Select(user => $"user {user}")];
    private static readonly string[] _items = [.. Enumerable.Range(0, 20).Select(item => $"item {item}")];

    [Theory]
    [InlineData(1e8)]
    [InlineData(1e10)]
    [InlineData(1e11)]
    [InlineData(1.6e12)]
    [InlineData(1e20)]
    [InlineData(1e30)]
    public void Least_squares_are_solved_for_confidences_of_any_size(double scale)
    {
        var interactions = Scaled(scale);

        var model = new AlternatingLeastSquares(interactions, factors: 8);

        // The items were solved for last: their equations hold, relative to the size of their terms.
        var (users, items) = (model.UserFactors.ToArray(), model.ItemFactors.ToArray());
        Assert.All(items.Concat(users), value => Assert.True(float.IsFinite(value)));
        AssertSolved(users, items, interactions.ByItem, regularization: 10, alpha: 1);
        Assert.Equal(_items.Length, model.Query("user 5", _items.Length).Count);
    }

    [Fact]
    public void One_confident_interaction_leaves_the_others_their_say()
    {
        var table = new RandomInteractions(_users, _items, seed: 3).Table;
        var weights = table.Column<DoubleColumn>("weight").Values.ToArray();
        weights[7] = 1e25;
        var interactions = new Interactions(table.WithColumn(Column.Of("weight", weights)), "user", "item", "weight");

        var model = new AlternatingLeastSquares(interactions, factors: 4, regularization: 0.5f, alpha: 3, iterations: 30);

        AssertSolved(model.UserFactors.ToArray(), model.ItemFactors.ToArray(), interactions.ByItem, regularization: 0.5, alpha: 3, rows: Confident(interactions.ByItem));
        var item = table["item"].Text(7)!;
        Assert.Equal(1f, model.Query(table["user"].Text(7)!, _items.Length).Single(found => found.Id == item).Score, 1e-3f);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-15)]
    [InlineData(1e12)]
    [InlineData(1e20)]
    [InlineData(1e35)]
    public void Neighbours_do_not_depend_on_the_unit_of_the_weights(double scale)
    {
        var expected = new ItemKnn(Scaled(1), shrinkage: 0).Query("user 5", _items.Length);

        var found = new ItemKnn(Scaled(scale), shrinkage: 0).Query("user 5", _items.Length);

        Assert.Equal(expected.Select(item => item.Id), found.Select(item => item.Id));
        Assert.All(expected.Zip(found), pair => Assert.Equal(1, pair.Second.Score / scale / pair.First.Score, 1e-5));
    }

    [Theory]
    [InlineData(1e20)]
    [InlineData(1e-30)]
    public void Shares_of_a_history_do_not_depend_on_the_unit_of_the_weights(double scale)
    {
        using var scope = new TensorScope();
        var embeddings = Initializer.Normal(1f).Create("embeddings", new Shape(_items.Length, 5), seed: 1).Value;

        var expected = HistoryTraining.Embed(embeddings, Scaled(1).ByUser).ToArray();

        Assert.All(expected.Zip(HistoryTraining.Embed(embeddings, Scaled(scale).ByUser).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_fit_that_is_not_finite_names_the_weight()
    {
        var error = Assert.Throws<NonFiniteException>(() => new Ease(Scaled(1e20))).Message;
        Assert.Contains("item", error);
        Assert.Contains("E+20", error);
        Assert.Contains("logarithm", error);

        error = Assert.Throws<NonFiniteException>(() => new HistoryTowers(Scaled(1e30), dimension: 4, learningRate: 1e30f)).Message;
        Assert.Contains("E+30", error);
        Assert.Contains("logarithm", error);
    }

    [Fact]
    public void Towers_of_histories_learn_the_same_whatever_the_unit_of_the_weights() => Assert.Equal(
        new HistoryTowers(Scaled(1), dimension: 4, regularization: 0, epochs: 3).ItemEmbeddings.ToArray(),
        new HistoryTowers(Scaled(Math.ScaleB(1, 100)), dimension: 4, regularization: 0, epochs: 3).ItemEmbeddings.ToArray());

    [Theory]
    [InlineData(double.PositiveInfinity, typeof(InvalidDataException))]
    [InlineData(1e39, typeof(InvalidDataException))]
    [InlineData(double.NaN, typeof(InvalidDataException))]
    [InlineData(1e-60, typeof(ArgumentException))]
    [InlineData(-1, typeof(ArgumentException))]
    public void A_weight_that_no_float_holds_is_refused_with_its_row(double weight, Type error)
    {
        var table = Table.FromColumns(new StringColumn("user", ["a", "b"]), new StringColumn("item", ["x", "x"]), Column.Of("w", [1, weight]));

        Assert.Contains("\"w\", row 1", Assert.Throws(error, () => new Interactions(table, "user", "item", "w")).Message);
    }

    [Fact]
    public void Weights_that_add_up_to_more_than_a_float_are_refused_with_their_user_or_item()
    {
        Assert.Contains("user \"a\"", Refusal(["a", "a"], ["x", "x"]));
        Assert.Contains("user \"a\"", Refusal(["a", "a"], ["x", "y"]));
        Assert.Contains("item \"x\"", Refusal(["a", "b"], ["x", "x"]));

        static string Refusal(string[] users, string[] items) => Assert.Throws<ArgumentException>(() => new Interactions(
            Table.FromColumns(new StringColumn("user", users), new StringColumn("item", items), Column.Of("w", [2e38, 2e38])), "user", "item", "w")).Message;
    }

    [Fact]
    public void Vectors_that_are_not_finite_make_no_index()
    {
        var vectors = Tensor.From([1, 2, 3, float.NaN, 5, 6], new Shape(3, 2));
        var error = Assert.Throws<ArgumentException>(() => new BruteForce(vectors, ["x", "y", "z"])).Message;
        Assert.Contains("candidate \"y\"", error);
        Assert.Contains("component 1", error);

        var one = new Interactions(Table.FromColumns(new StringColumn("user", ["a", "b", "c"]), new StringColumn("item", ["x", "y", "z"])), "user", "item");
        Assert.Contains("user \"b\"", Assert.Throws<ArgumentException>(() => AlternatingLeastSquares.FromFactors(one, vectors, vectors)).Message);
    }

    private static Interactions Scaled(double scale)
    {
        var table = new RandomInteractions(_users, _items, seed: 3).Table;
        return new Interactions(
            table.WithColumn(Column.Of("weight", table.Column<DoubleColumn>("weight").Values.ToArray().Select(weight => weight * scale))), "user", "item", "weight");
    }

    private static IEnumerable<int> Confident(SparseRows rows) =>
        Enumerable.Range(0, rows.Rows).Where(row => rows.Weights[rows.Offsets[row]..rows.Offsets[row + 1]].Max() > 1e20f);

    /// <summary>(TᵀT + λI)·x = Σ (c − (c − 1)·⟨t, x⟩)·t, up to the rounding of x to float, which large confidences amplify.</summary>
    private static void AssertSolved(float[] table, float[] solution, SparseRows entries, double regularization, double alpha, IEnumerable<int>? rows = null)
    {
        var d = solution.Length / entries.Rows;
        foreach (var row in rows ?? Enumerable.Range(0, entries.Rows))
        {
            double[] x = [.. solution[(row * d)..((row + 1) * d)]];
            for (var k = 0; k < d; k++)
            {
                var (residual, terms) = (regularization * x[k], 0.0);
                for (var other = 0; other < table.Length / d; other++)
                {
                    Add(other, -Dot(other), 1);
                }

                for (var e = entries.Offsets[row]; e < entries.Offsets[row + 1]; e++)
                {
                    var confidence = alpha * entries.Weights[e];
                    Add(entries.Columns[e], confidence - ((confidence - 1) * Dot(entries.Columns[e])), confidence);
                }

                Assert.InRange(Math.Abs(residual), 0, 2e-6 * terms);

                void Add(int other, double factor, double size)
                {
                    residual -= factor * table[(other * d) + k];
                    terms += size * Enumerable.Range(0, d).Sum(j => Math.Abs((double)table[(other * d) + j] * x[j])) * Math.Abs(table[(other * d) + k]);
                }
            }

            double Dot(int other) => Enumerable.Range(0, d).Sum(k => table[(other * d) + k] * x[k]);
        }
    }
}
