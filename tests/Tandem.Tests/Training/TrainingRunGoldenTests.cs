using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Whole runs of TensorFlow Recommenders from given weights: the loss of every step, the final embeddings and accuracies.</summary>
public sealed class TrainingRunGoldenTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("training_runs").Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_step_is_that_of_TFRS(string name)
    {
        var golden = Golden.Case("training_runs", name);
        var (inputs, parameters, expected) = (golden.GetProperty("inputs"), golden.GetProperty("params"), golden.GetProperty("expected"));
        var (users, items) = (FixedTower.Of("user", inputs.Matrix("user_embeddings")), FixedTower.Of("item", inputs.Matrix("item_embeddings")));
        var model = new Run(users, items, parameters, inputs);
        var rate = parameters.GetProperty("learning_rate").GetSingle();
        model.Compile(parameters.GetProperty("optimizer").GetString() == "adam" ? new Adam(rate) : new Adagrad(rate));
        var rows = Table.FromColumns(
            FixedTower.Ids("user", inputs.Integers("users")),
            FixedTower.Ids("item", inputs.Integers("items")),
            Column.Of("rating", inputs.Vector("ratings").Select(rating => (double)rating)));

        var losses = new List<float>();
        for (var epoch = 0; epoch < parameters.GetProperty("epochs").GetInt32(); epoch++)
        {
            losses.AddRange(rows.Batches(parameters.GetProperty("batch").GetInt32()).Select(model.TrainStep));
        }

        GoldenValues.AssertClose(expected.Vector("step_losses"), [.. losses], 1e-4);
        // The final weights hold the roundings of all steps: float64 itself misses retrieval_d32_b300 by 1.3e-6 of the largest one.
        GoldenValues.AssertClose(expected.Matrix("user_embeddings").Flatten(), FixedTower.Rows(users).Flatten(), 1e-4, ofLargest: 3e-6);
        GoldenValues.AssertClose(expected.Matrix("item_embeddings").Flatten(), FixedTower.Rows(items).Flatten(), 1e-4, ofLargest: 3e-6);
        AssertAccuracies(expected.GetProperty("top_k_on_first_200_rows"), users, items, rows.Take(200));
    }

    private static void AssertAccuracies(JsonElement expected, Tower users, Tower items, Table rows)
    {
        var (userRows, corpus) = (FixedTower.Rows(users), FixedTower.Rows(items));
        var metric = new FactorizedTopK(Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, corpus.Length))), items, 1, 5, 10);
        metric.Update(users.Embed(rows), items.Embed(rows));
        var queries = Enumerable.Range(0, rows.RowCount).Select(row => userRows[int.Parse(rows["user"].Text(row)!)]).ToArray();
        var trueRows = Enumerable.Range(0, rows.RowCount).Select(row => int.Parse(rows["item"].Text(row)!)).ToArray();
        foreach (var k in (int[])[1, 5, 10])
        {
            var (exact, outscored) = GoldenValues.TopKAccuracy(queries, corpus, trueRows, k);
            Assert.Equal(exact, metric.Results()[FactorizedTopK.NameAt(k)], 1e-6);
            Assert.InRange(expected.GetProperty($"top_{k}").GetDouble(), outscored - 1e-6, exact + 1e-6);
        }
    }

    /// <summary>Retrieval, rating (mean squared error of an MLP on both embeddings), or the weighted sum of both.</summary>
    private sealed class Run : Model
    {
        private readonly Tower _users;
        private readonly Tower _items;
        private readonly Retrieval _retrieval;
        private readonly Dense[] _mlp;
        private readonly float _ratingWeight;
        private readonly float _retrievalWeight;

        public Run(Tower users, Tower items, JsonElement parameters, JsonElement inputs)
        {
            (_users, _items, _retrieval) = (users, items, RetrievalGoldenTests.Task(parameters));
            var kind = parameters.GetProperty("kind").GetString();
            var weights = kind == "multi" ? parameters.Vector("loss_weights") : kind == "ranking" ? [1f, 0f] : [0f, 1f];
            (_ratingWeight, _retrievalWeight) = (weights[0], weights[1]);
            _mlp = [.. Layers(parameters.Integers("mlp_units"), [.. inputs.GetProperty("mlp_weights").EnumerateArray()], 2 * users.Dimension)];
        }

        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            var (users, items) = (_users.Embed(batch), _items.Embed(batch));
            var losses = new List<Tensor>();
            if (_retrievalWeight > 0)
            {
                losses.Add(_retrievalWeight * _retrieval.Loss(users, items));
            }

            if (_ratingWeight > 0)
            {
                var predicted = _mlp.Aggregate(Tensor.Concat(users.ToTensor(), items.ToTensor()), (rows, layer) => layer.Apply(rows));
                var labels = Tensor.From(batch.Values("rating").ToArray(), new Shape(batch.Count, 1));
                losses.Add(_ratingWeight * (predicted - labels).Square().Mean());
            }

            return losses.Aggregate((sum, loss) => sum + loss);
        }

        private static new IEnumerable<Dense> Layers(int[] units, JsonElement[] weights, int inputs)
        {
            for (var i = 0; i < units.Length; i++)
            {
                var layer = new Dense($"dense_{i}", inputs, units[i], i < units.Length - 1 ? Activation.Relu : Activation.Linear);
                var kernel = weights[2 * i].EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle()).ToArray();
                var bias = weights[(2 * i) + 1].EnumerateArray().Select(value => value.GetSingle()).ToArray();
                Device.Current.Upload(kernel, layer.Kernel.Value);
                Device.Current.Upload(bias, layer.Bias!.Value);
                inputs = units[i];
                yield return layer;
            }
        }
    }
}
