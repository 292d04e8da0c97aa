namespace Tandem.Benchmarks;

/// <summary>Embeddings as training starts from them: uniform on ±0.05, the same for every contender.</summary>
internal static class InitialTables
{
    private const float Limit = 0.05f;

    /// <summary>A table of <paramref name="rows"/> rows.</summary>
    public static float[] Uniform(int rows, int dimension, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * dimension];
        foreach (ref var value in values.AsSpan())
        {
            value = ((random.NextSingle() * 2) - 1) * Limit;
        }

        return values;
    }
}
