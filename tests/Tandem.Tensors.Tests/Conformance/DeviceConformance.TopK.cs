namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Query rows, corpus rows, dim, k.</summary>
    public static TheoryData<int, int, int, int> TopKShapes => new()
    {
        { 0, 5, 3, 2 }, { 1, 1, 1, 1 }, { 3, 31, 3, 31 }, { 33, 257, 32, 10 }, { 64, 1000, 64, 100 }, { 5, 33, 257, 1 }, { 31, 2000, 8, 50 }, { 3, 9001, 5, 40 }, { 97, 8200, 3, 700 }, { 70, 20000, 3, 20 }, { 2, 40000, 2, 1 },
    };

    [Theory]
    [MemberData(nameof(TopKShapes))]
    public void TopK_gives_the_best_rows_first_and_breaks_ties_by_the_lower_row(int queries, int corpus, int dim, int k)
    {
        var scored = RetrievalCase.WithExactScores(queries, corpus, dim, seed: 1);
        AssertTopK(scored, k, [.. Enumerable.Range(0, queries).Select(_ => Array.Empty<int>())], TopK(scored, k));
    }

    [Fact]
    public void TopK_finds_real_scores_to_rounding()
    {
        var scored = RetrievalCase.Random(40, 700, 32, seed: 1);
        var (scores, rows) = TopK(scored, 20);
        for (var query = 0; query < 40; query++)
        {
            var expected = ReferenceKernels.TopK(scored, query, 20, new HashSet<int>());
            var found = rows[(query * 20)..((query + 1) * 20)];
            Close.To(expected.Scores, scores[(query * 20)..((query + 1) * 20)], relative: 1e-6);
            Close.To([.. found.Select(row => ReferenceKernels.Dot(scored.Queries, query, scored.Corpus, row, 32))], scores[(query * 20)..((query + 1) * 20)], relative: 1e-6);
        }
    }

    [Fact]
    public void TopK_never_returns_an_excluded_row_even_when_too_few_remain()
    {
        var scored = RetrievalCase.WithExactScores(4, 20, 6, seed: 1);
        int[][] excluded =
        [
            [],
            [0, 3, 3, 19],
            [.. Enumerable.Range(0, 17)],
            [.. Enumerable.Range(0, 20)],
        ];
        var (scores, rows) = TopK(scored, 5, excluded);

        AssertTopK(scored, 5, excluded, (scores, rows));
        Assert.Equal([-1, -1], rows[13..15]);
        Assert.All(rows[15..], row => Assert.Equal(-1, row));
        Assert.All(scores[15..], score => Assert.Equal(float.NegativeInfinity, score));
    }

    [Fact]
    public void TopK_agrees_with_the_reference_under_random_exclusions() => ForRandomCases(30, (queries, corpus, dim, seed) =>
    {
        var scored = RetrievalCase.WithExactScores(queries, corpus, dim, seed);
        var random = new Random(seed);
        int[][] excluded = [.. Enumerable.Range(0, queries).Select(_ => TestData.Rows(random.Next(corpus + 3), corpus, random.Next()).Order().ToArray())];
        var k = 1 + (seed % corpus);
        AssertTopK(scored, k, excluded, TopK(scored, k, excluded));
    });

    [Fact]
    public void TopK_leaves_excluded_rows_out_of_a_large_corpus()
    {
        var scored = RetrievalCase.WithExactScores(4, 40_000, 3, seed: 1);
        var rows = Enumerable.Range(0, scored.CorpusRows);
        int[][] excluded = [[.. rows.Where(row => row % 2 == 0)], [0, 4095, 4096, 4097, 39_999], [.. rows.Skip(10)], [.. rows.Where(row => row % 4096 > 5)]];
        AssertTopK(scored, 20, excluded, TopK(scored, 20, excluded));
    }

    [Fact]
    public void TopK_rows_are_distinct_rows_of_the_corpus_in_falling_order_of_score() => ForRandomCases(20, (queries, corpus, dim, seed) =>
    {
        var k = 1 + (seed % corpus);
        var (scores, rows) = TopK(RetrievalCase.Random(queries, corpus, dim, seed), k);
        for (var query = 0; query < queries; query++)
        {
            var found = rows[(query * k)..((query + 1) * k)];
            Assert.All(found, row => Assert.InRange(row, 0, corpus - 1));
            Assert.Equal(k, found.Distinct().Count());
            Assert.All(Enumerable.Range((query * k) + 1, k - 1), i => Assert.True(scores[i - 1] >= scores[i]));
        }
    });

    [Fact]
    public void TopK_is_exact_where_the_best_rows_lie_at_regular_distances()
    {
        // A search that judges a corpus by every ninth row takes these for a sample of many more.
        const int corpus = 20_000, best = 12;
        var rows = new float[corpus];
        for (var row = 0; row < corpus; row++)
        {
            rows[row] = row % 9 == 0 && row < 9 * best ? 5 : row % 7 / 7f;
        }

        var scored = new RetrievalCase([1, -1, 0, 2], rows, 1);

        AssertTopK(scored, 20, [[], [], [], []], TopK(scored, 20));
        AssertTopK(scored, 20, [[0, 9], [], [], []], TopK(scored, 20, [[0, 9], [], [], []]));
    }

    [Fact]
    public void TopK_leaves_out_rows_that_are_not_numbers_and_ranks_infinite_ones()
    {
        const int corpus = 20_000;
        var rows = Enumerable.Repeat(float.NaN, corpus).ToArray();
        (rows[3], rows[70], rows[19_999]) = (float.NegativeInfinity, float.PositiveInfinity, 1);

        var (scores, found) = TopK(new RetrievalCase([1, -1], rows, 1), 4);

        Assert.Equal([70, 19_999, 3, -1, 3, 19_999, 70, -1], found);
        Assert.Equal([float.PositiveInfinity, 1, float.NegativeInfinity], scores[..3]);
    }

    [Fact]
    public void SelectTopK_agrees_with_sorting_the_scores() => ForRandomCases(30, (queries, columns, _, seed) =>
    {
        // A query that is a row of the identity scores a corpus that is the scores transposed.
        var scores = TestData.Integers(queries * columns, seed);
        var scored = new RetrievalCase(Identity(queries), Transposed(scores, queries, columns), queries);
        var random = new Random(seed);
        int[][] excluded = [.. Enumerable.Range(0, queries).Select(_ => TestData.Rows(random.Next(columns + 3), columns, random.Next()).Order().ToArray())];
        var k = 1 + (seed % columns);
        var (best, found) = (Unset(queries, k), Indices.Empty(queries * k, device: Device));
        var input = Upload(scores, queries, columns);

        Device.SelectTopK(input, Upload(Offsets(excluded)), Upload([.. excluded.SelectMany(line => line)]), best, found);

        AssertTopK(scored, k, excluded, (best.ToArray(), found.ToArray()));
        Assert.Equal(scores, input.ToArray());
    });

    [Fact]
    public void SelectTopK_leaves_out_what_is_not_a_number_and_keeps_negative_infinity()
    {
        var (best, found) = (Unset(1, 4), Indices.Empty(4, device: Device));

        Device.SelectTopK(Upload([float.NegativeInfinity, float.NaN, 2, float.NegativeInfinity, float.NaN], 1, 5), null, null, best, found);

        Assert.Equal([2, 0, 3, -1], found.ToArray());
        Assert.Equal([2, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], best.ToArray());
    }

    private static float[] Identity(int n) => [.. Enumerable.Range(0, n * n).Select(i => i / n == i % n ? 1f : 0f)];

    private static float[] Transposed(float[] values, int rows, int columns) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[((i % rows) * columns) + (i / rows)])];

    private static void AssertTopK(RetrievalCase scored, int k, int[][] excluded, (float[] Scores, int[] Rows) actual)
    {
        for (var query = 0; query < scored.QueryRows; query++)
        {
            var (scores, rows) = ReferenceKernels.TopK(scored, query, k, excluded[query].ToHashSet());
            Assert.Equal(rows, actual.Rows[(query * k)..((query + 1) * k)]);
            Assert.Equal(scores, actual.Scores[(query * k)..((query + 1) * k)].ToDoubles());
        }
    }

    private (float[] Scores, int[] Rows) TopK(RetrievalCase scored, int k, int[][]? excluded = null)
    {
        var (scores, rows) = (Unset(scored.QueryRows, k), Indices.Empty(scored.QueryRows * k, device: Device));
        Device.TopK(
            Upload(scored.Queries, scored.QueryRows, scored.Dim),
            Upload(scored.Corpus, scored.CorpusRows, scored.Dim),
            excluded is null ? null : Upload(Offsets(excluded)),
            excluded is null ? null : Upload([.. excluded.SelectMany(line => line)]),
            scores,
            rows);
        return (scores.ToArray(), rows.ToArray());
    }

    private static int[] Offsets(int[][] lines)
    {
        var offsets = new int[lines.Length + 1];
        for (var i = 0; i < lines.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lines[i].Length;
        }

        return offsets;
    }
}
