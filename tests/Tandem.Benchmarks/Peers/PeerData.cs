using System.Runtime.InteropServices;

namespace Tandem.Benchmarks;

/// <summary>The ids and first embeddings that the peers train on, in files of a temporary folder: the very numbers that Tandem uses.</summary>
internal sealed class PeerData : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-peers-").FullName;

    /// <summary>Writes the files.</summary>
    public PeerData(MovieLensSplit data, float[] userTable, float[] filmTable, int dimension) => Request = new
    {
        operation = "load",
        dim = dimension,
        users = Write<int>("users", data.TrainUsers),
        items = Write<int>("items", data.TrainFilms),
        testUsers = Write<int>("testUsers", data.Users.Apply(data.Test["user_id"])),
        testItems = Write<int>("testItems", data.Films.Apply(data.Test["movie_title"])),
        corpus = Write<int>("corpus", data.Films.Apply(data.Movies["movie_title"])),
        userTable = Write<float>("userTable", userTable),
        itemTable = Write<float>("itemTable", filmTable),
    };

    /// <summary>The request that makes a worker load the files.</summary>
    public object Request { get; }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write<T>(string name, T[] values)
        where T : struct
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()));
        return path;
    }
}
