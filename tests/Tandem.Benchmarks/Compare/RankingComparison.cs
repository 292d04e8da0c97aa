using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>
/// An epoch of the Olist tutorial's ranking model through the public API against PyTorch, as its documentation teaches it and by hand; all on the same rows, from the
/// same weights, and with the same loss of the first epoch. At the tutorial's rate of 0.5 nine units of ten fall silent within three steps, and silent units cost
/// Tandem little; at a tenth of it most units work.
/// </summary>
internal static class RankingComparison
{
    private const double LossTolerance = 1e-3;

    private static readonly float[] _rates = [0.5f, 0.05f];
    private static readonly string[] _modes = ["eager", "by_hand"];

    public static void Run(CompareContext context)
    {
        var rows = new RankingRows();
        var contest = context.Contest();
        var peer = context.TunedPeer(PeerSettings.Tuned, "torch", "torch ranking epochs");
        var modes = new Dictionary<float, string[]>();
        foreach (var rate in _rates)
        {
            var model = RankingModel.Create(rows, rate);
            using var data = new RankingPeerData(model, rows.Train);
            var loss = Fit(model, rows, shuffle: false);
            contest.Add(Name("fit", rate), () => Timing.Seconds(() => Fit(model, rows, shuffle: true)));
            Timing.WarmUp(() => Fit(model, rows, shuffle: true));
            modes[rate] = peer is null ? [] : AddPeer(context, contest, peer, data, rate, loss);
        }

        var samples = contest.Run(context.Rounds);
        foreach (var rate in _rates)
        {
            Print(context.Figures, samples, rate, modes[rate]);
        }
    }

    private static void Print(FigureWriter figures, Samples samples, float rate, string[] modes)
    {
        figures.Figure($"ranking_{Name("fit", rate)}_epoch_ms", samples.Median(Name("fit", rate)) * 1e3);
        foreach (var mode in modes)
        {
            figures.Figure($"torch_ranking_{Name(mode, rate)}_epoch_ms", samples.Median(Name(mode, rate)) * 1e3);
            figures.Figure($"torch_ranking_{Name(mode, rate)}_epoch_over_fit", samples.Ratio(Name(mode, rate), Name("fit", rate)));
        }
    }

    private static string Name(string contender, float rate) => string.Create(CultureInfo.InvariantCulture, $"{contender}_rate_{rate}");

    /// <returns>The mean loss of the epoch.</returns>
    private static double Fit(RankingModel model, RankingRows rows, bool shuffle) =>
        model.Fit(rows.Train, epochs: 1, CompareContext.BatchSize, shuffle: shuffle, callbacks: [])["loss"][^1];

    private static string[] AddPeer(CompareContext context, Contest contest, PeerProcess peer, RankingPeerData data, float rate, double loss)
    {
        peer.Ask(data.Request);
        context.Figures.Progress("  trying numbers of threads for the peers");
        context.Figures.Note(
            $"torch_ranking_variants_{rate}", peer.Ask(new { operation = "tune_ranking", rate, batch = CompareContext.BatchSize })["text"]!.GetValue<string>());
        var modes = _modes.Where(mode => SameLoss(context, peer, mode, rate, loss)).ToArray();
        foreach (var mode in modes)
        {
            contest.Add(Name(mode, rate), () => peer.Seconds(new { operation = "ranking_epoch", mode, rate, batch = CompareContext.BatchSize }));
        }

        return modes;
    }

    private static bool SameLoss(CompareContext context, PeerProcess peer, string mode, float rate, double expected)
    {
        var loss = peer.Ask(new { operation = "first_ranking_loss", mode, rate, batch = CompareContext.BatchSize })["loss"]!.GetValue<double>();
        var difference = Math.Abs((loss / expected) - 1);
        context.Figures.Figure($"torch_ranking_{Name(mode, rate)}_first_epoch_loss_relative_difference", difference);
        if (difference <= LossTolerance)
        {
            return true;
        }

        context.Figures.LeftOut($"torch ranking epochs, {mode} at rate {rate}", $"its first epoch's loss is {loss} where Tandem's is {expected}");
        return false;
    }
}
