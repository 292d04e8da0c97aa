using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>Brute-force search: the hundred best of a large corpus for many queries at once, against PyTorch and faiss on the same vectors.</summary>
internal static class TopKComparison
{
    private const int Queries = 1000;
    private const int Corpus = 100_000;
    private const int Dimension = 64;
    private const int K = 100;
    private const int Runs = 5;
    private const double Flops = 2.0 * Queries * Corpus * Dimension;

    public static void Run(CompareContext context)
    {
        using var vectors = new PeerVectors(Queries, Corpus, Dimension);
        using var queries = Tensor.From(vectors.Queries, new Shape(Queries, Dimension));
        using var corpus = Tensor.From(vectors.Corpus, new Shape(Corpus, Dimension));
        var index = new BruteForce(corpus, [.. Enumerable.Range(0, Corpus).Select(row => row.ToString())]);
        void Search() => GC.KeepAlive(index.Query(queries, K));
        Timing.WarmUp(Search);
        var bits = new[] { 512, 256, 128 }.First(FmaPeak.IsSupported);
        var contest = context.Contest().Add("peak", () => FmaPeak.Measure(bits)).Add("index", () => Timing.Best(Runs, Search));

        var peer = context.Peer(PeerSettings.Tuned, "PyTorch's and faiss's top-k");
        string[] peers = peer is null ? [] : [.. new[] { "torch", "faiss" }.Where(library => context.TunedPeer(PeerSettings.Tuned, library, $"{library}'s top-k") is not null)];
        foreach (var name in peers)
        {
            Prepare(context.Figures, peer!, vectors, index.Query(queries, K), name);
            contest.Add(name, () => peer!.Seconds(new { operation = "search", library = name, k = K, repeats = Runs }));
        }

        Print(context.Figures, contest.Run(context.Rounds), peers);
        Filters(context);
    }

    /// <summary>Lets a peer find its fastest settings, and makes sure that it finds what the index finds.</summary>
    private static void Prepare(FigureWriter figures, PeerProcess peer, PeerVectors vectors, IReadOnlyList<Recommendations> expected, string name)
    {
        var answer = peer.Ask(vectors.Request(name, K));
        figures.Note($"topk_{name}_settings", answer["text"]!.GetValue<string>());
        var found = answer["rows"]!.AsArray();
        var same = expected.SelectMany(list => list).Zip(found, (ours, theirs) => ours.Id == theirs!.ToString()).Count(isSame => isSame);
        figures.Figure($"topk_same_rows_as_{name}", (double)same / (Queries * K));
    }

    private static void Print(FigureWriter figures, Samples samples, string[] peers)
    {
        figures.Figure("topk_ms", samples.Median("index") * 1e3);
        figures.Figure("topk_gflops", Flops / samples.Median("index") / 1e9);
        figures.Figure("topk_fraction_of_peak", Flops / samples.Product("index", "peak"));
        foreach (var peer in peers)
        {
            figures.Figure($"topk_{peer}_ms", samples.Median(peer) * 1e3);
            figures.Figure($"topk_{peer}_over_index", samples.Ratio(peer, "index"));
        }
    }

    /// <summary>What it costs to leave out what each user has seen, at MovieLens-1M's size.</summary>
    private static void Filters(CompareContext context)
    {
        const int users = 6040, films = 3706, seenOfEach = 166;
        var random = new Random(1);
        string[] userIds = [.. Enumerable.Range(0, users).Select(user => user.ToString())];
        var interactions = Table.FromColumns(
            Column.Of("user", userIds.SelectMany(user => Enumerable.Repeat(user, seenOfEach))),
            Column.Of("film", Enumerable.Range(0, users * seenOfEach).Select(_ => random.Next(films).ToString())));
        var filter = new QueryFilter { Seen = new SeenItems(interactions, "user", "film") };
        using var queries = Inputs.Matrix(users, Dimension, 1);
        using var corpus = Inputs.Matrix(films, Dimension, 2);
        var index = new BruteForce(corpus, [.. Enumerable.Range(0, films).Select(film => film.ToString())]);
        void Plain() => GC.KeepAlive(index.Query(queries, K, null, userIds));
        void Unseen() => GC.KeepAlive(index.Query(queries, K, filter, userIds));
        Timing.WarmUp(Plain);
        Timing.WarmUp(Unseen);

        var samples = context.Contest()
            .Add("plain", () => Timing.Best(Runs, Plain))
            .Add("unseen", () => Timing.Best(Runs, Unseen))
            .Run(context.Rounds);

        context.Figures.Figure("topk_movielens_ms", samples.Median("plain") * 1e3);
        context.Figures.Figure("topk_movielens_unseen_over_plain", samples.Ratio("unseen", "plain"));
    }
}
