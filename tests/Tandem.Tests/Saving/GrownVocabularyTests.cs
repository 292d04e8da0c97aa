using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class GrownVocabularyTests : IDisposable
{
    private static readonly Table _old = Pairs(users: 20, items: 12, rows: 300, first: 0);
    private static readonly Table _new = Pairs(users: 26, items: 15, rows: 500, first: 3);

    private readonly TemporaryFolder _folder = new();

    private string ModelPath => _folder.File("model.tandem");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Adagrad")]
    [InlineData("RowWiseAdagrad")]
    [InlineData("Adam")]
    public void Known_ids_keep_their_rows_and_new_ones_start_afresh(string optimizer)
    {
        var model = Trained(optimizer);
        model.Save(ModelPath, withOptimizer: true);
        var (grown, fresh) = (Grown(optimizer), Grown(optimizer));

        var growths = grown.LoadGrown(ModelPath);

        Assert.Equal(
            [new GrownVocabulary("users.features[0].lookup", 20, 6), new GrownVocabulary("items.features[0].lookup", 12, 3)],
            growths);
        foreach (var side in (int[])[0, 1])
        {
            var (before, after, untrained) = (Feature(model, side), Feature(grown, side), Feature(fresh, side));
            foreach (var token in after.Lookup.Vocabulary[1..])
            {
                var known = before.Lookup.Vocabulary.Contains(token);
                Assert.Equal(known ? Row(before, token) : Row(untrained, token), Row(after, token));
                AssertSlots(model, before, grown, after, token, known);
            }
        }
    }

    [Fact]
    public void Training_goes_on_with_all_ids()
    {
        Trained("Adagrad").Save(ModelPath, withOptimizer: true);
        var grown = Grown("Adagrad");
        grown.LoadGrown(ModelPath);
        var steps = grown.Optimizer!.Iterations;

        var history = grown.Fit(_new, epochs: 3, batchSize: 50, callbacks: []);

        Assert.True(steps > 0);
        Assert.True(history["loss"][2] < history["loss"][0]);
    }

    [Fact]
    public void Histories_and_fixed_vectors_are_those_of_the_new_data_while_words_and_items_keep_their_rows()
    {
        var model = new PastModel(_old, "one two");
        model.Compile(new Adagrad(0.5f));
        model.Fit(_old.WithColumn("title", _ => "two"), batchSize: 50, callbacks: []);
        model.Save(ModelPath);
        var grown = new PastModel(_new, "zero one two three");

        var growths = grown.LoadGrown(ModelPath);

        Assert.Equal([(12, 3), (2, 2)], growths.Select(growth => (growth.Known, growth.New)));
        Assert.Equal(Row(model.Item, "3"), Row(grown.Item, "3"));
        Assert.Equal(Row(model.Words.Layer.Table.Value, model.Words.Vectorization["two"][0]), Row(grown.Words.Layer.Table.Value, grown.Words.Vectorization["two"][0]));
        Assert.Equal(_new["user"].AsStrings().Dictionary.Count + 1, grown.Past.Histories.Bags.Count);
    }

    [Fact]
    public void A_vocabulary_that_lost_an_entry_is_refused()
    {
        Trained("Adagrad").Save(ModelPath);
        var smaller = Model(_new.Where<string>("user", user => user != "5"), "Adagrad");
        var before = smaller.Predict(_old.Where<string>("user", user => user != "5"));

        var error = Assert.Throws<InvalidDataException>(() => smaller.LoadGrown(ModelPath));

        Assert.Contains("users.features[0].lookup.vocabulary: \"5\" in the file", error.Message);
        Assert.Equal(before, smaller.Predict(_old.Where<string>("user", user => user != "5")));
        Assert.Contains("LoadGrown", Assert.Throws<InvalidDataException>(() => Grown("Adagrad").Load(ModelPath)).Message);
    }

    [Fact]
    public void Rows_are_mapped_by_entry_whatever_the_order() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 30).ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (known, more, seed) =>
        {
            var order = new SeededRandom(seed).Permutation(known + more);
            var saved = Enumerable.Range(0, known).Select(i => $"id {i}").ToArray();
            var grown = order.Select(i => $"id {i}").ToArray();
            var rows = new RowMap("ids", saved, grown);
            var target = Tensor.Full(new Shape(1 + grown.Length, 2), -1);

            rows.Copy([.. Enumerable.Range(0, 1 + known).SelectMany(row => (float[])[row, row])], target);

            var values = target.ToArray();
            Assert.Equal(0, values[0]);
            for (var i = 0; i < grown.Length; i++)
            {
                Assert.Equal(order[i] < known ? 1 + order[i] : -1, values[2 * (1 + i)]);
            }
        }));

    private static void AssertSlots(TwoTowerModel model, IdFeature before, TwoTowerModel grown, IdFeature after, string token, bool known)
    {
        var initial = grown.Optimizer!.SlotLayouts(after.Embedding).ToDictionary(slot => slot.Name, slot => slot.Initial);
        var saved = model.Optimizer!.State.Slots.Where(slot => slot.Parameter == before.Embedding).ToDictionary(slot => slot.Name, slot => slot.Value);
        foreach (var slot in grown.Optimizer.State.Slots.Where(slot => slot.Parameter == after.Embedding))
        {
            var row = Row(slot.Value, after.Lookup[token]);
            Assert.Equal(known ? Row(saved[slot.Name], before.Lookup[token]) : [.. row.Select(_ => initial[slot.Name])], row);
        }
    }

    private static IdFeature Feature(Model model, int side) => (IdFeature)((Tower)model.Layers[side]).Features[0];

    private static float[] Row(IdFeature feature, string token) => Row(feature.Embedding.Value, feature.Lookup[token]);

    private static float[] Row(Tensor table, int row)
    {
        var width = table.Shape.Count / table.Shape[0];
        return table.ToArray().AsSpan(row * width, width).ToArray();
    }

    private static TwoTowerModel Trained(string optimizer)
    {
        var model = Model(_old, optimizer);
        model.Fit(_old, epochs: 2, batchSize: 50, callbacks: []);
        return model;
    }

    private static TwoTowerModel Grown(string optimizer) => Model(_new, optimizer);

    private static TwoTowerModel Model(Table pairs, string optimizer)
    {
        var items = Tower.Of(Tandem.Feature.Id("item", pairs["item"], 4));
        var model = new TwoTowerModel(Tower.Of(Tandem.Feature.Id("user", pairs["user"], 4)), items, new Retrieval());
        model.Compile(optimizer switch
        {
            "Adam" => new Adam(0.01f),
            "RowWiseAdagrad" => new RowWiseAdagrad(0.1f),
            _ => new Adagrad(0.1f),
        });
        return model;
    }

    private static Table Pairs(int users, int items, int rows, int first) => Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(first, rows).Select(row => row % users)),
        FixedTower.Ids("item", Enumerable.Range(first, rows).Select(row => ((row * 7) + (row / users)) % items)));

    /// <summary>A user is the mean of the items of the past, an item its embedding beside its title's words and a given number.</summary>
    private sealed class PastModel : Model
    {
        private readonly Tower _users;
        private readonly Tower _items;
        private readonly Retrieval _task = new();

        public PastModel(Table pairs, string words)
        {
            Item = Tandem.Feature.Id("item", pairs["item"], 4);
            Past = Tandem.Feature.History("user", Histories.From(pairs, "user", "item", Item.Lookup), Item.Layer);
            Words = Tandem.Feature.Text("title", new StringColumn("title", [words]), 3);
            var prices = pairs.Select("item").Distinct("item").WithColumn("price", row => 1.0);
            _users = Tower.Of(Past).WithDense(8);
            _items = Tower.Of(Item, Words, Tandem.Feature.Fixed("item", prices));
        }

        public IdFeature Item { get; }

        public HistoryFeature Past { get; }

        public TextFeature Words { get; }

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(_users.Embed(batch), _items.Embed(batch));
    }
}
