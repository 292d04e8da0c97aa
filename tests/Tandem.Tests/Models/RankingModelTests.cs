using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class RankingModelTests
{
    private static readonly Table _table = Clicks(400, seed: 1);

    [Theory]
    [InlineData(Interaction.Dot, true)]
    [InlineData(Interaction.Dot, false)]
    [InlineData(Interaction.Cross, true)]
    [InlineData(Interaction.Cross, false)]
    public void Predictions_are_those_of_the_formula(Interaction interaction, bool concatDense)
    {
        var model = Model(interaction, concatDense);
        var weights = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ToArray());
        var predictions = model.Predict(_table);

        for (var row = 0; row < 20; row++)
        {
            var (user, item) = (Embedding(weights, model, 0, row), Embedding(weights, model, 1, row));
            var bottom = Mlp(weights, "bottom", [Value("age", row), Value("price", row)], Relu, Relu);
            double[] met = interaction == Interaction.Dot ? [Dot(user, item), Dot(user, bottom), Dot(item, bottom)] : Cross(weights, [.. user, .. item, .. bottom]);
            var expected = Mlp(weights, "top", concatDense ? [.. bottom, .. met] : met, Relu, x => 1 / (1 + Math.Exp(-x)))[0];
            Assert.Equal(expected, predictions[row], 1e-5);
        }
    }

    [Theory]
    [InlineData(Interaction.Dot)]
    [InlineData(Interaction.Cross)]
    public void Clicks_that_depend_on_the_pair_of_user_and_item_are_learnt(Interaction interaction)
    {
        var model = Model(interaction, concatDense: true);
        model.Compile(new Adam(0.01f));

        var history = model.Fit(_table, epochs: 30, batchSize: 50, callbacks: []);
        var measured = model.Evaluate(_table);

        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], $"The loss went from {history["loss"][0]} to {history["loss"][^1]}.");
        Assert.InRange(measured["auc"], 0.95, 1);
        Assert.InRange(measured["accuracy"], 0.9, 1);
        Assert.Equal(measured["label_mean"], measured["prediction_mean"], 0.1);
    }

    [Fact]
    public void A_model_of_ids_alone_has_no_bottom_stack()
    {
        var model = new RankingModel("clicked", [], [Id("user", 4), Id("item", 4)]);

        Assert.Equal(_table.RowCount, model.Predict(_table).Length);
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Name.StartsWith("bottom"));
    }

    [Fact]
    public void Embeddings_and_other_layers_share_out_the_parameters()
    {
        var model = Model(Interaction.Cross, concatDense: true);

        var parts = model.EmbeddingLayers.Concat(model.DenseLayers).SelectMany(layer => layer.Parameters).ToArray();

        Assert.Equal(model.Parameters.Count, parts.Length);
        Assert.Empty(model.Parameters.Except(parts));
        Assert.Equal(2, model.EmbeddingLayers.SelectMany(layer => layer.Parameters).Count());
    }

    [Fact]
    public void Sample_weights_of_zero_take_rows_out_of_the_loss()
    {
        double Loss(Table table) => new RankingModel("clicked", [], [Id("user", 4), Id("item", 4)], sampleWeight: "weight").Evaluate(table)["loss"];
        var half = Enumerable.Range(0, _table.RowCount).Select(row => row % 2 == 0 ? 1.0 : 0.0).ToArray();
        var all = _table.WithColumn(Column.Of("weight", Enumerable.Repeat(1.0, _table.RowCount).ToArray()));

        var weighted = Loss(_table.WithColumn(Column.Of("weight", half)));

        Assert.Equal(Loss(all.Where(row => row.Index % 2 == 0)) / 2, weighted, 1e-5);
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        using var folder = new TemporaryFolder();
        var (model, loaded) = (Model(Interaction.Dot, concatDense: true, seed: 1), Model(Interaction.Dot, concatDense: true, seed: 2));
        model.Save(folder.File("model"));

        loaded.Load(folder.File("model"));

        Assert.Equal(model.Predict(_table), loaded.Predict(_table));
    }

    [Fact]
    public void Embeddings_whose_inner_products_do_not_exist_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new RankingModel("clicked", [], [Id("user", 4), Id("item", 5)]));
        Assert.Contains("user has 4", error.Message);
        Assert.Contains("item has 5", error.Message);
        Assert.Equal(_table.RowCount, new RankingModel("clicked", [], [Id("user", 4), Id("item", 5)], Interaction.Cross).Predict(_table).Length);
        Assert.Contains("bottom stack", Assert.Throws<ArgumentException>(() => new RankingModel(
            "clicked", [Feature.Number("age")], [Id("user", 4)], bottomStack: new Dense("bottom", 1, 5))).Message);
    }

    [Fact]
    public void Stacks_that_do_not_fit_are_refused_with_the_inputs_that_would()
    {
        Feature[] ids = [Id("user", 4), Id("item", 4)];
        Assert.Contains("inputs: 1", Assert.Throws<ArgumentException>(() => new RankingModel("clicked", [], ids, topStack: new Dense("top", 3, 1))).Message);
        Assert.Contains("1 unit", Assert.Throws<ArgumentException>(() => new RankingModel("clicked", [], ids, topStack: new Dense("top", 1, 2))).Message);
        Assert.Contains("inputs: 1", Assert.Throws<ArgumentException>(() => new RankingModel(
            "clicked", [Feature.Number("age")], ids, bottomStack: new Dense("bottom", 2, 4))).Message);
        Assert.Contains("no numbers", Assert.Throws<ArgumentException>(() => new RankingModel("clicked", [], ids, bottomStack: new Dense("bottom", 2, 4))).Message);
        Assert.Contains("embedding", Assert.Throws<ArgumentException>(() => new RankingModel("clicked", [Feature.Number("age")], [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankingModel("clicked", [], ids, (Interaction)7));
    }

    private static RankingModel Model(Interaction interaction, bool concatDense, int seed = 0) => new(
        "clicked",
        [Feature.Number("age"), Feature.Number("price")],
        [Id("user", 4), Id("item", 4)],
        interaction,
        new Mlp("bottom", 2, [8, 4], finalActivation: Activation.Relu, seed: seed),
        new Mlp("top", Inputs(interaction) + (concatDense ? 4 : 0), [16, 1], finalActivation: Activation.Sigmoid, seed: seed),
        concatDense,
        seed: seed);

    private static int Inputs(Interaction interaction) => interaction == Interaction.Dot ? 3 : 12;

    private static Feature Id(string column, int dimension) => Feature.Id(column, _table[column], dimension);

    /// <summary>A user clicks on items of its own parity.</summary>
    private static Table Clicks(int rows, int seed)
    {
        var random = new SeededRandom(seed);
        int[] users = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(6))], items = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(6))];
        return Table.FromColumns(
            FixedTower.Ids("user", users),
            FixedTower.Ids("item", items),
            Column.Of("age", users.Select(_ => random.NextDouble()).ToArray()),
            Column.Of("price", users.Select(_ => random.NextDouble()).ToArray()),
            Column.Of("clicked", users.Zip(items, (user, item) => (user + item) % 2 == 0 ? 1.0 : 0.0).ToArray()));
    }

    private static double Value(string column, int row) => (double)_table[column][row]!;

    private static double[] Embedding(Dictionary<string, float[]> weights, RankingModel model, int number, int row)
    {
        var feature = (IdFeature)((Tower)model.EmbeddingLayers[number]).Features[0];
        var index = feature.Lookup[(string)_table[feature.Column][row]!];
        return [.. weights[feature.Embedding.Name].Skip(index * 4).Take(4).Select(value => (double)value)];
    }

    private static double[] Mlp(Dictionary<string, float[]> weights, string name, double[] row, Func<double, double> activation, Func<double, double> last)
    {
        for (var i = 0; weights.ContainsKey($"{name}/dense_{i}/kernel"); i++)
        {
            var function = weights.ContainsKey($"{name}/dense_{i + 1}/kernel") ? activation : last;
            row = [.. Dense(weights, $"{name}/dense_{i}", row).Select(function)];
        }

        return row;
    }

    private static double[] Dense(Dictionary<string, float[]> weights, string name, double[] row)
    {
        var (kernel, bias) = (weights[name + "/kernel"], weights[name + "/bias"]);
        return [.. bias.Select((offset, column) => offset + row.Select((value, i) => value * kernel[(i * bias.Length) + column]).Sum())];
    }

    private static double[] Cross(Dictionary<string, float[]> weights, double[] row) =>
        [.. Dense(weights, "interaction/dense", row).Zip(row, (product, value) => (value * product) + value)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Relu(double x) => Math.Max(x, 0);
}
