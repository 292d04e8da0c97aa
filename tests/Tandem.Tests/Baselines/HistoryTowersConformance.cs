namespace Tandem.Tests;

/// <summary>Against its embeddings in float64.</summary>
public sealed class HistoryTowersConformance : TopKIndexConformance
{
    private const int Dimension = 5;

    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var data = new RandomInteractions(UserIds, ItemIds, seed);
        var model = new HistoryTowers(data.Interactions, Dimension, epochs: 2, batchSize: 4, seed: seed);
        var (history, items) = (model.HistoryEmbeddings.ToArray(), model.ItemEmbeddings.ToArray());
        var weights = new double[ItemIds.Length, ItemIds.Length];
        for (var i = 0; i < ItemIds.Length; i++)
        {
            for (var j = 0; j < ItemIds.Length; j++)
            {
                weights[i, j] = Enumerable.Range(0, Dimension).Sum(k => (double)history[(i * Dimension) + k] * items[(j * Dimension) + k]);
            }
        }

        return (model, id => Scores(data, Array.IndexOf(UserIds, id), weights));
    }

    private static double[] Scores(RandomInteractions data, int user, double[,] weights)
    {
        var length = Math.Sqrt(Enumerable.Range(0, ItemIds.Length).Sum(item => data.Matrix[user, item] * data.Matrix[user, item]));
        return [.. data.Scores(user, weights).Select(score => score / length)];
    }
}
