namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Query rows, candidate rows, dim, pairs.</summary>
    public static TheoryData<int, int, int, int> SoftmaxShapes => new()
    {
        { 1, 1, 1, 1 }, { 1, 3, 3, 2 }, { 3, 1, 31, 3 }, { 31, 33, 32, 31 }, { 33, 31, 33, 100 }, { 64, 128, 32, 64 }, { 65, 129, 64, 65 },
        { 257, 300, 17, 500 }, { 200, 5, 257, 200 }, { 5, 600, 40, 1 }, { 95, 191, 8, 100 }, { 96, 192, 10, 96 }, { 97, 193, 48, 97 }, { 193, 389, 128, 10 },
    };

    [Theory]
    [MemberData(nameof(SoftmaxShapes))]
    public void InBatchSoftmax_gives_the_loss_and_both_gradients(int queries, int candidates, int dim, int pairs)
    {
        AssertSoftmax(SoftmaxCase.Random(queries, candidates, dim, seed: 1, pairs));
        AssertSoftmax(SoftmaxCase.Random(queries, candidates, dim, seed: 2, pairs, scale: 3).WithAllParts(seed: 5));
        AssertSoftmax(SoftmaxCase.Random(queries, candidates, dim, seed: 2, pairs, scale: 3).WithAllParts(seed: 5).WithShares(seed: 6));
    }

    [Fact]
    public void InBatchSoftmax_agrees_with_the_reference_on_random_batches() => ForRandomCases(25, (queries, candidates, dim, seed) =>
    {
        var batch = SoftmaxCase.Random(queries, candidates, dim, seed, pairs: queries + (candidates / 2));
        AssertSoftmax(seed % 2 == 0 ? batch : batch.WithAllParts(seed));
        AssertSoftmax(seed % 2 == 0 ? batch.WithShares(seed) : batch.WithAllParts(seed).WithShares(seed));
    });

    [Fact]
    public void InBatchSoftmax_takes_each_optional_part_alone()
    {
        var plain = SoftmaxCase.Random(20, 24, 8, seed: 1);
        var all = plain.WithAllParts(seed: 2);
        AssertSoftmax(plain with { PairWeights = all.PairWeights });
        AssertSoftmax(plain with { PairBias = all.PairBias });
        AssertSoftmax(plain with { ColumnBias = all.ColumnBias });
        AssertSoftmax(plain with { RowWeights = all.RowWeights });
        AssertSoftmax(plain with { Scale = 20 });
    }

    [Fact]
    public void InBatchSoftmax_without_gradients_gives_the_same_loss()
    {
        var batch = SoftmaxCase.Random(50, 70, 32, seed: 1).WithAllParts(seed: 2);
        var loss = Unset();
        Device.InBatchSoftmax(batch.Upload(Device), loss, null, null);
        Close.To(ReferenceKernels.InBatchSoftmax(batch).Loss, loss.Item(), relative: 1e-6);

        var withShares = batch.WithShares(seed: 3);
        Device.InBatchSoftmax(withShares.Upload(Device), loss, null, null);
        Close.To(ReferenceKernels.InBatchSoftmax(withShares).Loss, loss.Item(), relative: 1e-6);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void InBatchSoftmax_survives_large_logits(int size)
    {
        var batch = SoftmaxCase.Random(70, 140, 32, seed: 1, scale: Math.Sqrt(size / 4.0));
        AssertSoftmax(batch);
        AssertSoftmax(batch.WithAllParts(seed: 2));
        AssertSoftmax(batch.WithAllParts(seed: 2).WithShares(seed: 3));
        AssertSoftmax(batch with { Scale = -1 });
        AssertSoftmax(batch with { PairQueries = batch.PairQueries[..9], PairCandidates = batch.PairCandidates[..9] });
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void InBatchSoftmax_survives_one_column_whose_bias_is_far_from_the_others(float bias)
    {
        var columnBias = TestData.Normal(140, seed: 5);
        columnBias[77] = bias;
        AssertSoftmax(SoftmaxCase.Random(70, 140, 32, seed: 1) with { ColumnBias = columnBias });
        AssertSoftmax(SoftmaxCase.Random(70, 140, 32, seed: 1, scale: 7) with { ColumnBias = columnBias });
    }

    [Fact]
    public void InBatchSoftmax_survives_rows_whose_logits_are_all_far_below_zero()
    {
        var batch = SoftmaxCase.Random(70, 140, 32, seed: 1);
        AssertSoftmax(batch with
        {
            Queries = [.. batch.Queries.Select(value => -10 * (1 + Math.Abs(value)))],
            Candidates = [.. batch.Candidates.Select(value => 2 + Math.Abs(value))],
        });
    }

    [Fact]
    public void A_single_column_that_takes_part_has_all_the_probability()
    {
        var columnBias = Enumerable.Repeat(float.NegativeInfinity, 50).ToArray();
        columnBias[31] = 3;
        AssertSoftmax(SoftmaxCase.Random(40, 50, 16, seed: 1) with { ColumnBias = columnBias, PairCandidates = [.. Enumerable.Repeat(31, 40)] });
    }

    [Fact]
    public void InBatchSoftmax_survives_one_query_whose_logits_are_far_above_and_one_far_below_the_others()
    {
        var batch = SoftmaxCase.Random(70, 140, 32, seed: 3);
        for (var k = 0; k < 32; k++)
        {
            batch.Queries[(7 * 32) + k] *= 300;
            batch.Candidates[(9 * 32) + k] *= 50;
        }

        AssertSoftmax(batch);
    }

    [Fact]
    public void A_column_biased_by_minus_infinity_takes_no_part_and_has_no_gradient()
    {
        var batch = SoftmaxCase.Random(40, 50, 16, seed: 1, pairs: 30) with { ColumnBias = TestData.Normal(50, seed: 2) };
        foreach (var column in new[] { 35, 41, 49 })
        {
            batch.ColumnBias![column] = float.NegativeInfinity;
        }

        AssertSoftmax(batch);
        var (_, _, gradient) = batch.Run(Device);
        Assert.All(gradient[(41 * 16)..(42 * 16)], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_row_of_weight_zero_costs_nothing_and_has_no_gradient()
    {
        var batch = SoftmaxCase.Random(40, 50, 16, seed: 1);
        var (rowWeights, pairWeights) = (TestData.Uniform(40, seed: 2, 0, 2), TestData.Uniform(40, seed: 3, 0, 2));
        rowWeights[11] = pairWeights[11] = 0;
        batch = batch with { RowWeights = rowWeights, PairWeights = pairWeights };

        AssertSoftmax(batch);
        var (_, gradient, _) = batch.Run(Device);
        Assert.All(gradient[(11 * 16)..(12 * 16)], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Identical_candidates_share_the_probability() =>
        AssertSoftmax(SoftmaxCase.Random(5, 7, 4, seed: 1) with { Candidates = [.. Enumerable.Repeat(0.5f, 28)] });

    [Fact]
    public void Merging_the_duplicates_of_a_batch_changes_neither_loss_nor_gradients() => ForRandomCases(20, (queries, candidates, dim, seed) =>
    {
        const int pairs = 90;
        var distinct = SoftmaxCase.Random(queries, candidates, dim, seed, pairs) with
        {
            PairQueries = TestData.Rows(pairs, queries, seed + 2),
            PairCandidates = TestData.Rows(pairs, candidates, seed + 3),
            Scale = 1.5f,
        };
        var merged = distinct with
        {
            RowWeights = Counts(distinct.PairQueries, queries),
            ColumnBias = [.. Counts(distinct.PairCandidates, candidates).Select(count => MathF.Log(count))],
        };
        var unmerged = distinct with
        {
            Queries = RowsOf(distinct.Queries, distinct.PairQueries, dim),
            Candidates = RowsOf(distinct.Candidates, distinct.PairCandidates, dim),
            PairQueries = [.. Enumerable.Range(0, pairs)],
            PairCandidates = [.. Enumerable.Range(0, pairs)],
        };

        var (loss, queryGradient, candidateGradient) = merged.Run(Device);
        var expected = unmerged.Run(Device);
        AssertLoss(expected.Loss, loss, unmerged);
        var largest = merged.LargestGradientTerm;
        Close.To(SumOfRows(expected.QueryGradient, distinct.PairQueries, queries, dim), queryGradient, ofLargest: 1e-5, largestTerm: largest);
        Close.To(SumOfRows(expected.CandidateGradient, distinct.PairCandidates, candidates, dim), candidateGradient, ofLargest: 1e-5, largestTerm: largest);
    });

    [Fact]
    public void Shares_take_the_further_occurrences_of_a_pairs_candidate_out_of_its_negatives() => ForRandomCases(20, (queries, candidates, dim, seed) =>
    {
        // At the larger scales a pair's own column is most of its row's sum, and what is left of it a fraction.
        const int copies = 7;
        var distinct = SoftmaxCase.Random(queries, candidates, dim, seed, pairs: queries, scale: 1 + (seed % 4));
        var merged = distinct with
        {
            ColumnBias = [.. Enumerable.Repeat(MathF.Log(copies), candidates)],
            PairShares = [.. Enumerable.Repeat(1f / copies, queries)],
        };

        // Each pair by itself: its own column counts once, the others as often as they occur.
        var (loss, queryGradient, candidateGradient) = merged.Run(Device);
        var (expectedLoss, expectedQueries, expectedCandidates) = (0.0, new double[distinct.Queries.Length], new double[distinct.Candidates.Length]);
        for (var pair = 0; pair < queries; pair++)
        {
            var bias = Enumerable.Repeat(MathF.Log(copies), candidates).ToArray();
            bias[distinct.PairCandidates[pair]] = 0;
            var (ofPair, ofQueries, ofCandidates) = ReferenceKernels.InBatchSoftmax(distinct with
            {
                ColumnBias = bias,
                PairQueries = [distinct.PairQueries[pair]],
                PairCandidates = [distinct.PairCandidates[pair]],
                RowWeights = [.. Enumerable.Range(0, queries).Select(query => query == distinct.PairQueries[pair] ? 1f : 0f)],
            });
            expectedLoss += ofPair;
            expectedQueries = [.. expectedQueries.Zip(ofQueries, (sum, term) => sum + term)];
            expectedCandidates = [.. expectedCandidates.Zip(ofCandidates, (sum, term) => sum + term)];
        }

        AssertLoss(expectedLoss, loss, merged);
        Close.To(expectedQueries, queryGradient, relative: 1e-4, ofLargest: 1e-5, merged.LargestGradientTerm);
        Close.To(expectedCandidates, candidateGradient, relative: 1e-4, ofLargest: 1e-5, merged.LargestGradientTerm);
    });

    [Fact]
    public void The_order_of_the_pairs_matters_to_rounding_only() => ForRandomCases(20, (queries, candidates, dim, seed) =>
    {
        var batch = SoftmaxCase.Random(queries, candidates, dim, seed, pairs: 80).WithAllParts(seed);
        var order = TestData.DistinctRows(80, 80, seed);
        var permuted = batch with
        {
            PairQueries = [.. order.Select(i => batch.PairQueries[i])],
            PairCandidates = [.. order.Select(i => batch.PairCandidates[i])],
            PairWeights = [.. order.Select(i => batch.PairWeights![i])],
            PairBias = [.. order.Select(i => batch.PairBias![i])],
        };

        var (loss, queryGradient, candidateGradient) = permuted.Run(Device);
        var expected = batch.Run(Device);
        AssertLoss(expected.Loss, loss, batch);
        Close.To(expected.QueryGradient.ToDoubles(), queryGradient, ofLargest: 2e-6, largestTerm: batch.LargestGradientTerm);
        Close.To(expected.CandidateGradient.ToDoubles(), candidateGradient, ofLargest: 2e-6, largestTerm: batch.LargestGradientTerm);
    });

    /// <summary>A logit of size L is known to about L·2⁻²³, which is the relative error of its probability.</summary>
    private void AssertSoftmax(SoftmaxCase batch)
    {
        var expected = ReferenceKernels.InBatchSoftmax(batch);
        var (loss, queryGradient, candidateGradient) = batch.Run(Device);
        var ofLogits = 5e-7 * batch.LargestLogit;
        AssertLoss(expected.Loss, loss, batch);
        Close.To(expected.QueryGradient, queryGradient, relative: 1e-4, ofLargest: 1e-6 + ofLogits, batch.LargestGradientTerm);
        Close.To(expected.CandidateGradient, candidateGradient, relative: 1e-4, ofLargest: 1e-6 + ofLogits, batch.LargestGradientTerm);
    }

    /// <summary>The loss is a difference of sums, each as inexact as its terms are large.</summary>
    private static void AssertLoss(double expected, float actual, SoftmaxCase batch)
    {
        var allowed = (1e-6 * Math.Max(batch.QueryRows, batch.PairQueries.Length) * (1 + batch.LargestLogit)) + (1e-5 * Math.Abs(expected));
        Assert.True(Math.Abs(expected - actual) <= allowed, $"The loss is {expected:R}, found {actual:R}.");
    }

    private static float[] Counts(int[] rows, int tableRows) =>
        [.. Enumerable.Range(0, tableRows).Select(row => (float)rows.Count(other => other == row))];

    private static float[] RowsOf(float[] table, int[] rows, int d) => [.. rows.SelectMany(row => table[(row * d)..((row + 1) * d)])];

    private static double[] SumOfRows(float[] source, int[] rows, int tableRows, int d)
    {
        var sums = new double[tableRows * d];
        for (var i = 0; i < source.Length; i++)
        {
            sums[(rows[i / d] * d) + (i % d)] += source[i];
        }

        return sums;
    }
}
