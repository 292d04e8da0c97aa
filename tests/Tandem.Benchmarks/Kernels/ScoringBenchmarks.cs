using BenchmarkDotNet.Attributes;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>Scoring a corpus of MovieLens's size: the ranks of true candidates, and the best hundred.</summary>
public class ScoringBenchmarks
{
    private const int Queries = 6040;
    private const int Corpus = 3883;
    private const int Dimension = 32;

    private Tensor _queries = null!;
    private Tensor _corpus = null!;
    private Indices _pairQueries = null!;
    private Indices _pairCandidates = null!;
    private Indices _ranks = null!;
    private Tensor _scores = null!;
    private Indices _best = null!;

    /// <summary>The number of test rows that share the queries.</summary>
    [Params(6040, 250_000)]
    public int Pairs { get; set; }

    /// <summary>Makes the arguments.</summary>
    [GlobalSetup]
    public void Setup()
    {
        const int k = 100;
        (_queries, _corpus) = (Inputs.Matrix(Queries, Dimension, 1), Inputs.Matrix(Corpus, Dimension, 2));
        (_pairQueries, _pairCandidates) = (Inputs.Rows(Pairs, Queries, 3), Inputs.Rows(Pairs, Corpus, 4));
        _ranks = Indices.Empty(Pairs);
        _scores = Tensor.Empty(new Shape(Queries, k));
        _best = Indices.Empty(Queries * k);
    }

    /// <summary>The rank of each pair's candidate.</summary>
    [Benchmark]
    public void RankCounts() => Device.Cpu.RankCounts(_queries, _corpus, _pairQueries, _pairCandidates, _corpus, _ranks);

    /// <summary>The hundred best of the corpus for each query.</summary>
    [Benchmark]
    public void TopHundred() => Device.Cpu.TopK(_queries, _corpus, null, null, _scores, _best);
}
