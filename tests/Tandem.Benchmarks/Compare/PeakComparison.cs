namespace Tandem.Benchmarks;

/// <summary>The multiply-add peak of every vector width that the processor has, checked against its clock.</summary>
internal static class PeakComparison
{
    public static void Run(CompareContext context)
    {
        var widths = new[] { 512, 256, 128 }.Where(FmaPeak.IsSupported).ToArray();
        var contest = context.Contest().Add("clock", FmaPeak.Clock);
        foreach (var bits in widths)
        {
            contest.Add($"fma_{bits}", () => FmaPeak.Measure(bits));
        }

        var samples = contest.Run(context.Rounds);
        context.Figures.Figure("cores", Environment.ProcessorCount);
        context.Figures.Figure("clock_ghz", samples.Median("clock") / 1e9);
        foreach (var bits in widths)
        {
            context.Figures.Figure($"fma_peak_{bits}_gflops", samples.Median($"fma_{bits}") / 1e9);
            context.Figures.Figure(
                $"fma_peak_{bits}_fraction_of_two_units_at_the_clock",
                samples.Ratio($"fma_{bits}", "clock") / (FmaPeak.FlopsPerCycle(bits) * Environment.ProcessorCount));
        }
    }
}
