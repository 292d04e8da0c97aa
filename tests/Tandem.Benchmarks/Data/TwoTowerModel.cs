using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The tutorial's model: a user tower, a film tower and the retrieval task, with the sampling correction when given popularity.</summary>
internal sealed class TwoTowerModel(Tower users, Tower films, Retrieval task, Popularity? popularity) : Model
{
    /// <summary>A model with embeddings of the given dimension, ready to be fitted.</summary>
    public static TwoTowerModel Create(MovieLensSplit data, int dimension, Popularity? popularity = null, int seed = 0)
    {
        var users = Tower.Of(Feature.Id("user_id", data.Ratings["user_id"], dimension, seed));
        var films = Tower.Of(Feature.Id("movie_title", data.Movies["movie_title"], dimension, seed + 1));
        var model = new TwoTowerModel(users, films, new Retrieval(new FactorizedTopK(data.Movies, films)), popularity);
        model.Compile(new Adagrad(learningRate: 0.1f));
        return model;
    }

    /// <summary>The top-k accuracies alone, without the loss that <see cref="Model.Evaluate"/> computes too.</summary>
    public IReadOnlyDictionary<string, double> Rank(MovieLensSplit data, int batchSize)
    {
        using var noGradient = new NoGradient();
        var metric = new FactorizedTopK(data.Movies, films);
        foreach (var batch in data.Test.Batches(batchSize))
        {
            using var scope = new TensorScope();
            metric.Update(users.Embed(batch), films.Embed(batch));
        }

        return metric.Results();
    }

    /// <inheritdoc/>
    protected override Tensor ComputeLoss(Batch batch, bool training) => task.Loss(
        users.Embed(batch), films.Embed(batch), candidateSamplingProbability: popularity?.Probability(batch), computeMetrics: !training);
}
