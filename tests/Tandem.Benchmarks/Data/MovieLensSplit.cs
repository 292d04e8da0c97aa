namespace Tandem.Benchmarks;

/// <summary>MovieLens-1M as the two-tower tutorial cuts it: three quarters of the ratings, shuffled, to train on, the rest to test.</summary>
internal sealed class MovieLensSplit
{
    private const int Seed = 42;

    /// <summary>Reads and splits the data of a folder, or the sample.</summary>
    public MovieLensSplit(string? folder)
    {
        var data = Datasets.MovieLens1M(folder);
        Description = data.Description;
        (Ratings, Movies) = (data.Ratings, data.Movies);
        (Train, Test) = data.Ratings.Join(data.Movies, on: "movie_id").Select("user_id", "movie_title").Shuffle(Seed).Split(0.75);
        Users = StringLookup.Adapt(Ratings["user_id"]);
        Films = StringLookup.Adapt(Movies["movie_title"]);
        TrainUsers = Users.Apply(Train["user_id"]);
        TrainFilms = Films.Apply(Train["movie_title"]);
    }

    /// <summary>Which data these are.</summary>
    public string Description { get; }

    /// <summary>All ratings.</summary>
    public Table Ratings { get; }

    /// <summary>All films: the corpus.</summary>
    public Table Movies { get; }

    /// <summary>The rows to train on.</summary>
    public Table Train { get; }

    /// <summary>The rows to test on.</summary>
    public Table Test { get; }

    /// <summary>The users' vocabulary.</summary>
    public StringLookup Users { get; }

    /// <summary>The films' vocabulary.</summary>
    public StringLookup Films { get; }

    /// <summary>The index of each training row's user.</summary>
    public int[] TrainUsers { get; }

    /// <summary>The index of each training row's film.</summary>
    public int[] TrainFilms { get; }

    /// <summary>The training rows in their order, in batches as kernels take them, the last one smaller.</summary>
    public IEnumerable<(int[] Users, int[] Films)> Batches(int size)
    {
        for (var start = 0; start < TrainUsers.Length; start += size)
        {
            var end = Math.Min(start + size, TrainUsers.Length);
            yield return (TrainUsers[start..end], TrainFilms[start..end]);
        }
    }
}
