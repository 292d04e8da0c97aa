namespace Tandem.Benchmarks;

/// <summary>
/// Top-100 accuracy on the test rows over all films, for several seeds: the tutorial's model after five epochs, the same with the sampling
/// correction after three, and best-sellers for everyone.
/// </summary>
internal static class QualityComparison
{
    private const int Seeds = 3;
    private const int PlainEpochs = 5;
    private const int CorrectedEpochs = 3;

    public static void Run(CompareContext context)
    {
        var data = context.MovieLens;
        var popularity = new Popularity(data.Train["movie_title"]);
        context.Figures.Figure("top_100_best_sellers", popularity.TopKAccuracy(data.Test["movie_title"], k: 100));
        for (var seed = 1; seed <= Seeds; seed++)
        {
            Print(context.Figures, $"seed_{seed}", Fit(data, null, PlainEpochs, seed));
            Print(context.Figures, $"logq_seed_{seed}", Fit(data, popularity, CorrectedEpochs, seed));
        }
    }

    private static History Fit(MovieLensSplit data, Popularity? popularity, int epochs, int seed) =>
        TwoTowerModel.Create(data, CompareContext.Dimension, popularity, 2 * seed)
            .Fit(data.Train, epochs, CompareContext.BatchSize, validation: data.Test, seed: seed, callbacks: []);

    private static void Print(FigureWriter figures, string which, History history)
    {
        figures.Figure($"top_100_{which}", history[$"val_{FactorizedTopK.NameAt(100)}"][^1]);
        figures.Note($"loss_per_row_{which}", string.Join(" ", history["loss"].Select(loss => loss.ToString("F4"))));
    }
}
