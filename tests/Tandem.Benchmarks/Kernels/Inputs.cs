using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>Random arguments for kernels.</summary>
internal static class Inputs
{
    /// <summary>A matrix of values uniform on ±½.</summary>
    public static Tensor Matrix(int rows, int columns, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        foreach (ref var value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        return Tensor.From(values, new Shape(rows, columns));
    }

    /// <summary>Indices below a limit, some of them several times.</summary>
    public static Indices Rows(int count, int below, int seed = 1)
    {
        var random = new Random(seed);
        return Indices.From(Enumerable.Range(0, count).Select(_ => random.Next(below)).ToArray());
    }

    /// <summary>Indices below a limit, none of them twice, in random order.</summary>
    public static Indices DistinctRows(int count, int below, int seed = 1)
    {
        var rows = Enumerable.Range(0, below).ToArray();
        new Random(seed).Shuffle(rows);
        return Indices.From(rows.AsSpan(0, count), areDistinct: true);
    }
}
