namespace Tandem.Tensors.Tests;

/// <summary>Arrays that depend on their seed alone.</summary>
internal static class TestData
{
    public static float[] Normal(int count, int seed, double deviation = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    public static float[] Uniform(int count, int seed, double low, double high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(low + ((high - low) * random.NextDouble())))];
    }

    /// <summary>Whole numbers from −3 to 3.</summary>
    public static float[] Integers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-3, 4))];
    }

    /// <summary>Rows of a table, with repetitions.</summary>
    public static int[] Rows(int count, int tableRows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(tableRows))];
    }

    /// <summary>Distinct rows of a table, in random order.</summary>
    public static int[] DistinctRows(int count, int tableRows, int seed)
    {
        var rows = Enumerable.Range(0, tableRows).ToArray();
        new Random(seed).Shuffle(rows);
        return rows[..count];
    }

    public static double[] ToDoubles(this float[] values) => Array.ConvertAll(values, value => (double)value);
}
