namespace Tandem.Benchmarks;

/// <summary>Reading the ratings to a table, against pandas: its C engine on the same rows as CSV, its Python engine on the very file.</summary>
internal static class ReadingComparison
{
    private static readonly ColumnSpec[] _columns =
        [ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")];

    public static void Run(CompareContext context)
    {
        var path = Path.Combine(context.DataFolder ?? "", "ml-1m", "ratings.dat");
        if (!File.Exists(path))
        {
            context.Figures.LeftOut("reading", $"there is no {path}; give the folder of the real data with --data");
            return;
        }

        context.Figures.Figure("read_ratings_first_call_ms", Timing.Seconds(() => Read(path)) * 1e3);
        Timing.WarmUp(() => Read(path));
        var contest = context.Contest().Add("table", () => Timing.Seconds(() => Read(path)));
        if (context.Peer(PeerSettings.Tuned, "pandas") is not { } peer)
        {
            context.Figures.Figure("read_ratings_ms", contest.Run(context.Rounds).Median("table") * 1e3);
            return;
        }

        var csv = Path.GetTempFileName();
        try
        {
            File.WriteAllText(csv, File.ReadAllText(path).Replace("::", ","));
            contest.Add("pandas_c", () => peer.Seconds(new { operation = "read", path = csv, separator = ",", engine = "c" }));
            Print(context.Figures, contest.Run(context.Rounds), peer.Seconds(new { operation = "read", path, separator = "::", engine = "python" }));
        }
        finally
        {
            File.Delete(csv);
        }
    }

    private static void Print(FigureWriter figures, Samples samples, double pandasPython)
    {
        figures.Figure("read_ratings_ms", samples.Median("table") * 1e3);
        figures.Figure("pandas_c_csv_ms", samples.Median("pandas_c") * 1e3);
        figures.Figure("read_ratings_over_pandas_c_csv", samples.Ratio("table", "pandas_c"));
        figures.Figure("pandas_python_ms", pandasPython * 1e3);
        figures.Figure("read_ratings_over_pandas_python", samples.Median("table") / pandasPython);
    }

    private static void Read(string path) => GC.KeepAlive(Table.ReadDelimited(path, "::", _columns));
}
