using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>What models and towers answer does not depend on how many threads ask.</summary>
public sealed class ConcurrencyTests
{
    private const int Rows = 600;
    private const int ThreadCount = 16;

    [Fact]
    public void Threads_that_embed_different_tables_with_one_tower_get_the_rows_that_one_thread_gets()
    {
        var (alone, together) = (Tower(), Tower());
        var tables = Enumerable.Range(0, 6).Select(Table).ToArray();
        var again = Enumerable.Range(0, 6).Select(Table).ToArray();
        var expected = Array.ConvertAll(tables, table => alone.Embed(table).ToTensor().ToArray());

        Threads.Run(ThreadCount, thread =>
        {
            for (var i = 0; i < 12; i++)
            {
                using var noGradient = new NoGradient();
                using var scope = new TensorScope();
                var number = (i + thread) % tables.Length;
                Assert.Equal(expected[number], together.Embed(again[number]).ToTensor().ToArray());
            }
        });
    }

    [Fact]
    public void Threads_that_predict_and_evaluate_with_one_model_get_the_numbers_that_one_thread_gets()
    {
        var (tower, items) = (Tower(), Tandem.Tower.Of(Feature.Id("item", new StringColumn("item", Names("item", 40)), 8, seed: 2)));
        var corpus = Tandem.Table.FromColumns(new StringColumn("item", Names("item", 40)));
        var model = new Scored(tower.WithDense(8), items, new Retrieval(new FactorizedTopK(corpus, items)));
        var tables = Enumerable.Range(0, 4).Select(Table).ToArray();
        var (predicted, measured) = (Array.ConvertAll(tables, table => model.Predict(table)), Array.ConvertAll(tables, table => model.Evaluate(table, batchSize: 256).ToArray()));

        Threads.Run(ThreadCount, thread =>
        {
            for (var i = 0; i < 4; i++)
            {
                var number = (i + thread) % tables.Length;
                Assert.Equal(predicted[number], model.Predict(tables[number]));
                Assert.Equal(measured[number], model.Evaluate(tables[number], batchSize: 256));
            }
        });
    }

    /// <summary>A tower of features of every kind.</summary>
    private static Tower Tower()
    {
        var all = Table(0);
        return Tandem.Tower.Of(
            Feature.Id("user", all["user"], 4),
            Feature.Hashed("user", bins: 50, 3),
            Feature.Indexed("number", IntegerLookup.Adapt(all["number"]), 3),
            Feature.Bucketed("price", all["price"], buckets: 5, 2),
            Feature.Cross(["user", "number"], bins: 97, 3),
            Feature.Text("text", all["text"], 4),
            Feature.List("text", " ", StringLookup.Adapt(new StringColumn("text", Names("word", 9))), 3),
            Feature.OneHot("text", all["text"]),
            Feature.Normalized("price", all["price"]),
            Feature.Time("number", TimePart.HourOfDay),
            Feature.History("user", Histories.From(all, "user", "item", StringLookup.Adapt(all["item"])), 4, leaveOut: "item"));
    }

    private static Table Table(int seed)
    {
        var random = new Random(seed);
        return Tandem.Table.FromColumns(
            new StringColumn("user", Some("user", 60)),
            new StringColumn("item", Some("item", 40)),
            Column.Of("number", Enumerable.Range(0, Rows).Select(_ => random.Next(20) * 3600L)),
            Column.Of("price", Enumerable.Range(0, Rows).Select(_ => Math.Round(random.NextDouble() * 9, 1))),
            new StringColumn("text", Some("word", 9).Zip(Some("word", 9), (first, second) => $"{first} {second}")));

        string[] Some(string kind, int count) => [.. Enumerable.Range(0, Rows).Select(_ => $"{kind}{random.Next(count)}")];
    }

    private static IEnumerable<string> Names(string kind, int count) => Enumerable.Range(0, count).Select(number => $"{kind}{number}");

    private sealed class Scored(Tower queries, Tower items, Retrieval task) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => task.Loss(queries.Embed(batch), items.Embed(batch), computeMetrics: !training);

        protected override Tensor ComputePrediction(Batch batch) => (queries.Embed(batch).ToTensor() * items.Embed(batch).ToTensor()).SumColumns();
    }
}
