using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// The mean embedding of bags of ids, forwards and backwards, as a user's history needs it: the fused kernel, the same by gathering every entry and
/// summing the copies, and PyTorch's EmbeddingBag with sparse gradients.
/// </summary>
internal static class PoolingComparison
{
    private const int BagCount = 8192;
    private const int Entries = 1_000_000;

    private static readonly (int Vocabulary, int Dimension)[] _tables = [(4_000, 32), (100_000, 64)];

    public static void Run(CompareContext context)
    {
        foreach (var (vocabulary, dimension) in _tables)
        {
            Run(context, vocabulary, dimension);
        }
    }

    private static void Run(CompareContext context, int vocabulary, int dimension)
    {
        var name = $"pooling_{vocabulary}x{dimension}";
        var bags = SomeBags(vocabulary);
        var table = new Parameter("table", Tensor.From(InitialTables.Uniform(vocabulary, dimension, seed: 1), new Shape(vocabulary, dimension)));
        var contest = context.Contest()
            .Add("fused", Contender(table, () => table.Value.PoolRows(bags)))
            .Add("composed", Composed(table, bags));
        var peer = context.TunedPeer(PeerSettings.Tuned, "torch", $"torch {name}");
        peer?.Ask(new { operation = "pooling_data", vocabulary, dimension, bags = BagCount, entries = Entries });
        if (peer is not null)
        {
            contest.Add("torch", () => peer.Seconds(new { operation = "pooling", repeats = 3 }));
        }

        var samples = contest.Run(context.Rounds);
        context.Figures.Figure($"{name}_fused_ms", samples.Median("fused") * 1e3);
        context.Figures.Figure($"{name}_composed_over_fused", samples.Ratio("composed", "fused"));
        if (peer is not null)
        {
            context.Figures.Figure($"torch_{name}_over_fused", samples.Ratio("torch", "fused"));
        }
    }

    private static Func<double> Composed(Parameter table, Bags bags)
    {
        var bagOf = new int[bags.EntryCount];
        var inverse = new float[bags.Count];
        for (var bag = 0; bag < bags.Count; bag++)
        {
            bagOf.AsSpan(bags.Offsets[bag]..bags.Offsets[bag + 1]).Fill(bag);
            inverse[bag] = 1f / Math.Max(1, bags[bag].Length);
        }

        return Contender(table, () =>
            table.Value.Gather(Indices.From(bags.Ids)).ScatterRows(Indices.From(bagOf), bags.Count) * Tensor.From(inverse, new Shape(bags.Count, 1)));
    }

    /// <summary>Forwards, and backwards to the table's row-sparse gradient.</summary>
    private static Func<double> Contender(Parameter table, Func<Tensor> pool)
    {
        void Step()
        {
            using var scope = new TensorScope();
            table.ClearGradient();
            pool().Sum().Backward();
        }

        Timing.WarmUp(Step);
        return () => Timing.Best(3, Step);
    }

    /// <summary>Bags of very different lengths, 122 entries on average; low ids are the popular ones.</summary>
    private static Bags SomeBags(int vocabulary)
    {
        var random = new Random(7);
        var cuts = Enumerable.Range(0, BagCount - 1).Select(_ => random.Next(Entries)).Order();
        var ids = Enumerable.Range(0, Entries).Select(_ => (int)(vocabulary * Math.Pow(random.NextDouble(), 3)));
        return new Bags([0, .. cuts, Entries], [.. ids]);
    }
}
