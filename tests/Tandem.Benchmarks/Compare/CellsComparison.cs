using System.Diagnostics;
using Tandem.Notebooks;

namespace Tandem.Benchmarks;

/// <summary>A notebook of 200 small cells, run twice in this process: what a cell costs, cold and warm, and whether later cells cost more than early ones.</summary>
internal static class CellsComparison
{
    private const int Cells = 200;

    public static void Run(CompareContext context)
    {
        var cold = MeasureAsync().GetAwaiter().GetResult();
        var warm = Enumerable.Range(0, context.Rounds).Select(_ => MeasureAsync().GetAwaiter().GetResult()).ToArray();
        var figures = context.Figures;
        figures.Figure("cells_200_cold_s", cold.Sum() / 1000);
        figures.Figure("cells_first_ms", cold[0]);
        figures.Figure("cells_warm_median_ms", Samples.MedianOf(warm.Select(Samples.MedianOf)));
        figures.Figure("cells_last_to_twentieth", Samples.MedianOf(warm.Select(times => Samples.MedianOf(times[^20..]) / Samples.MedianOf(times[10..30]))));
        figures.Figure("cells_managed_mb", GC.GetTotalMemory(forceFullCollection: true) / 1e6);
    }

    private static async Task<double[]> MeasureAsync()
    {
        using var session = new NotebookSession();
        var times = new double[Cells];
        for (var i = 0; i < Cells; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await session.RunAsync(new NotebookCell("csharp", Source(i), (i * 10) + 1), i + 1, _ => { }).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (!result.Succeeded)
            {
                throw new InvalidOperationException(result.Failure!.ToString());
            }
        }

        return times;
    }

    /// <summary>Cells of five kinds in turn, which use what those before them declared.</summary>
    private static string Source(int i) => (i % 5) switch
    {
        0 => $"var rows{i} = Enumerable.Range(0, {i + 3}).Select(v => v * 2).ToList();\nrows{i}.Count",
        1 => $"record Row{i}(int Id, string Name);\nvar row{i} = new Row{i}({i}, \"n{i}\");\nrow{i}.Name",
        2 => $"int Add{i}(int a, int b) => a + b;\nvar total = Add{i}({i}, rows{i - 2}.Count);\ndisplay(total);",
        3 => $"Console.WriteLine($\"total {{total}} {{rows{i - 3}[0]}}\");",
        _ => $"var x = total + {i};\nx + 1",
    };
}
