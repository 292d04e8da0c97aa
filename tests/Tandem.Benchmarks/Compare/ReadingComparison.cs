namespace Tandem.Benchmarks;

/// <summary>
/// Reading to a table, against pandas: MovieLens' ratings, by its C engine on the same rows as CSV and its Python engine on the very file; Amazon's reviews
/// of instruments, which are JSON lines.
/// </summary>
internal static class ReadingComparison
{
    private static readonly ColumnSpec[] _columns =
        [ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")];

    private static readonly ColumnSpec[] _reviewColumns =
    [
        ColumnSpec.String("reviewerID"), ColumnSpec.String("asin"), ColumnSpec.Double("overall"), ColumnSpec.Timestamp("unixReviewTime"),
        ColumnSpec.String("summary"), ColumnSpec.String("reviewText"),
    ];

    public static void Run(CompareContext context)
    {
        RunRatings(context);
        RunReviews(context);
    }

    private static void RunRatings(CompareContext context)
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

    private static void RunReviews(CompareContext context)
    {
        var path = Path.Combine(context.DataFolder ?? "", "amazon", "reviews_Musical_Instruments_5.json");
        if (!File.Exists(path))
        {
            context.Figures.LeftOut("reading JSON lines", $"there is no {path}; give the folder of the real data with --data");
            return;
        }

        void Read() => GC.KeepAlive(Table.ReadJsonLines(path, new JsonLinesOptions { Keep = _reviewColumns }));
        Timing.WarmUp(Read);
        var contest = context.Contest().Add("table", () => Timing.Seconds(Read));
        var peer = context.Peer(PeerSettings.Tuned, "pandas");
        if (peer is not null)
        {
            contest.Add("pandas", () => peer.Seconds(new { operation = "read_json_lines", path }));
        }

        var samples = contest.Run(context.Rounds);
        context.Figures.Figure("read_reviews_ms", samples.Median("table") * 1e3);
        context.Figures.Figure("read_reviews_mb_per_s", new FileInfo(path).Length / 1e6 / samples.Median("table"));
        if (peer is not null)
        {
            context.Figures.Figure("read_reviews_over_pandas", samples.Ratio("table", "pandas"));
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
