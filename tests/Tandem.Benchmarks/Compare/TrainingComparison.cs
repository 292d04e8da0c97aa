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
            .Add("evaluate", () => Timing.Seconds(() => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize)))
            .Add("ranking", () => Timing.Seconds(() => model.Rank(data, CompareContext.BatchSize)));
        Timing.WarmUp(() => Fit(model, data));
        Timing.WarmUp(() => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize));
        var hits = context.TrainingPeer(PeerSettings.Tuned, "torch epochs and evaluations") is { } peer ? AddPeer(contest, peer) : [];
        var samples = contest.Run(context.Rounds);
        PrintTandem(context.Figures, samples);
        if (hits.Count > 0)
        {
            PrintPeer(context.Figures, samples);
            PrintHits(context, hits);
        }
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

    /// <returns>Filled while the contest runs: how many hits at 100 each kind of evaluation counts.</returns>
    private static Dictionary<string, int> AddPeer(Contest contest, PeerProcess peer)
    {
        var hits = new Dictionary<string, int>();
        foreach (var mode in _epochs)
        {
            contest.Add($"torch_{mode}", () => peer.Seconds(new { operation = "epoch", mode, batch = CompareContext.BatchSize }));
        }

        foreach (var kind in _evaluations)
        {
            contest.Add($"torch_{kind}", () =>
            {
                var answer = peer.Ask(new { operation = "evaluate", kind });
                hits[kind] = answer["hits"]!.AsArray()[^1]!.GetValue<int>();
                return answer["seconds"]!.GetValue<double>();
            });
        }

        return hits;
    }

    /// <summary>How many test rows have their film among the hundred best by the embeddings that the peers evaluate.</summary>
    private static int HitsAtHundred(CompareContext context)
    {
        using var scope = new TensorScope();
        var (data, device) = (context.MovieLens, Device.Cpu);
        var users = Indices.From(data.Users.Apply(data.Test["user_id"]));
        var films = Indices.From(data.Films.Apply(data.Test["movie_title"]));
        var filmTable = Table(context.FilmTable);
        var corpusRows = Indices.From(data.Films.Apply(data.Movies["movie_title"]));
        var corpus = Tensor.Empty(new Shape(corpusRows.Length, CompareContext.Dimension));
        device.Gather(filmTable, corpusRows, corpus);
        var ranks = Indices.Empty(users.Length);
        device.RankCounts(Table(context.UserTable), filmTable, users, films, corpus, ranks);
        return ranks.ToArray().Count(rank => rank < 100);
    }

    private static Tensor Table(float[] values) =>
        Tensor.From(values, new Shape(values.Length / CompareContext.Dimension, CompareContext.Dimension));

    private static void PrintTandem(FigureWriter figures, Samples samples)
    {
        figures.Figure("fit_epoch_s", samples.Median("fit"));
        figures.Figure("kernels_of_epoch_s", samples.Median("kernels"));
        figures.Figure("fit_over_kernels", samples.Ratio("fit", "kernels"));
        figures.Figure("evaluate_s", samples.Median("evaluate"));
        figures.Figure("evaluate_over_fit_epoch", samples.Ratio("evaluate", "fit"));
        figures.Figure("evaluate_without_loss_s", samples.Median("ranking"));
        figures.Figure("evaluate_without_loss_over_fit_epoch", samples.Ratio("ranking", "fit"));
    }

    private static void PrintPeer(FigureWriter figures, Samples samples)
    {
        foreach (var mode in _epochs)
        {
            figures.Figure($"torch_{mode}_epoch_s", samples.Median($"torch_{mode}"));
            figures.Figure($"torch_{mode}_epoch_over_fit", samples.Ratio($"torch_{mode}", "fit"));
        }

        foreach (var kind in _evaluations)
        {
            figures.Figure($"torch_{kind}_evaluation_s", samples.Median($"torch_{kind}"));
            figures.Figure($"torch_{kind}_evaluation_over_evaluate", samples.Ratio($"torch_{kind}", "evaluate"));
            figures.Figure($"torch_{kind}_evaluation_over_evaluate_without_loss", samples.Ratio($"torch_{kind}", "ranking"));
        }
    }

    /// <summary>Both sides rank with the same embeddings, so they count the same hits, but for near ties rounded differently.</summary>
    private static void PrintHits(CompareContext context, Dictionary<string, int> hits)
    {
        var expected = HitsAtHundred(context);
        foreach (var (kind, count) in hits)
        {
            context.Figures.Figure($"torch_{kind}_hits_at_100_relative_difference", Math.Abs(((double)count / expected) - 1));
        }
    }
}
