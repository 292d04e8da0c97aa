using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Compares the answer to a query that was asked alone with its answer among other queries.</summary>
internal static class Answers
{
    /// <summary>
    /// The library's own kernels give the same bits. libtorch takes another kernel for one row than for many, so there scores may differ by their rounding, and candidates whose
    /// scores agree within it may change places.
    /// </summary>
    public static void AssertSame(IReadOnlyList<Recommendation> expected, IReadOnlyList<Recommendation> actual)
    {
        if (Device.Current is CpuDevice)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => AssertNear(pair.First, pair.Second));
        Assert.All(expected.Join(actual, item => item.Id, item => item.Id, (first, second) => (First: first, Second: second)), pair => AssertNear(pair.First, pair.Second));
    }

    private static void AssertNear(Recommendation expected, Recommendation actual) =>
        Assert.Equal(expected.Score, actual.Score, 1e-6f * Math.Max(1f, MathF.Abs(expected.Score)));
}
