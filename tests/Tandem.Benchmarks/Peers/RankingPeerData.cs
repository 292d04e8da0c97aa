namespace Tandem.Benchmarks;

/// <summary>The rows and first weights of a ranking model, in files of a temporary folder: the very numbers that Tandem uses.</summary>
internal sealed class RankingPeerData : IDisposable
{
    private readonly PeerFiles _files = new();

    /// <summary>Writes the files.</summary>
    public RankingPeerData(RankingModel model, Table rows)
    {
        var (customers, items) = model.Ids(rows);
        Request = new
        {
            operation = "load_ranking",
            users = _files.Write("users", customers),
            items = _files.Write("items", items),
            labels = _files.Write("labels", new Batch(rows).Values("rating").ToArray()),
            weights = model.Parameters.Select((parameter, index) => new
            {
                path = _files.Write($"weights{index}", parameter.Value.ToArray()),
                shape = parameter.Value.Shape.Extents.ToArray(),
            }).ToArray(),
        };
    }

    /// <summary>The request that makes a worker load the files.</summary>
    public object Request { get; }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _files.Dispose();
}
