using System.Text.Json.Nodes;

namespace Tandem.Benchmarks;

/// <summary>What the comparisons share: the data, made when first asked for, the peers, and where figures go.</summary>
internal sealed class CompareContext(CompareOptions options) : IDisposable
{
    /// <summary>The rows of a batch, as in the tutorial.</summary>
    public const int BatchSize = 8192;

    /// <summary>The length of an embedding, as in the tutorial.</summary>
    public const int Dimension = 32;

    private readonly Dictionary<PeerSettings, PeerProcess> _peers = [];
    private readonly HashSet<PeerProcess> _trained = [];
    private readonly Dictionary<(PeerProcess Peer, string Library), string?> _problems = [];
    private MovieLensSplit? _movieLens;
    private PeerData? _peerData;

    /// <summary>Where figures go.</summary>
    public FigureWriter Figures { get; } = new();

    /// <summary>How often each contender is measured.</summary>
    public int Rounds => options.Rounds;

    /// <summary>The folder of real data, if one was given here or in <c>TANDEM_DATA</c>.</summary>
    public string? DataFolder => options.DataFolder ?? Environment.GetEnvironmentVariable("TANDEM_DATA");

    /// <summary>The training and test rows.</summary>
    public MovieLensSplit MovieLens => _movieLens ??= LoadMovieLens();

    /// <summary>The embeddings that training starts from.</summary>
    public float[] UserTable => InitialTables.Uniform(MovieLens.Users.VocabularySize, Dimension, seed: 1);

    /// <inheritdoc cref="UserTable"/>
    public float[] FilmTable => InitialTables.Uniform(MovieLens.Films.VocabularySize, Dimension, seed: 2);

    /// <summary>A contest whose progress is shown.</summary>
    public Contest Contest() => new(Figures.Progress);

    /// <summary>A peer, started once; <see langword="null"/> when this machine has none, which is said instead of its figures.</summary>
    public PeerProcess? Peer(PeerSettings settings, string figures)
    {
        try
        {
            return _peers.TryGetValue(settings, out var running) ? running : _peers[settings] = PeerProcess.Start(settings);
        }
        catch (PeerException problem)
        {
            Figures.LeftOut(figures, problem.Message);
            return null;
        }
    }

    /// <summary>A peer whose library multiplies matrices as fast as a tuned one; <see langword="null"/> where there is none, which is said instead of its figures.</summary>
    public PeerProcess? TunedPeer(PeerSettings settings, string library, string figures)
    {
        if (Peer(settings, figures) is not { } peer)
        {
            return null;
        }

        if (!_problems.TryGetValue((peer, library), out var problem))
        {
            problem = _problems[(peer, library)] = PeerTuning.Problem(peer, library);
        }

        if (problem is not null)
        {
            Figures.LeftOut(figures, problem);
        }

        return problem is null ? peer : null;
    }

    /// <summary>A peer that has the training data, and has found its fastest variants of them where its settings say so.</summary>
    public PeerProcess? TrainingPeer(PeerSettings settings, string figures)
    {
        var peer = TunedPeer(settings, "torch", figures);
        if (peer is not null && _trained.Add(peer))
        {
            Prepare(peer, settings);
        }

        return peer;
    }

    /// <summary>Ends the peers and deletes their files.</summary>
    public void Dispose()
    {
        foreach (var peer in _peers.Values)
        {
            peer.Dispose();
        }

        _peerData?.Dispose();
    }

    private void Prepare(PeerProcess peer, PeerSettings settings)
    {
        _peerData ??= new PeerData(MovieLens, UserTable, FilmTable, Dimension);
        peer.Ask(_peerData.Request);
        Figures.Note($"torch_{settings.Name}_settings", Text(peer.Ask(new { operation = "settings" })));
        if (settings.TriesVariants)
        {
            Figures.Progress("  trying variants of the peers");
            Figures.Note($"torch_{settings.Name}_variants", Text(peer.Ask(new { operation = "tune", batch = BatchSize })));
        }
    }

    private static string Text(JsonNode answer) => answer["text"]!.GetValue<string>();

    private MovieLensSplit LoadMovieLens()
    {
        var data = new MovieLensSplit(DataFolder);
        Figures.Note("data", data.Description);
        return data;
    }
}
