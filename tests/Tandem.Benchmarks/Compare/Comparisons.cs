namespace Tandem.Benchmarks;

/// <summary>The comparisons by name, in the order they run.</summary>
internal static class Comparisons
{
    private static readonly (string Name, Action<CompareContext> Run)[] _all =
    [
        ("peak", PeakComparison.Run),
        ("step", StepComparison.Run),
        ("batches", BatchesComparison.Run),
        ("training", TrainingComparison.Run),
        ("reading", ReadingComparison.Run),
        ("notebook", NotebookComparison.Run),
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
            run(context);
        }
    }
}
