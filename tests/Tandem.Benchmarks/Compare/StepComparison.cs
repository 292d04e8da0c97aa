using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The fused training step on a batch without repeated ids, as a fraction of the multiply-add peak measured beside it.</summary>
internal static class StepComparison
{
    private const int BatchSize = 8192;
    private const int TableRows = 2 * BatchSize;
    private const int StepsPerRound = 9;

    private static readonly (int Bits, SimdLevel Level)[] _widths = [(512, SimdLevel.Vector512), (256, SimdLevel.Vector256), (128, SimdLevel.Vector128)];

    public static void Run(CompareContext context)
    {
        var contest = context.Contest();
        var widths = _widths.Where(width => FmaPeak.IsSupported(width.Bits)).Take(2).ToArray();
        foreach (var (bits, level) in widths)
        {
            contest.Add($"peak_{bits}", () => FmaPeak.Measure(bits));
            foreach (var dimension in new[] { 32, 64 })
            {
                contest.Add(Name(dimension, bits), Contender(new CpuDevice(simd: level), dimension));
            }
        }

        Print(context.Figures, contest.Run(context.Rounds), widths);
    }

    private static void Print(FigureWriter figures, Samples samples, (int Bits, SimdLevel)[] widths)
    {
        foreach (var (bits, _) in widths)
        {
            foreach (var dimension in new[] { 32, 64 })
            {
                var (name, suffix) = (Name(dimension, bits), bits == widths[0].Bits ? "" : $"_forced_{bits}");
                figures.Figure($"fused_step_d{dimension}{suffix}_ms", Flops(dimension) / samples.Median(name) * 1e3);
                figures.Figure($"fused_step_d{dimension}{suffix}_gflops", samples.Median(name) / 1e9);
                figures.Figure($"fused_step_d{dimension}{suffix}_fraction_of_peak", samples.Ratio(name, $"peak_{bits}"));
            }
        }
    }

    private static string Name(int dimension, int bits) => $"step_d{dimension}_{bits}";

    /// <summary>Three products of B × B × d: the scores, and the gradients of both sides.</summary>
    private static double Flops(int dimension) => 6.0 * BatchSize * BatchSize * dimension;

    private static Func<double> Contender(CpuDevice device, int dimension)
    {
        var random = new Random(7);
        var step = new TrainingStep(device, InitialTables.Uniform(TableRows, dimension, 1), InitialTables.Uniform(TableRows, dimension, 2), dimension);
        var batches = Enumerable.Range(0, 2).Select(_ => PreparedBatch.Distinct(SomeRows(random), SomeRows(random), device)).ToArray();
        var turn = 0;
        void Step() => step.Run(batches[turn++ % batches.Length]);
        Timing.WarmUp(Step);
        return () => Flops(dimension) / Timing.Best(StepsPerRound, Step);
    }

    private static int[] SomeRows(Random random)
    {
        var rows = Enumerable.Range(0, TableRows).ToArray();
        random.Shuffle(rows);
        return rows[..BatchSize];
    }
}
