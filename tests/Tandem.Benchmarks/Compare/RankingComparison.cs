namespace Tandem.Benchmarks;

/// <summary>
/// An epoch of the Olist tutorial's ranking model through the public API against PyTorch, as its documentation teaches it and by hand; all on the same rows, from the
/// same weights, and with the same loss of the first epoch.
/// </summary>
internal static class RankingComparison
{
    private const double LossTolerance = 1e-3;

    private static readonly string[] _modes = ["eager", "by_hand"];

    public static void Run(CompareContext context)
    {
        var rows = new RankingRows();
        var model = RankingModel.Create(rows);
        using var data = new RankingPeerData(model, rows.Train);
        var loss = Fit(model, rows, shuffle: false);
        var contest = context.Contest().Add("fit", () => Timing.Seconds(() => Fit(model, rows, shuffle: true)));
        Timing.WarmUp(() => Fit(model, rows, shuffle: true));
        var modes = context.Peer(PeerSettings.Tuned, "torch ranking epochs") is { } peer ? AddPeer(context, contest, peer, data, loss) : [];
        var samples = contest.Run(context.Rounds);
        context.Figures.Figure("ranking_fit_epoch_ms", samples.Median("fit") * 1e3);
        foreach (var mode in modes)
        {
            context.Figures.Figure($"torch_ranking_{mode}_epoch_ms", samples.Median(mode) * 1e3);
            context.Figures.Figure($"torch_ranking_{mode}_epoch_over_fit", samples.Ratio(mode, "fit"));
        }
    }

    /// <returns>The sum of the losses of the epoch's batches.</returns>
    private static double Fit(RankingModel model, RankingRows rows, bool shuffle) =>
        model.Fit(rows.Train, epochs: 1, CompareContext.BatchSize, shuffle: shuffle, callbacks: [])["loss"][^1] * rows.Train.RowCount;

    private static string[] AddPeer(CompareContext context, Contest contest, PeerProcess peer, RankingPeerData data, double loss)
    {
        peer.Ask(data.Request);
        context.Figures.Progress("  trying numbers of threads for the peers");
        context.Figures.Note("torch_ranking_variants", peer.Ask(new { operation = "tune_ranking", batch = CompareContext.BatchSize })["text"]!.GetValue<string>());
        var modes = _modes.Where(mode => SameLoss(context, peer, mode, loss)).ToArray();
        foreach (var mode in modes)
        {
            contest.Add(mode, () => peer.Seconds(new { operation = "ranking_epoch", mode, batch = CompareContext.BatchSize, shuffle = true }));
        }

        return modes;
    }

    private static bool SameLoss(CompareContext context, PeerProcess peer, string mode, double expected)
    {
        var loss = peer.Ask(new { operation = "first_ranking_loss", mode, batch = CompareContext.BatchSize })["loss"]!.GetValue<double>();
        var difference = Math.Abs((loss / expected) - 1);
        context.Figures.Figure($"torch_ranking_{mode}_first_epoch_loss_relative_difference", difference);
        if (difference <= LossTolerance)
        {
            return true;
        }

        context.Figures.LeftOut($"torch ranking epochs, {mode}", $"its first epoch's loss is {loss} where Tandem's is {expected}");
        return false;
    }
}
