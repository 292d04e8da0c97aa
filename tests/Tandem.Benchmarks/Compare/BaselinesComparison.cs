using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// The recommenders without towers on the tutorial's split, what users have seen left out: accuracy, and times beside an epoch of the tutorial's two-tower model. The
/// solve is the inversion of EASE's matrix: n³ operations for a symmetric positive definite one, as fraction of the multiply-add peak.
/// </summary>
internal static class BaselinesComparison
{
    private const float EaseRegularization = 1000;

    /// <summary>Solves a round, the fastest of which counts, as of the bursts that the peak is taken from.</summary>
    private const int Solves = 3;

    public static void Run(CompareContext context)
    {
        var data = context.MovieLens;
        var interactions = new Interactions(data.Train, "user_id", "movie_title", items: data.Movies["movie_title"]);
        var evaluation = new TopKEvaluation(data.Test, "user_id", "movie_title") { Seen = new(data.Train, "user_id", "movie_title"), Ks = [100] };
        PrintAccuracy(context.Figures, interactions, evaluation, data);
        PrintTimes(context.Figures, Measure(context, interactions, evaluation), interactions.Items.Count);
    }

    private static void PrintAccuracy(FigureWriter figures, Interactions interactions, TopKEvaluation evaluation, MovieLensSplit data)
    {
        (string Name, Func<TopKIndex> Fit)[] baselines =
        [
            ("popularity", () => new Popularity(data.Train["movie_title"])),
            ("item_knn", () => new ItemKnn(interactions, neighbours: 20)),
            ("bpr", () => new BprMatrixFactorization(interactions)),
            ("als_d64", () => new AlternatingLeastSquares(interactions)),
            ("als_d128", () => new AlternatingLeastSquares(interactions, factors: 128, regularization: 20)),
            ("als_d64_alpha_5", () => new AlternatingLeastSquares(interactions, regularization: 50, alpha: 5)),
            ("ease", () => new Ease(interactions, EaseRegularization)),
        ];
        foreach (var (name, fit) in baselines)
        {
            figures.Progress($"  {name}");
            TopKIndex? index = null;
            figures.Figure($"{name}_first_fit_seconds", Timing.Seconds(() => index = fit()));
            figures.Figure($"{name}_top_100_unseen", evaluation.Run(index!)["top_100_categorical_accuracy"]);
        }
    }

    private static Samples Measure(CompareContext context, Interactions interactions, TopKEvaluation evaluation)
    {
        var model = TwoTowerModel.Create(context.MovieLens, CompareContext.Dimension);
        var ease = new Ease(interactions, EaseRegularization);
        var matrix = Matrix(interactions.Items.Count);
        var copy = Tensor.Empty(matrix.Shape);
        Timing.WarmUp(() => Epoch(model, context));
        return context.Contest()
            .Add("peak", () => FmaPeak.Measure(FmaPeak.IsSupported(512) ? 512 : FmaPeak.IsSupported(256) ? 256 : 128))
            .Add("solve", () => Flops(matrix.Shape[0]) / Enumerable.Range(0, Solves).Min(_ => SolveSeconds(matrix, copy)))
            .Add("epoch", () => Timing.Seconds(() => Epoch(model, context)))
            .Add("ease", () => Timing.Seconds(() => new Ease(interactions, EaseRegularization).Weights.Dispose()))
            .Add("als", () => Timing.Seconds(() => new AlternatingLeastSquares(interactions)))
            .Add("als_confidence", () => Timing.Seconds(() => new AlternatingLeastSquares(interactions, regularization: 50, alpha: 5)))
            .Add("evaluate", () => Timing.Seconds(() => evaluation.Run(ease)))
            .Run(context.Rounds);
    }

    private static double SolveSeconds(Tensor matrix, Tensor copy)
    {
        matrix.Device.Copy(matrix, copy);
        return Timing.Seconds(() => matrix.Device.InvertPositiveDefinite(copy));
    }

    private static void PrintTimes(FigureWriter figures, Samples samples, int items)
    {
        figures.Figure("ease_solve_seconds", Flops(items) / samples.Median("solve"));
        figures.Figure("ease_solve_gflops", samples.Median("solve") / 1e9);
        figures.Figure("ease_solve_fraction_of_peak", samples.Ratio("solve", "peak"));
        figures.Figure("two_tower_epoch_seconds", samples.Median("epoch"));
        figures.Figure("ease_fit_seconds", samples.Median("ease"));
        figures.Figure("als_d64_fit_seconds", samples.Median("als"));
        figures.Figure("als_d64_fit_over_two_tower_epoch", samples.Ratio("als", "epoch"));
        figures.Figure("als_d64_alpha_5_fit_over_two_tower_epoch", samples.Ratio("als_confidence", "epoch"));
        figures.Figure("evaluation_of_ease_seconds", samples.Median("evaluate"));
    }

    /// <summary>A third each for the factors, their inverse, and the product of that with itself transposed.</summary>
    private static double Flops(int n) => (double)n * n * n;

    private static void Epoch(TwoTowerModel model, CompareContext context) =>
        model.Fit(context.MovieLens.Train, epochs: 1, CompareContext.BatchSize, callbacks: []);

    /// <summary>Symmetric positive definite: a Gram matrix of random rows, and more on the diagonal.</summary>
    private static Tensor Matrix(int n)
    {
        var rows = Tensor.From(InitialTables.Uniform(n, CompareContext.Dimension, seed: 1), new Shape(n, CompareContext.Dimension));
        var values = rows.MatMul(rows, transposeOther: true).ToArray();
        for (var i = 0; i < n; i++)
        {
            values[(i * n) + i] += 1;
        }

        return Tensor.From(values, new Shape(n, n));
    }
}
