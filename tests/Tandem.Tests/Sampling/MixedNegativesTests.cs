using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class MixedNegativesTests
{
    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 10)));

    private static readonly Table _train = Table.FromColumns(
        FixedTower.Ids("user", [0, 1, 2, 0, 1, 2, 0, 1]), FixedTower.Ids("item", [0, 0, 0, 0, 1, 1, 2, 3]));

    [Fact]
    public void The_probability_is_that_of_the_mixture()
    {
        var mixed = new MixedNegatives(_corpus, count: 4, new Popularity(_train["item"]).Probability);
        var batch = new Batch(_train, new[] { 0, 4, 7, 1, 2, 3 });
        var negatives = new Batch(_corpus, new[] { 0, 9, 2, 2 });

        var probabilities = mixed.Probability(batch, negatives);

        // 6 rows of the batch hold an item with its share of the training rows, 4 drawn ones with 1 in 10.
        static float Mixture(double share) => (float)(((6 * share) + 0.4) / 10);
        Assert.Equal(
            [Mixture(0.5), Mixture(0.25), Mixture(0.125), Mixture(0.5), Mixture(0.5), Mixture(0.5), Mixture(0.5), Mixture(1e-6), Mixture(0.125), Mixture(0.125)],
            probabilities,
            (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Columns_hold_candidates_as_often_as_the_probability_says()
    {
        const int rounds = 4000;
        var mixed = new MixedNegatives(_corpus, count: 4, new Popularity(_train["item"]).Probability, seed: 3);
        var random = new SeededRandom(5);
        var counts = new int[10];
        for (var round = 0; round < rounds; round++)
        {
            var batch = Enumerable.Range(0, 6).Select(_ => random.NextInt(_train.RowCount));
            var held = batch.Select(row => _train["item"].Text(row)!).Concat(mixed.Draw().Rows.ToArray().Select(row => _corpus["item"].Text(row)!));
            foreach (var item in held)
            {
                counts[int.Parse(item)]++;
            }
        }

        var expected = mixed.Probability(new Batch(_train, new int[6]), new Batch(_corpus, new[] { 0, 1, 2, 9 }))[6..];
        Assert.Equal(expected, ((int[])[0, 1, 2, 9]).Select(item => counts[item] / (rounds * 10f)), (a, b) => Math.Abs(a - b) < 0.008f);
    }

    [Fact]
    public void Negatives_of_the_corpus_train_candidates_that_no_row_holds()
    {
        var (users, items) = (FixedTower.Of("user", FixedTower.Random(3, 4, 1)), FixedTower.Of("item", FixedTower.Random(10, 4, 2)));
        var mixed = new MixedNegatives(_corpus, count: 200, new Popularity(_train["item"]).Probability);
        var (batch, negatives) = (new Batch(_train), mixed.Draw());

        var candidates = EmbeddedRows.Concat(items.Embed(batch), items.Embed(negatives));
        var loss = new Retrieval(removeAccidentalHits: true).Loss(
            users.Embed(batch), candidates, candidateSamplingProbability: mixed.Probability(batch, negatives));
        loss.Backward();

        Assert.Equal(208, candidates.Count);
        Assert.Equal(10, candidates.Rows.Shape[0]);
        Assert.Equal(10, items.Parameters.Single().Gradient!.ToDense().ToArray().Chunk(4).Count(row => row.Any(value => value != 0)));
    }

    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MixedNegatives(_corpus.Take(0), 4, new Popularity(_train["item"]).Probability));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedNegatives(_corpus, 0, new Popularity(_train["item"]).Probability));
    }
}
