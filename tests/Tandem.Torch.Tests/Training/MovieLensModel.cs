using Tandem.Tensors;

namespace Tandem.Torch.Tests;

/// <summary>The two-tower model of the first notebook.</summary>
internal sealed class MovieLensModel(Tower users, Tower movies, Retrieval task) : Model
{
    /// <summary>A model on the device in use, ready to be fitted.</summary>
    public static MovieLensModel Create(MovieLens data, int seed)
    {
        var users = Tower.Of(Feature.Id("user_id", data.Users["user_id"], 32, seed));
        var movies = Tower.Of(Feature.Id("movie_title", data.Movies["movie_title"], 32, seed + 1));
        var model = new MovieLensModel(users, movies, new Retrieval(new FactorizedTopK(data.Movies, movies)));
        model.Compile(new Adagrad(0.1f));
        return model;
    }

    /// <inheritdoc/>
    protected override Tensor ComputeLoss(Batch batch, bool training) => task.Loss(users.Embed(batch), movies.Embed(batch), computeMetrics: !training);
}
