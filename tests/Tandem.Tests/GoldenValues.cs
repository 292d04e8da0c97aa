using System.Text.Json;

namespace Tandem.Tests;

/// <summary>Reads and compares golden values within the tolerances that come with them.</summary>
internal static class GoldenValues
{
    public static float[][] Matrix(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];

    public static float[] Vector(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static string[] Strings(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    public static float[] Flatten(this float[][] rows) => [.. rows.SelectMany(row => row)];

    /// <summary>Relative 1e-5 for values, 1e-4 for gradients and steps of a training, plus 1e-6 of the largest magnitude.</summary>
    public static void AssertClose(float[] expected, float[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        var absolute = 1e-6 * expected.Max(value => Math.Abs((double)value));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], (relative * Math.Abs(expected[i])) + absolute);
        }
    }
}
