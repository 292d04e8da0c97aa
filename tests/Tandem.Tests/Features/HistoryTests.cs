using Tandem.Tensors;

namespace Tandem.Tests.Features;

public sealed class HistoryTests
{
    private static readonly Table _seen = Table.FromColumns(
        Column.Of("user", ["u", "v", "u", "u", "v", "u"]),
        Column.Of("film", ["a", "b", "c", "a", "x", "b"]),
        Column.Of("time", [1L, 2, 3, 6, 5, 4]));

    // Indices 1, 2, 3; row i of the embedding is i and 10·i.
    private static readonly StringLookup _films = new(["a", "b", "c"]);

    [Fact]
    public void A_history_holds_each_known_item_once_in_the_order_of_its_last_time()
    {
        var past = Histories.From(_seen, "user", "film", _films, orderBy: "time");

        Assert.Equal(["c", "b", "a"], Items(past, "u"));
        Assert.Equal(["b"], Items(past, "v"));
        Assert.Empty(Items(past, "nobody"));
    }

    [Fact]
    public void The_latest_items_can_be_kept_alone()
    {
        Assert.Equal(["b", "a"], Items(Histories.From(_seen, "user", "film", _films, orderBy: "time", last: 2), "u"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histories.From(_seen, "user", "film", _films, last: 0));
    }

    [Theory]
    [InlineData(Pooling.Mean, 2f)]
    [InlineData(Pooling.Sum, 6f)]
    [InlineData(Pooling.SqrtN, 3.4641016f)]
    public void A_user_is_the_pooled_rows_of_the_items_shared_with_the_item_tower(Pooling pooling, float ofU)
    {
        var film = Film();
        var tower = Tower.Of(Feature.History("user", Histories.From(_seen, "user", "film", _films), film.Layer, pooling));

        var embedded = tower.Embed(Table.FromColumns(Column.Of("user", ["v", "u", "w", "u"])));

        Assert.Equal([0, 1, 2, 1], embedded.RowOf.ToArray());
        GoldenValues.AssertClose([2, 20, ofU, 10 * ofU, 0, 0], embedded.Rows.ToArray(), 1e-6);
        Assert.Same(film.Embedding, tower.Parameters.Single());
    }

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Sum)]
    [InlineData(Pooling.SqrtN)]
    public void A_rows_own_item_can_be_left_out(Pooling pooling)
    {
        var tower = Tower.Of(Feature.History("user", Histories.From(_seen, "user", "film", _films), Film().Layer, pooling, leaveOut: "film"));
        // u has a, b, c; v has b alone; x is no known film, and c none of v's.
        var batch = Table.FromColumns(Column.Of("user", ["u", "u", "v", "v", "u", "v"]), Column.Of("film", ["a", "b", "b", "c", "a", "x"]));

        var embedded = tower.Embed(batch);

        var root = pooling switch { Pooling.Mean => 2f, Pooling.SqrtN => MathF.Sqrt(2), _ => 1f };
        Assert.Equal([0, 1, 2, 3, 0, 3], embedded.RowOf.ToArray());
        GoldenValues.AssertClose([5 / root, 50 / root, 4 / root, 40 / root, 0, 0, 2, 20], embedded.Rows.ToArray(), 1e-6);
        Assert.Equal(2, tower.Embed(batch.Select("user")).Rows.Shape[0]);
    }

    [Fact]
    public void Leaving_out_sends_the_gradient_to_the_other_items_only()
    {
        using var scope = new TensorScope();
        var film = Film();
        var tower = Tower.Of(Feature.History("user", Histories.From(_seen, "user", "film", _films), film.Layer, leaveOut: "film"));
        tower.Embed(Table.FromColumns(Column.Of("user", ["u"]), Column.Of("film", ["b"]))).ToTensor().Sum().Backward();

        Assert.Equal([0f, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f], film.Embedding.Gradient!.ToDense().ToArray());
    }

    [Fact]
    public void A_two_tower_model_over_histories_trains()
    {
        var film = Feature.Id("film", _films, dimension: 4);
        var model = new Pairs(
            Tower.Of(Feature.History("user", Histories.From(_seen, "user", "film", _films), film.Layer, leaveOut: "film")).WithDense(4), Tower.Of(film));
        model.Compile(new Adagrad(0.1f));

        var history = model.Fit(_seen.Where<string>("film", name => name != "x"), epochs: 20, batchSize: 5, callbacks: []);

        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Equal(3, model.Parameters.Count);
    }

    [Fact]
    public void Histories_that_do_not_fit_are_refused()
    {
        var users = new StringLookup(["u"]);
        Assert.Contains("1 histories do not fit 2 users", Assert.Throws<ArgumentException>(() => new Histories(users, _films, Bags.Of([1]))).Message);
        Assert.Contains("user 1 holds item 2 twice", Assert.Throws<ArgumentException>(() => new Histories(users, _films, Bags.Of([], [2, 1, 2]))).Message);
        Assert.Contains("Bag 1, position 0: id 4", Assert.Throws<ArgumentException>(() => new Histories(users, _films, Bags.Of([], [4]))).Message);
        var past = new Histories(users, _films, Bags.Of([], [3]));
        Assert.Contains("too few rows", Assert.Throws<ArgumentException>(() => Feature.History("user", past, new Embedding("x", 3, 2))).Message);
    }

    private static IdFeature Film()
    {
        var rows = Tensor.From([0, 0, 1, 10, 2, 20, 3, 30], new Shape(4, 2));
        return Feature.Id("film", _films, new Embedding(new Parameter("film/embedding", rows)));
    }

    private static IEnumerable<string> Items(Histories past, string user) => past.Bags[past.Users[user]].ToArray().Select(past.Items.Token);

    private sealed class Pairs(Tower users, Tower films) : Model
    {
        private readonly Retrieval _task = new();

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(users.Embed(batch), films.Embed(batch));
    }
}
