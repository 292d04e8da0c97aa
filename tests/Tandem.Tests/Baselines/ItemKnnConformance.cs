namespace Tandem.Tests;

/// <summary>Against cosines of the columns in float64.</summary>
public sealed class ItemKnnConformance : TopKIndexConformance
{
    private const int Neighbours = 5;
    private const float Shrinkage = 0.7f;

    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var data = new RandomInteractions(UserIds, ItemIds, seed);
        var similar = Similarities(data.Gram());
        return (new ItemKnn(data.Interactions, Neighbours, Shrinkage), id => data.Scores(Array.IndexOf(UserIds, id), similar));
    }

    private static double[,] Similarities(double[,] gram)
    {
        var n = gram.GetLength(0);
        var kept = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var all = Enumerable.Range(0, n).Where(j => j != i && gram[i, j] > 0)
                .Select(j => (Item: j, Cosine: gram[i, j] / (Math.Sqrt(gram[i, i] * gram[j, j]) + Shrinkage)))
                .OrderByDescending(other => other.Cosine).Take(Neighbours);
            foreach (var (item, cosine) in all)
            {
                kept[i, item] = cosine;
            }
        }

        return kept;
    }
}
