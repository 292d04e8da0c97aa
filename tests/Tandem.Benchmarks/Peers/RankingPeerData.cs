using System.Runtime.InteropServices;

namespace Tandem.Benchmarks;

/// <summary>The rows and first weights of a ranking model, in files of a temporary folder: the very numbers that Tandem uses.</summary>
internal sealed class RankingPeerData : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-peers-").FullName;

    /// <summary>Writes the files.</summary>
    public RankingPeerData(RankingModel model, Table rows)
    {
        var (customers, items) = model.Ids(rows);
        Request = new
        {
            operation = "load_ranking",
            users = Write<int>("users", customers),
            items = Write<int>("items", items),
            labels = Write<float>("labels", new Batch(rows).Values("rating").ToArray()),
            weights = model.Parameters.Select((parameter, index) => new
            {
                path = Write<float>($"weights{index}", parameter.Value.ToArray()),
                shape = parameter.Value.Shape.Extents.ToArray(),
            }).ToArray(),
        };
    }

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
