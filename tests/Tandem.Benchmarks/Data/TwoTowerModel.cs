namespace Tandem.Benchmarks;

/// <summary>The tutorial's model: a user tower, a film tower and the retrieval task.</summary>
internal sealed class TwoTowerModel(Tower users, Tower films, Retrieval task) : Model
{
    /// <summary>A model with embeddings of the given dimension, ready to be fitted.</summary>
    public static TwoTowerModel Create(MovieLensSplit data, int dimension, int seed = 0)
    {
        var users = Tower.Of(Feature.Id("user_id", data.Ratings["user_id"], dimension, seed));
        var films = Tower.Of(Feature.Id("movie_title", data.Movies["movie_title"], dimension, seed + 1));
        var model = new TwoTowerModel(users, films, new Retrieval(new FactorizedTopK(data.Movies, films)));
        model.Compile(new Adagrad(learningRate: 0.1f));
        return model;
    }

    /// <inheritdoc/>
    protected override Tensors.Tensor ComputeLoss(Batch batch, bool training) =>
        task.Loss(users.Embed(batch), films.Embed(batch), computeMetrics: !training);
}
