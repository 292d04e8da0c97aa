using System.Runtime.InteropServices;

namespace Tandem.Tensors.Tests;

/// <summary>Compares a device's float32 results with a reference.</summary>
internal static class Close
{
    /// <summary>
    /// Each value within <paramref name="relative"/> of its own size plus <paramref name="ofLargest"/> of the largest one, or of
    /// <paramref name="largestTerm"/> where that is larger: values that are sums of terms that cancel are as inexact as the terms.
    /// </summary>
    public static void To(
        ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double relative = 1e-5, double ofLargest = 1e-6, double largestTerm = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = largestTerm;
        foreach (var value in expected)
        {
            largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = (relative * Math.Abs(expected[i])) + (ofLargest * largest);
            if (!(Math.Abs(expected[i] - actual[i]) <= allowed) && !expected[i].Equals((double)actual[i]))
            {
                Assert.Fail($"Element {i} of {expected.Length}: expected {expected[i]:R}, found {actual[i]:R}; allowed difference {allowed:G3}.");
            }
        }
    }

    /// <inheritdoc cref="To(ReadOnlySpan{double}, ReadOnlySpan{float}, double, double, double)"/>
    public static void To(double expected, float actual, double relative = 1e-5, double ofLargest = 1e-6) =>
        To([expected], [actual], relative, ofLargest);

    /// <summary>The same bits, so that −0 is not 0 and NaN is NaN.</summary>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (bits, actualBits) = (MemoryMarshal.Cast<float, uint>(expected).ToArray(), MemoryMarshal.Cast<float, uint>(actual).ToArray());
        var same = bits.AsSpan().CommonPrefixLength(actualBits);
        if (same < bits.Length)
        {
            Assert.Fail($"Element {same} of {bits.Length}: expected {expected[same]:R} (0x{bits[same]:X8}), found {actual[same]:R} (0x{actualBits[same]:X8}).");
        }
    }
}
