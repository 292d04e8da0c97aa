namespace Tandem.Benchmarks;

/// <summary>
/// The best two-tower recipe for the tutorial's split, what users have seen left out: a user tower over the history, a softmax over all films with each film of a history scored by the
/// others, and more epochs than the tests take. Beside it what it has to beat.
/// </summary>
internal static class RecipeComparison
{
    private const int Seeds = 3;

    public static void Run(CompareContext context)
    {
        var data = context.MovieLens;
        var interactions = new Interactions(data.Train, "user_id", "movie_title", items: data.Movies["movie_title"]);
        var evaluation = new TopKEvaluation(data.Test, "user_id", "movie_title") { Seen = new(data.Train, "user_id", "movie_title"), Ks = [10, 100] };
        for (var seed = 1; seed <= Seeds; seed++)
        {
            HistoryTowers? towers = null;
            context.Figures.Figure($"recipe_seed_{seed}_seconds", Timing.Seconds(() => towers = new HistoryTowers(interactions, seed: seed)));
            Print(context.Figures, $"recipe_seed_{seed}", evaluation.Run(towers!));
        }

        Print(context.Figures, "ease", evaluation.Run(new Ease(interactions, regularization: 1000)));
    }

    private static void Print(FigureWriter figures, string name, MetricValues values)
    {
        figures.Figure($"{name}_top_10_unseen", values["top_10_categorical_accuracy"]);
        figures.Figure($"{name}_top_100_unseen", values["top_100_categorical_accuracy"]);
        figures.Figure($"{name}_ndcg_at_100", values["ndcg_at_100"]);
    }
}
