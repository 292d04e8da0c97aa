namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Query rows, corpus rows, dim, pairs.</summary>
    public static TheoryData<int, int, int, int> RankShapes => new()
    {
        { 1, 1, 1, 1 }, { 3, 31, 3, 10 }, { 33, 257, 32, 100 }, { 64, 128, 64, 64 }, { 70, 1000, 17, 3 }, { 5, 33, 257, 40 }, { 31, 3, 31, 300 }, { 4, 9, 5, 0 },
    };

    [Theory]
    [MemberData(nameof(RankShapes))]
    public void RankCounts_counts_the_corpus_rows_that_score_strictly_higher(int queries, int corpus, int dim, int pairs)
    {
        var scored = RetrievalCase.WithExactScores(queries, corpus, dim, seed: 1);
        var trueCandidates = TestData.Integers(12 * dim, seed: 3);
        var (pairQueries, pairCandidates) = (TestData.Rows(pairs, queries, seed: 4), TestData.Rows(pairs, 12, seed: 5));
        Assert.Equal(
            ReferenceKernels.RankCounts(scored, pairQueries, pairCandidates, trueCandidates),
            Ranks(scored, trueCandidates, pairQueries, pairCandidates));
    }

    [Fact]
    public void RankCounts_agrees_with_the_reference_on_random_corpora_full_of_ties() => ForRandomCases(30, (queries, corpus, dim, seed) =>
    {
        var scored = RetrievalCase.WithExactScores(queries, corpus, dim, seed);
        var (pairQueries, pairCandidates) = (TestData.Rows(50, queries, seed + 2), TestData.Rows(50, corpus, seed + 3));
        Assert.Equal(
            ReferenceKernels.RankCounts(scored, pairQueries, pairCandidates, scored.Corpus),
            Ranks(scored, scored.Corpus, pairQueries, pairCandidates));
    });

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void A_candidate_never_outranks_itself_by_rounding(int dim)
    {
        // Every corpus row is the true candidate: whatever a score rounds to, none is strictly higher than another.
        var candidate = TestData.Normal(dim, seed: 1);
        var scored = RetrievalCase.Random(20, 1, dim, seed: 2) with { Corpus = [.. Enumerable.Repeat(candidate, 300).SelectMany(row => row)] };
        var pairs = Enumerable.Range(0, 20).ToArray();
        Assert.All(Ranks(scored, candidate, pairs, new int[20]), rank => Assert.Equal(0, rank));
    }

    [Fact]
    public void A_true_score_that_is_not_finite_is_ranked_behind_everything()
    {
        var scored = RetrievalCase.Random(3, 40, 8, seed: 1);
        scored.Queries[8] = float.NaN;
        scored.Queries[16] = float.PositiveInfinity;
        var ranks = Ranks(scored, scored.Corpus, [0, 1, 2], [5, 5, 5]);
        Assert.InRange(ranks[0], 0, 39);
        Assert.Equal([int.MaxValue, int.MaxValue], ranks[1..]);
    }

    [Fact]
    public void A_rank_is_the_place_of_the_true_candidate_in_the_sorted_corpus() => ForRandomCases(20, (queries, corpus, dim, seed) =>
    {
        var scored = RetrievalCase.WithExactScores(queries, corpus, dim, seed);
        var candidate = seed % corpus;
        var pairs = Enumerable.Range(0, queries).ToArray();
        var ranks = Ranks(scored, scored.Corpus, pairs, [.. pairs.Select(_ => candidate)]);
        var (scores, rows) = TopK(scored, corpus);
        foreach (var query in pairs)
        {
            var place = Array.IndexOf(rows, candidate, query * corpus, corpus) - (query * corpus);
            var (own, line) = (scores[(query * corpus) + place], scores[(query * corpus)..((query + 1) * corpus)]);
            Assert.True(ranks[query] <= place && line[ranks[query]] == own, "the first of the rows that tie with the candidate stands at its rank");
            Assert.True(ranks[query] == 0 || line[ranks[query] - 1] > own, "whoever stands before it scores higher");
        }
    });

    private int[] Ranks(RetrievalCase scored, float[] trueCandidates, int[] pairQueries, int[] pairCandidates)
    {
        var ranks = Indices.Empty(pairQueries.Length, device: Device);
        Device.RankCounts(
            Upload(scored.Queries, scored.QueryRows, scored.Dim),
            Upload(trueCandidates, trueCandidates.Length / scored.Dim, scored.Dim),
            Upload(pairQueries),
            Upload(pairCandidates),
            Upload(scored.Corpus, scored.CorpusRows, scored.Dim),
            ranks);
        return ranks.ToArray();
    }
}
