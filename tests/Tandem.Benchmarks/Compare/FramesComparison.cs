using Microsoft.Data.Analysis;
using Tandem.Interactive;

namespace Tandem.Benchmarks;

/// <summary>
/// MovieLens' ratings as a data frame of Microsoft.Data.Analysis, and as a table again: from the frame that the table became, and from a copy of it, all of whose cells
/// must be read.
/// </summary>
internal static class FramesComparison
{
    public static void Run(CompareContext context)
    {
        if (!Directory.Exists(Path.Combine(context.DataFolder ?? "", "ml-1m")))
        {
            context.Figures.LeftOut("frames", "there is no folder ml-1m; give the folder of the real data with --data");
            return;
        }

        var table = Datasets.MovieLens1M(context.DataFolder).Ratings;
        DataFrame? frame = null;
        context.Figures.Figure("frame_round_trip_first_ms", Timing.Seconds(() => table.ToDataFrame().ToTandemTable()) * 1e3);
        Timing.WarmUp(() => (frame = table.ToDataFrame()).ToTandemTable());
        var copy = frame!.Clone();
        Timing.WarmUp(() => copy.ToTandemTable());
        var samples = context.Contest()
            .Add("to", () => Timing.Seconds(() => frame = table.ToDataFrame()))
            .Add("back", () => Timing.Seconds(() => frame.ToTandemTable()))
            .Add("round_trip", () => Timing.Seconds(() => table.ToDataFrame().ToTandemTable()))
            .Add("copy", () => Timing.Seconds(() => copy.ToTandemTable()))
            .Run(context.Rounds);
        context.Figures.Figure("table_to_frame_ms", samples.Median("to") * 1e3);
        context.Figures.Figure("unchanged_frame_to_table_ms", samples.Median("back") * 1e3);
        context.Figures.Figure("frame_round_trip_ms", samples.Median("round_trip") * 1e3);
        context.Figures.Figure("other_frame_to_table_ms", samples.Median("copy") * 1e3);
    }
}
