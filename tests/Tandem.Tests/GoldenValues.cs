using System.Text.Json;

namespace Tandem.Tests;

/// <summary>Reads and compares golden values within the tolerances that come with them.</summary>
internal static class GoldenValues
{
    public static float[][] Matrix(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];

    public static float[] Vector(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>Numbers nested to any depth, row by row; null is NaN.</summary>
    public static float[] Flat(this JsonElement element, string name) => [.. Leaves(element.GetProperty(name))];

    /// <inheritdoc cref="Flat(JsonElement, string)"/>
    public static float[] Flat(this JsonElement element) => [.. Leaves(element)];

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static string[] Strings(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    public static float[] Flatten(this float[][] rows) => [.. rows.SelectMany(row => row)];

    /// <summary>Relative 1e-5 for values, 1e-4 for gradients and steps of a training, plus a share of the largest magnitude.</summary>
    public static void AssertClose(float[] expected, float[] actual, double relative, double ofLargest = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        var absolute = ofLargest * expected.Max(value => Math.Abs((double)value));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], (relative * Math.Abs(expected[i])) + absolute);
        }
    }

    /// <summary>
    /// The accuracy at k in float64, and what is left of it when the true candidate's own row of the corpus outscores it by a rounding,
    /// which happens to TensorFlow Recommenders: it sums the true score in another order than the corpus's scores. Golden accuracies
    /// lie between the two; ours must be the first.
    /// </summary>
    public static (double Exact, double OutscoredByItself) TopKAccuracy(float[][] queries, float[][] corpus, int[] trueRows, int k, float[]? weights = null)
    {
        var ranks = queries.Select((query, i) =>
        {
            var scores = corpus.Select(row => row.Zip(query, (a, b) => (double)a * b).Sum()).ToArray();
            return scores.Count(score => score > scores[trueRows[i]]);
        }).ToArray();
        return (Share(rank => rank < k), Share(rank => rank + 1 < k));

        double Share(Func<int, bool> isHit) =>
            ranks.Select((rank, i) => isHit(rank) ? weights?[i] ?? 1.0 : 0).Sum() / (weights?.Sum(weight => (double)weight) ?? ranks.Length);
    }

    private static IEnumerable<float> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Null => [float.NaN],
        JsonValueKind.True => [1f],
        JsonValueKind.False => [0f],
        _ => [element.GetSingle()],
    };
}
