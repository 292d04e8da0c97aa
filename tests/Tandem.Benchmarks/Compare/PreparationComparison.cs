namespace Tandem.Benchmarks;

/// <summary>A tutorial's preparation of Olist, from four files to who bought what, against pandas: two left merges, an outer one, a running count, a group.</summary>
internal static class PreparationComparison
{
    public static void Run(CompareContext context)
    {
        var folder = Path.Combine(context.DataFolder ?? "", "olist");
        if (!Directory.Exists(folder))
        {
            context.Figures.LeftOut("preparation", $"there is no folder {folder}; give the folder of the real data with --data");
            return;
        }

        int Prepare() => Datasets.Olist(context.DataFolder).Interactions().RowCount;
        Timing.WarmUp(() => Prepare());
        var contest = context.Contest().Add("tables", () => Timing.Seconds(() => Prepare()));
        if (context.Peer(PeerSettings.Tuned, "pandas") is not { } peer)
        {
            context.Figures.Figure("prepare_olist_ms", contest.Run(context.Rounds).Median("tables") * 1e3);
            return;
        }

        var request = new { operation = "prepare_olist", folder };
        var (ours, theirs) = (Prepare(), peer.Ask(request)["rows"]!.GetValue<int>());
        if (ours != theirs)
        {
            throw new PeerException($"pandas finds {theirs} rows and Tandem {ours}: the two do not do the same work");
        }

        var samples = contest.Add("pandas", () => peer.Seconds(request)).Run(context.Rounds);
        context.Figures.Figure("prepare_olist_ms", samples.Median("tables") * 1e3);
        context.Figures.Figure("pandas_prepare_olist_ms", samples.Median("pandas") * 1e3);
        context.Figures.Figure("prepare_olist_over_pandas", samples.Ratio("tables", "pandas"));
    }
}
