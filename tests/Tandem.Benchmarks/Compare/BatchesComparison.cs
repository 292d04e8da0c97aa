using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// The training step on MovieLens batches, whose users and films repeat: with the repeats merged, without, and as PyTorch does it. Everyone
/// starts from the same embeddings and must arrive at the same first loss, so that nobody does different work.
/// </summary>
internal static class BatchesComparison
{
    private const int Batches = 8;
    private const double LossTolerance = 1e-3;

    private static readonly (PeerSettings Settings, string[] Modes)[] _peers =
        [(PeerSettings.Tuned, ["eager", "chunked", "merged"]), (PeerSettings.Default, ["eager"])];

    public static void Run(CompareContext context)
    {
        var batches = context.MovieLens.Batches(CompareContext.BatchSize).Take(Batches).ToArray();
        var contest = context.Contest()
            .Add("unmerged", Contender(context, batches, PreparedBatch.Unmerged))
            .Add("merged", Contender(context, batches, PreparedBatch.Merged));
        var peers = AddPeers(context, contest, batches[0]);
        var samples = contest.Run(context.Rounds);
        context.Figures.Figure("movielens_step_unmerged_ms", samples.Median("unmerged") * 1e3);
        context.Figures.Figure("movielens_step_merged_ms", samples.Median("merged") * 1e3);
        context.Figures.Figure("movielens_step_merged_over_unmerged", samples.Ratio("merged", "unmerged"));
        foreach (var peer in peers)
        {
            context.Figures.Figure($"{peer}_step_ms", samples.Median(peer) * 1e3);
            context.Figures.Figure($"{peer}_step_over_tandem_unmerged", samples.Ratio(peer, "unmerged"));
            context.Figures.Figure($"{peer}_step_over_tandem_merged", samples.Ratio(peer, "merged"));
        }
    }

    private static Func<double> Contender(
        CompareContext context, (int[] Users, int[] Films)[] batches, Func<int[], int[], IDevice, PreparedBatch> prepare)
    {
        var device = Device.Cpu;
        var prepared = Array.ConvertAll(batches, batch => prepare(batch.Users, batch.Films, device));
        var step = new TrainingStep(device, context.UserTable, context.FilmTable, CompareContext.Dimension);
        void AllBatches() => Array.ForEach(prepared, batch => step.Run(batch));
        Timing.WarmUp(AllBatches);
        return () => Timing.Best(3, AllBatches) / prepared.Length;
    }

    private static List<string> AddPeers(CompareContext context, Contest contest, (int[] Users, int[] Films) first)
    {
        var added = new List<string>();
        foreach (var (settings, modes) in _peers)
        {
            if (context.TrainingPeer(settings, $"torch_{settings.Name} steps") is not { } peer)
            {
                continue;
            }

            foreach (var mode in modes.Where(mode => SameLoss(context, peer, settings, mode, first)))
            {
                var name = $"torch_{settings.Name}_{mode}";
                contest.Add(name, () => peer.Seconds(new { operation = "step", mode, batch = CompareContext.BatchSize, repeats = 3 }));
                added.Add(name);
            }
        }

        return added;
    }

    private static bool SameLoss(CompareContext context, PeerProcess peer, PeerSettings settings, string mode, (int[] Users, int[] Films) first)
    {
        var step = new TrainingStep(Device.Cpu, context.UserTable, context.FilmTable, CompareContext.Dimension);
        double expected = step.Run(PreparedBatch.Merged(first.Users, first.Films, Device.Cpu));
        var loss = peer.Ask(new { operation = "first_loss", mode, batch = CompareContext.BatchSize })["loss"]!.GetValue<double>();
        var difference = Math.Abs((loss / expected) - 1);
        context.Figures.Figure($"torch_{settings.Name}_{mode}_first_loss_relative_difference", difference);
        if (difference <= LossTolerance)
        {
            return true;
        }

        context.Figures.LeftOut($"torch_{settings.Name}_{mode} steps", $"its first loss is {loss} where Tandem computes {expected}");
        return false;
    }
}
