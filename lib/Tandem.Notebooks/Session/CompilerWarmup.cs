namespace Tandem.Notebooks;

/// <summary>
/// Gets the compiler's own code compiled while the first cell is: half of what a short notebook's compilation costs is the runtime
/// compiling the compiler, and on a second core that can be done beforehand.
/// </summary>
internal static class CompilerWarmup
{
    /// <summary>Uses what cells of a notebook use: declarations, lambdas, queries, patterns, tuples, interpolation, awaiting.</summary>
    private const string TypicalCode = """
        using System.Text;
        record Row(string Name, double Value);
        class Model(int width) { public int Width => width; public double Loss(double[] row) { double sum = 0; foreach (var v in row) { sum += v * v; } return sum / width; } }
        string Tell(Row row) => row switch { { Value: > 10 } => $"{row.Name}: {row.Value:f2}", _ => "small" };
        var rows = Enumerable.Range(0, 3).Select(i => new Row($"n{i}", i)).Where(row => row.Value > 0).OrderByDescending(row => row.Value).ToList();
        var (low, high) = (rows.Min(row => row.Value), rows.Max(row => row.Value));
        var groups = rows.GroupBy(row => (int)row.Value).ToDictionary(group => group.Key, group => new { group.Key, Mean = group.Average(row => row.Value) });
        for (var i = 0; i < 1; i++) { try { groups[i + 1].ToString(); } catch (KeyNotFoundException) when (high < 0) { } finally { low = 0; } }
        Func<double, double> square = x => x * x;
        await Task.Yield();
        square(high) + low
        """;

    private static readonly Lazy<Task> _warm = new(() => Task.Factory.StartNew(Compile, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Starts warming in the background, once a process. On one core it would only delay the first cell, so there it does nothing.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1)
        {
            _ = _warm.Value;
        }
    }

    private static void Compile()
    {
        var compiler = new ScriptCompiler(AppContext.BaseDirectory);
        var first = compiler.Compile(null, new CodeStep(TypicalCode, "warm-up", 1, []));
        compiler.Compile(first, new CodeStep("rows.Select((row, i) => (i, row.Name)).ToArray()", "warm-up", 1, []));
    }
}
