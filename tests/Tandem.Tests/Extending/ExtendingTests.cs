using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Features, indexers and indexes of one's own. The classes at the end use nothing that is internal to the library, as a program of somebody else's would not.</summary>
public sealed class ExtendingTests
{
    private static readonly Table _films = Table.FromColumns(
        new StringColumn("film", ["a", "bb", "ccc", "dddd"]), Column.Of("price", (double[])[3, 1, 2, 4]));

    [Fact]
    public void A_feature_of_one_s_own_is_trained_and_saved_with_its_tower()
    {
        var tower = Tower.Of(new TextLength("film", scale: 0.5f), Feature.Id("film", _films["film"], 2)).WithDense(3);
        var model = new Priced(tower, new Dense("price", 3, 1));
        model.Compile(new Adagrad(0.1f));
        var before = model.Evaluate(_films)["loss"];
        model.Fit(_films, epochs: 20, callbacks: []);
        Assert.True(model.Evaluate(_films)["loss"] < before);

        SavedKinds.Register<TextLength>("text_length", (feature, state) => { state.Write("column", feature.Column); state.Write("scale", feature.Scale); }, state => new TextLength(state.Text("column")!, state.Float("scale")));
        using var folder = new TemporaryFolder();
        var index = new BruteForce(tower, tower, _films, "film");
        index.Save(folder.File("index.tandem"));
        Assert.Equal(index.Query(_films, 4), ((BruteForce)TopKIndex.Load(folder.File("index.tandem"))).Query(_films, 4));
    }

    [Fact]
    public void An_indexer_of_one_s_own_chooses_the_embeddings()
    {
        var tower = Tower.Of(Feature.Indexed("film", new ByLength(most: 3), dimension: 2));
        var rows = tower.Embed(Table.FromColumns(new StringColumn("film", ["x", "y", "zz"]))).ToTensor().ToArray();

        Assert.Equal(rows[..2], rows[2..4]);
        Assert.NotEqual(rows[..2], rows[4..]);
    }

    [Fact]
    public void An_index_of_one_s_own_keeps_the_contract_of_all()
    {
        var index = new Cheapest(_films);
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["u"]), new StringColumn("film", ["bb"])), "user", "film");

        Assert.Equal(["bb", "ccc", "a"], index.Query("anybody", k: 3).Select(film => film.Id));
        Assert.Equal(["ccc", "a"], index.Query("u", k: 2, new() { Seen = seen }).Select(film => film.Id));
        Assert.Equal(["dddd"], index.QueryWithExclusions("u", ["a", "bb", "ccc"], k: 4).Select(film => film.Id));
        Assert.Equal(1, new TopKEvaluation(Table.FromColumns(new StringColumn("user", ["v"]), new StringColumn("film", ["bb"])), "user", "film") { Ks = [1] }.Run(index)["recall_at_1"]);
        Assert.Equal("bb", new FallbackRecommender(index, new Popularity(_films["film"])).Recommend("new", 1)[0].Id);
        Assert.Contains("SavedKinds.Register<Cheapest>", Assert.Throws<NotSupportedException>(() => index.Save("cheapest.tandem")).Message);
    }

    private sealed class TextLength(string column, float scale) : Feature(column, dimension: 1)
    {
        public float Scale => scale;

        // "protected" alone where the library does not show its internals, as it does to these tests.
        protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
        {
            var lengths = new float[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                lengths[i] = scale * table[Column].Text(rows[i])!.Length;
            }

            return Tensor.From(lengths, new Shape(rows.Length, 1));
        }
    }

    private sealed class ByLength(int most) : ColumnIndexer
    {
        public override int VocabularySize => most + 1;

        public override int[] Apply(Column column) => [.. column.Texts().Select(text => Math.Min(most, text?.Length ?? 0))];
    }

    private sealed class Cheapest(Table items) : CustomIndex(items["film"])
    {
        private readonly float[] _scores = [.. items.Rows.Select(row => -(float)row.Double("price"))];

        public override bool Knows(string id) => true;

        protected override Tensor Scores(IReadOnlyList<string> ids) => Tensor.From([.. ids.SelectMany(_ => _scores)], new Shape(ids.Count, Count));
    }

    private sealed class Priced(Tower films, Dense price) : Model
    {
        private readonly Ranking _task = new(new MeanSquaredError());

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(batch.Values("price"), price.Apply(films.Embed(batch).ToTensor()));
    }
}
