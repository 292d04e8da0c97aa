namespace Tandem.Benchmarks;

/// <summary>The comparisons by name, in the order they run.</summary>
internal static class Comparisons
{
    private static readonly (string Name, Action<CompareContext> Run)[] _all =
    [
        ("peak", PeakComparison.Run),
        ("updates", UpdatesComparison.Run),
        ("step", StepComparison.Run),
        ("retrieval", RetrievalComparison.Run),
        ("batches", BatchesComparison.Run),
        ("pooling", PoolingComparison.Run),
        ("training", TrainingComparison.Run),
        ("device", DeviceComparison.Run),
        ("topk", TopKComparison.Run),
        ("ranking", RankingComparison.Run),
        ("reading", ReadingComparison.Run),
        ("preparation", PreparationComparison.Run),
        ("notebook", NotebookComparison.Run),
        ("cells", CellsComparison.Run),
        ("quality", QualityComparison.Run),
        ("baselines", BaselinesComparison.Run),
        ("recipe", RecipeComparison.Run),
        ("frames", FramesComparison.Run),
    ];

    /// <summary>The names that <c>--only</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _all.Select(comparison => comparison.Name)];

    /// <summary>Runs those that were asked for.</summary>
    public static void Run(CompareOptions options)
    {
        using var context = new CompareContext(options);
        foreach (var (name, run) in _all.Where(comparison => options.Only.Contains(comparison.Name)))
        {
            context.Figures.Progress(name);
            PrintLoad(context.Figures, name);
            try
            {
                run(context);
            }
            catch (PeerException problem)
            {
                context.Figures.LeftOut($"figures of {name} not printed above", problem.Message);
            }
        }
    }

    /// <summary>Figures taken on a busy machine say little; whoever reads them should know.</summary>
    private static void PrintLoad(FigureWriter figures, string name)
    {
        const string source = "/proc/loadavg";
        if (File.Exists(source))
        {
            figures.Note($"load_average_before_{name}", File.ReadAllText(source).Split(' ')[0]);
        }
    }
}
