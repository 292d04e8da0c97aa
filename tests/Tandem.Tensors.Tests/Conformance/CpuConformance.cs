using System.Collections.Concurrent;

namespace Tandem.Tensors.Tests;

/// <summary>The processor with given vector instructions and threads; skipped where the hardware lacks the instructions.</summary>
public abstract class CpuConformance : DeviceConformance
{
    private static readonly ConcurrentDictionary<(SimdLevel Level, int Threads), CpuDevice> _devices = new();

    /// <summary>Puts the tests on a device that all tests with the same arguments share.</summary>
    protected CpuConformance(SimdLevel level, int threads)
    {
        Needs.That(SimdSupport.IsSupported(level), $"This processor does not run {level} in hardware.");
        Device = _devices.GetOrAdd((level, threads), key => new CpuDevice(key.Threads, key.Level));
    }

    /// <inheritdoc/>
    protected override IDevice Device { get; }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e6f)]
    [InlineData(1e25f)]
    public void Equal_rows_of_any_size_share_the_probability(float value)
    {
        var rows = Enumerable.Repeat(value, 100 * 33).ToArray();
        var batch = new SoftmaxCase(rows, rows, 33, [.. Enumerable.Range(0, 100)], [.. Enumerable.Range(0, 100)]);

        var (loss, queryGradient, candidateGradient) = batch.Run(Device);
        var withShares = batch with { PairShares = [.. Enumerable.Repeat(0.5f, 100)] };

        Close.To(100 * Math.Log(100), loss, relative: 1e-6);
        Close.To(100 * Math.Log(99.5), withShares.Run(Device).Loss, relative: 1e-6);
        Assert.All(queryGradient.Concat(candidateGradient), gradient => Assert.InRange(gradient / value, -1e-5f, 1e-5f));
    }

    [Fact]
    public void InBatchSoftmax_tells_apart_huge_logits_that_nearly_agree()
    {
        // Logits of 3e11 that differ by about 1: far below the last digit of a float, and known to the reference to about 1e-4.
        const int dim = 33;
        var batch = SoftmaxCase.Random(100, 140, dim, seed: 1, pairs: 170);
        foreach (var rows in new[] { batch.Queries, batch.Candidates })
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = i % dim == 0 ? 10 * rows[i] : 1e5f;
            }
        }

        foreach (var variant in new[] { batch, batch.WithAllParts(seed: 2) with { RowWeights = Totals(batch.WithAllParts(seed: 2)) }, batch.WithAllParts(seed: 2).WithShares(seed: 3) })
        {
            var expected = ReferenceKernels.InBatchSoftmax(variant);
            var (loss, queryGradient, candidateGradient) = variant.Run(Device);
            Close.To(expected.Loss, loss, relative: 2e-4);
            Close.To(expected.QueryGradient, queryGradient, relative: 1e-3, ofLargest: 2e-4, variant.LargestGradientTerm);
            Close.To(expected.CandidateGradient, candidateGradient, relative: 1e-3, ofLargest: 2e-4, variant.LargestGradientTerm);
        }
    }

    /// <summary>Row weights that are the sums of their pairs', so that huge logits cancel.</summary>
    private static float[] Totals(SoftmaxCase batch) => [.. Enumerable.Range(0, batch.QueryRows)
        .Select(query => batch.PairQueries.Zip(batch.PairWeights!).Where(pair => pair.First == query).Sum(pair => pair.Second))];
}
