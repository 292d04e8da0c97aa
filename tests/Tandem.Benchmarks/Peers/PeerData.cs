namespace Tandem.Benchmarks;

/// <summary>The ids and first embeddings that the peers train on, in files of a temporary folder: the very numbers that Tandem uses.</summary>
internal sealed class PeerData : IDisposable
{
    private readonly PeerFiles _files = new();

    /// <summary>Writes the files.</summary>
    public PeerData(MovieLensSplit data, float[] userTable, float[] filmTable, int dimension) => Request = new
    {
        operation = "load",
        dim = dimension,
        users = _files.Write("users", data.TrainUsers),
        items = _files.Write("items", data.TrainFilms),
        testUsers = _files.Write("testUsers", data.Users.Apply(data.Test["user_id"])),
        testItems = _files.Write("testItems", data.Films.Apply(data.Test["movie_title"])),
        corpus = _files.Write("corpus", data.Films.Apply(data.Movies["movie_title"])),
        userTable = _files.Write("userTable", userTable),
        itemTable = _files.Write("itemTable", filmTable),
    };

    /// <summary>The request that makes a worker load the files.</summary>
    public object Request { get; }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _files.Dispose();
}
