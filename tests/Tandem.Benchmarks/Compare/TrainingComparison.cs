using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// An epoch and an evaluation through the public API, against the sum of their kernels and against PyTorch, all on the same ids.
/// </summary>
internal static class TrainingComparison
{
    private static readonly string[] _epochs = ["chunked", "merged"];
    private static readonly string[] _evaluations = ["topk", "counting"];

    public static void Run(CompareContext context)
    {
        var data = context.MovieLens;
        var model = TwoTowerModel.Create(data, CompareContext.Dimension);
        var contest = context.Contest()
            .Add("fit", () => Timing.Seconds(() => Fit(model, data)))
            .Add("kernels", KernelEpoch(context))
            .Add("evaluate", () => Timing.Seconds(() => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize)));
        Timing.WarmUp(() => Fit(model, data));
        Timing.WarmUp(() => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize));
        var peer = context.TrainingPeer(PeerSettings.Tuned, "torch epochs and evaluations");
        if (peer is not null)
        {
            AddPeer(contest, peer);
        }

        Print(context.Figures, contest.Run(context.Rounds), peer is not null);
    }

    /// <summary>An epoch with a progress display, as in a terminal.</summary>
    private static void Fit(TwoTowerModel model, MovieLensSplit data) =>
        model.Fit(data.Train, epochs: 1, CompareContext.BatchSize, callbacks: [new ProgressDisplay(TextWriter.Null, refreshes: true)]);

    /// <summary>The kernels of an epoch, on batches that were cut and merged beforehand.</summary>
    private static Func<double> KernelEpoch(CompareContext context)
    {
        var device = Device.Cpu;
        var batches = context.MovieLens.Batches(CompareContext.BatchSize).Select(batch => PreparedBatch.Merged(batch.Users, batch.Films, device)).ToArray();
        var step = new TrainingStep(device, context.UserTable, context.FilmTable, CompareContext.Dimension);
        void Epoch() => Array.ForEach(batches, batch => step.Run(batch));
        Timing.WarmUp(Epoch);
        return () => Timing.Seconds(Epoch);
    }

    private static void AddPeer(Contest contest, PeerProcess peer)
    {
        foreach (var mode in _epochs)
        {
            contest.Add($"torch_{mode}", () => peer.Seconds(new { operation = "epoch", mode, batch = CompareContext.BatchSize }));
        }

        foreach (var kind in _evaluations)
        {
            contest.Add($"torch_{kind}", () => peer.Seconds(new { operation = "evaluate", kind }));
        }
    }

    private static void Print(FigureWriter figures, Samples samples, bool peer)
    {
        figures.Figure("fit_epoch_s", samples.Median("fit"));
        figures.Figure("kernels_of_epoch_s", samples.Median("kernels"));
        figures.Figure("fit_over_kernels", samples.Ratio("fit", "kernels"));
        figures.Figure("evaluate_s", samples.Median("evaluate"));
        figures.Figure("evaluate_over_fit_epoch", samples.Ratio("evaluate", "fit"));
        if (!peer)
        {
            return;
        }

        foreach (var mode in _epochs)
        {
            figures.Figure($"torch_{mode}_epoch_s", samples.Median($"torch_{mode}"));
            figures.Figure($"torch_{mode}_epoch_over_fit", samples.Ratio($"torch_{mode}", "fit"));
        }

        foreach (var kind in _evaluations)
        {
            figures.Figure($"torch_{kind}_evaluation_s", samples.Median($"torch_{kind}"));
            figures.Figure($"torch_{kind}_evaluation_over_evaluate", samples.Ratio($"torch_{kind}", "evaluate"));
        }
    }
}
