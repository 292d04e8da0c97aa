using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class RetrievalTests
{
    [Fact]
    public void The_loss_is_the_published_one()
    {
        // TFRS documents −ln σ(3) − ln(1 − σ(4)) for these embeddings.
        var queries = new EmbeddedRows(Tensor.From([1, 2, 3, 2, 3, 4], new Shape(2, 3)));
        var candidates = new EmbeddedRows(Tensor.From([1, 1, 1, 1, 1, 0], new Shape(2, 3)));

        var loss = new Retrieval().Loss(queries, candidates).Item();

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        Assert.Equal(-Math.Log(Sigmoid(3)) - Math.Log(1 - Sigmoid(4)), loss, 1e-5);
    }

    [Fact]
    public void Merging_the_duplicates_of_a_batch_changes_neither_loss_nor_gradients() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed => MergedAgreesWithUnmerged(seed))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Probabilities_that_differ_within_an_id_are_honoured_row_by_row()
    {
        var (users, items) = (FixedTower.Of("user", FixedTower.Random(3, 4, 1)), FixedTower.Of("item", FixedTower.Random(3, 4, 2)));
        var batch = new Batch(Table.FromColumns(FixedTower.Ids("user", [0, 1, 2]), FixedTower.Ids("item", [0, 1, 1])));
        float[] probabilities = [0.1f, 0.2f, 0.7f];

        var merged = new Retrieval().Loss(users.Embed(batch), items.Embed(batch), candidateSamplingProbability: probabilities).Item();
        var unmerged = new Retrieval().Loss(
            new EmbeddedRows(users.Embed(batch).ToTensor()), new EmbeddedRows(items.Embed(batch).ToTensor()), candidateSamplingProbability: probabilities).Item();

        Assert.Equal(unmerged, merged, 1e-5f);
    }

    [Fact]
    public void Towers_of_different_dimensions_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(
            new EmbeddedRows(Tensor.Zeros(new Shape(2, 3))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)))));

        Assert.Contains("[2, 3]", error.Message);
        Assert.Contains("[2, 4]", error.Message);
    }

    [Fact]
    public void Fewer_candidates_than_queries_are_refused() => Assert.Contains(
        "3 queries",
        Assert.Throws<ArgumentException>(() => new Retrieval().Loss(
            new EmbeddedRows(Tensor.Zeros(new Shape(3, 4))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4))))).Message);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_named(float weight)
    {
        var rows = new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)));

        var error = Assert.Throws<ArgumentException>(() => new Retrieval().Loss(rows, rows, sampleWeights: [1f, weight]));

        Assert.Contains("number 1", error.Message);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_temperature_must_be_positive(float temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Retrieval(temperature: temperature));

    /// <summary>One batch with random repeats, weights, probabilities and extra candidates, once as the towers merge it and once row by row.</summary>
    private static void MergedAgreesWithUnmerged(int seed)
    {
        var random = new SeededRandom(seed);
        int dimension = 1 + random.NextInt(12), queries = 1 + random.NextInt(40), candidates = queries + random.NextInt(10);
        var (userRows, itemRows) = (FixedTower.Random(1 + random.NextInt(12), dimension, seed), FixedTower.Random(1 + random.NextInt(12), dimension, seed + 1, 3f));
        var userIds = Draw(random, queries, userRows.Length);
        var itemIds = Draw(random, candidates, itemRows.Length);
        float[] weights = random.NextInt(2) == 0 ? [] : [.. userIds.Select(_ => random.NextFloat())];
        var popularity = itemRows.Select(_ => random.NextFloat()).ToArray();
        float[] probabilities = random.NextInt(2) == 0 ? [] : [.. itemIds.Select(id => popularity[id])];
        var task = new Retrieval(temperature: 0.5f + random.NextFloat());

        var merged = Run(merge: true);
        var unmerged = Run(merge: false);

        // Positives and negatives of an id may cancel: what is left has the rounding of the terms, at most 3 in size and 2 over the temperature.
        var tolerance = 1e-6f * candidates * 6;
        Assert.Equal(unmerged.Loss, merged.Loss, tolerance * dimension);
        Assert.All(unmerged.Users.Zip(merged.Users), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.All(unmerged.Items.Zip(merged.Items), pair => Assert.Equal(pair.First, pair.Second, tolerance));

        (float Loss, float[] Users, float[] Items) Run(bool merge)
        {
            using var scope = new TensorScope();
            var (users, items) = (FixedTower.Of("user", userRows), FixedTower.Of("item", itemRows));
            var (q, c) = (users.Embed(Table.FromColumns(FixedTower.Ids("user", userIds))), items.Embed(Table.FromColumns(FixedTower.Ids("item", itemIds))));
            var loss = task.Loss(
                merge ? q : new EmbeddedRows(q.ToTensor()), merge ? c : new EmbeddedRows(c.ToTensor()), weights, probabilities);
            loss.Backward();
            return (loss.Item(), users.Parameters.Single().Gradient!.ToDense().ToArray(), items.Parameters.Single().Gradient!.ToDense().ToArray());
        }
    }

    private static int[] Draw(SeededRandom random, int count, int below) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt(below))];
}
