using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class ModelSavingTests : IDisposable
{
    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 400).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, 400).Select(row => ((row * 7) + (row / 40)) % 30)));

    private readonly TemporaryFolder _folder = new();

    private string ModelPath => _folder.File("model.tandem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_loaded_model_computes_the_same_bits()
    {
        var model = Trained();
        model.Save(ModelPath);
        var other = TwoTowerModel.Create(_corpus, _pairs["user"]);

        other.Load(ModelPath);

        Assert.Equal(model.Predict(_pairs), other.Predict(_pairs));
        Assert.Equal(model.Evaluate(_pairs), other.Evaluate(_pairs));
    }

    [Fact]
    public void A_saved_tower_comes_back_without_data_or_model_class_and_computes_the_same_bits()
    {
        var users = Tower.Of(Feature.Id("user", _pairs["user"], 4), Feature.Number("age")).WithDense(5, Activation.Relu).WithDense(3);
        var model = new OneTower(users);
        var rows = _pairs.WithColumn(Column.Of("age", Enumerable.Range(0, 400).Select(row => row / 7.0)));

        model.Save(ModelPath);
        var saved = SavedModel.Load(ModelPath);

        Assert.Equal(["users"], saved.Names);
        Assert.Equal(users.Embed(rows).ToTensor().ToArray(), saved.Tower("users").Embed(rows).ToTensor().ToArray());
        Assert.Equal(users.Parameters.Select(parameter => parameter.Name), saved.Tower("users").Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Layers_that_towers_share_are_shared_when_they_come_back()
    {
        var feature = Feature.Id("user", _pairs["user"], 4);
        new TwoTowers(Tower.Of(feature), Tower.Of(feature).WithDense(2)).Save(ModelPath);

        var saved = SavedModel.Load(ModelPath);

        Assert.Same(saved.Tower("first").Features[0], saved.Tower("second").Features[0]);
    }

    [Fact]
    public void Saving_again_writes_the_same_bytes()
    {
        var model = Trained();
        model.Save(ModelPath);
        var first = File.ReadAllBytes(ModelPath);

        model.Save(ModelPath);

        Assert.Equal(first, File.ReadAllBytes(ModelPath));
        Assert.Equal([ModelPath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Trained().Save(ModelPath);
        var before = File.ReadAllBytes(ModelPath);

        var error = Assert.Throws<InvalidDataException>(() => new OneTower(Tower.Of(Feature.Id("user", new StringColumn("user", ["a", "\ud800"]), 2))).Save(ModelPath));

        Assert.Contains("surrogate", error.Message);
        Assert.Equal(before, File.ReadAllBytes(ModelPath));
        Assert.Equal([ModelPath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_model_made_otherwise_is_told_what_differs_and_stays_as_it_was()
    {
        Trained().Save(ModelPath);
        AssertRefused(TwoTowerModel.Create(_corpus, _pairs["user"], dimension: 9), "users.features[0].embedding.weights.user/embedding: float32 [41, 8] in the file, float32 [41, 9] here");
        AssertRefused(TwoTowerModel.Create(_corpus.Take(29), _pairs["user"]), "items.features[0].lookup.vocabulary: 30 entries in the file, 29 here");
        AssertRefused(
            TwoTowerModel.Create(Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(1, 30))), _pairs["user"]),
            "items.features[0].lookup.vocabulary[");
        AssertRefused(new OneTower(Tower.Of(Feature.Id("user", _pairs["user"], 8))), "items: something in the file, nothing here");
        AssertRefused(
            new TwoTowerModel(Tower.Of(Feature.Id("user", _pairs["user"], 8)).WithDense(8), Tower.Of(Feature.Id("item", _corpus["item"], 8)), new Retrieval()),
            "users.layers: 0 parts in the file, 1 parts here");
    }

    [Fact]
    public void A_model_saved_with_its_optimiser_goes_on_as_if_nothing_had_happened()
    {
        TwoTowerModel Compiled(Optimizer optimizer)
        {
            var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
            model.Compile(optimizer);
            return model;
        }

        var whole = Compiled(new Adam(0.01f));
        whole.Fit(_pairs, batchSize: 64, callbacks: []);
        whole.Save(ModelPath, withOptimizer: true);
        whole.Fit(_pairs, batchSize: 64, seed: 1, callbacks: []);

        var model = Compiled(new Adam(0.01f));
        model.Load(ModelPath);
        model.Fit(_pairs, batchSize: 64, seed: 1, callbacks: []);

        Assert.Equal(whole.Predict(_pairs), model.Predict(_pairs));
        AssertRefused(Compiled(new Adam(0.02f)), "optimizer: Adam(learning rate 0.01");
        TwoTowerModel.Create(_corpus, _pairs["user"]).Load(ModelPath);
        Assert.Contains("compile", Assert.Throws<InvalidOperationException>(() => TwoTowerModel.Create(_corpus, _pairs["user"]).Save(ModelPath, withOptimizer: true)).Message);
    }

    [Fact]
    public void A_layer_that_nobody_registered_is_loaded_into_a_model_that_has_it()
    {
        var model = new WithShift(Tower.Of(Feature.Id("user", _pairs["user"], 2)), new Shift(1, 2));
        model.Save(ModelPath);
        var other = new WithShift(Tower.Of(Feature.Id("user", _pairs["user"], 2)), new Shift(0, 0));

        other.Load(ModelPath);

        Assert.Equal([1f, 2f], other.Shift.By.Value.ToArray());
        var saved = SavedModel.Load(ModelPath);
        Assert.Equal(2, saved.Tower("users").Dimension);
        Assert.Contains("SavedKinds.Register", Assert.Throws<ArgumentException>(() => saved.Layer<Shift>("Shift")).Message);
    }

    [Fact]
    public void A_registered_layer_comes_back_by_itself()
    {
        SavedKinds.Register<Factor>("test_factor", (layer, state) => state.Write("times", layer.Times), state => new Factor(state.Float("times")));
        var saved = new Factor(float.Epsilon);
        Device.Current.Upload([7f], saved.Scale);
        new WithFactor(saved).Save(ModelPath);

        var factor = SavedModel.Load(ModelPath).Layer<Factor>("factor");

        Assert.Equal(float.Epsilon, factor.Times);
        Assert.Equal([7f], factor.Scale.ToArray());
        Assert.Contains("test_factor", Assert.Throws<ArgumentException>(() => SavedKinds.Register<Shift>("test_factor", (_, _) => { }, _ => new Shift())).Message);
        Assert.Contains("Factor", Assert.Throws<ArgumentException>(() => SavedKinds.Register<Factor>("other", (_, _) => { }, _ => new Factor(1))).Message);
    }

    [Fact]
    public void What_is_no_model_says_so()
    {
        Assert.Throws<FileNotFoundException>(() => SavedModel.Load(ModelPath));
        File.WriteAllText(ModelPath, "user_id,item_id\n1,2\n");
        Assert.Contains("not a file that this library saved", Assert.Throws<InvalidDataException>(() => SavedModel.Load(ModelPath)).Message);
        SavedObjects.Save(ModelPath, new StringLookup(["a"]));
        Assert.Contains("string_lookup and not a model", Assert.Throws<InvalidDataException>(() => SavedModel.Load(ModelPath)).Message);
        Assert.Contains("string_lookup and not a model", Assert.Throws<InvalidDataException>(() => Trained().Load(ModelPath)).Message);
        Trained().Save(ModelPath);
        Assert.Contains("\"items\" (Tower)", Assert.Throws<ArgumentException>(() => SavedModel.Load(ModelPath).Tower("films")).Message);
        Assert.Contains("model and not a Tower", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Tower>(ModelPath)).Message);
    }

    private void AssertRefused(Model model, string difference)
    {
        var before = model.Parameters.SelectMany(parameter => parameter.Value.ToArray()).ToArray();

        var error = Assert.Throws<InvalidDataException>(() => model.Load(ModelPath));

        Assert.Contains(difference, error.Message);
        Assert.Equal(before, model.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    private static TwoTowerModel Trained()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        model.Fit(_pairs, epochs: 2, batchSize: 64, callbacks: []);
        return model;
    }

    private sealed class OneTower(Tower users) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => users.Embed(batch).ToTensor().Sum();
    }

    private sealed class TwoTowers(Tower first, Tower second) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => first.Embed(batch).ToTensor().Sum() + second.Embed(batch).ToTensor().Sum();
    }

    private sealed class WithShift(Tower users, Shift shift) : Model
    {
        public Shift Shift { get; } = shift;

        protected override Tensor ComputeLoss(Batch batch, bool training) => (users.Embed(batch).ToTensor() + Shift.By.Value).Sum();
    }

    private sealed class WithFactor(Factor factor) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => (factor.Times * batch.Values("age")).Sum();
    }

    private sealed class Shift(params float[] by) : Layer
    {
        public Parameter By { get; } = new("shift", Tensor.From(by));

        public override IEnumerable<Parameter> Parameters => [By];
    }

    private sealed class Factor(float times) : Layer
    {
        public float Times { get; } = times;

        public Tensor Scale { get; } = Tensor.From(3f);

        public override IEnumerable<KeyValuePair<string, Tensor>> Buffers => [new("scale", Scale)];
    }
}
