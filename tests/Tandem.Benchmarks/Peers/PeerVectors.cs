namespace Tandem.Benchmarks;

/// <summary>Vectors for the peers to search, in files of a temporary folder: the very numbers that Tandem searches.</summary>
internal sealed class PeerVectors : IDisposable
{
    private readonly PeerFiles _files = new();
    private readonly string _queries;
    private readonly string _corpus;
    private readonly int _dimension;

    /// <summary>Draws the vectors, uniform on ±½, and writes the files.</summary>
    public PeerVectors(int queries, int corpus, int dimension)
    {
        _dimension = dimension;
        (Queries, Corpus) = (Uniform(queries * dimension, seed: 1), Uniform(corpus * dimension, seed: 2));
        (_queries, _corpus) = (_files.Write("queries", Queries), _files.Write("corpus", Corpus));
    }

    /// <summary><c>[queries, dimension]</c>.</summary>
    public float[] Queries { get; }

    /// <summary><c>[corpus, dimension]</c>.</summary>
    public float[] Corpus { get; }

    /// <summary>The request that makes a worker load the files, try its settings and answer with the rows that it finds.</summary>
    public object Request(string library, int k) => new { operation = "index", library, queries = _queries, corpus = _corpus, dim = _dimension, k };

    /// <summary>Deletes the files.</summary>
    public void Dispose() => _files.Dispose();

    private static float[] Uniform(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
