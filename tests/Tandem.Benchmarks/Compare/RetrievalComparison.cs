using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// What the options of the retrieval task cost: loss and gradients of one batch of the tutorial, beside the plain loss of the same batch, with repeated
/// rows merged and not.
/// </summary>
internal static class RetrievalComparison
{
    private const int RunsPerRound = 3;
    private const int HardNegatives = 20;

    private static readonly (string Name, bool Merged, Retrieval Task)[] _contenders =
    [
        ("merged", true, new Retrieval()),
        ("merged_without_accidental_hits", true, new Retrieval(removeAccidentalHits: true)),
        ("unmerged", false, new Retrieval()),
        ("unmerged_without_accidental_hits", false, new Retrieval(removeAccidentalHits: true)),
        ("hard_negatives", true, new Retrieval(hardNegatives: HardNegatives)),
    ];

    public static void Run(CompareContext context)
    {
        var data = context.MovieLens;
        var users = Tower.Of(Feature.Id("user_id", data.Ratings["user_id"], CompareContext.Dimension));
        var films = Tower.Of(Feature.Id("movie_title", data.Movies["movie_title"], CompareContext.Dimension));
        var batch = data.Train.Batches(CompareContext.BatchSize).First();
        var ids = batch.Rows.ToArray().Select(row => data.Train["movie_title"].Text(row)!).ToArray();
        var contest = context.Contest();
        foreach (var (name, merged, task) in _contenders)
        {
            void Step()
            {
                using var scope = new TensorScope();
                var (queries, candidates) = (users.Embed(batch), films.Embed(batch));
                var loss = merged
                    ? task.Loss(queries, candidates)
                    : task.Loss(new EmbeddedRows(queries.ToTensor()), new EmbeddedRows(candidates.ToTensor()), candidateIds: ids);
                loss.Backward();
                foreach (var parameter in users.Parameters.Concat(films.Parameters))
                {
                    parameter.ClearGradient();
                }
            }

            Timing.WarmUp(Step);
            contest.Add(name, () => Timing.Best(RunsPerRound, Step));
        }

        Print(context.Figures, contest.Run(context.Rounds));
    }

    private static void Print(FigureWriter figures, Samples samples)
    {
        foreach (var (name, merged, _) in _contenders)
        {
            figures.Figure($"retrieval_{name}_ms", samples.Median(name) * 1e3);
            figures.Figure($"retrieval_{name}_times_plain", samples.Ratio(name, merged ? "merged" : "unmerged"));
        }
    }
}
