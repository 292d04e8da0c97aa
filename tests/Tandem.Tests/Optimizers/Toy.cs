using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Parameters with gradients of choice, to watch optimisers with.</summary>
internal static class Toy
{
    /// <summary>A table of <paramref name="rows"/> × <paramref name="columns"/> numbers from a seed.</summary>
    public static Parameter Table(string name, int rows, int columns, int seed = 1) => new(name, Tensor.From(Numbers(rows * columns, seed), new Shape(rows, columns)));

    /// <summary>Leaves a dense gradient on a parameter.</summary>
    public static void Dense(Parameter parameter, float[] gradient) =>
        (parameter.Value * Tensor.From(gradient, parameter.Value.Shape)).Sum().Backward();

    /// <summary>Leaves a row-sparse gradient on a parameter.</summary>
    public static void Sparse(Parameter parameter, int[] rows, float[] gradient) =>
        (parameter.Value.Gather(Indices.From(rows)) * Tensor.From(gradient, new Shape(rows.Length, gradient.Length / rows.Length))).Sum().Backward();

    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    public static float[] Row(Parameter parameter, int row) =>
        parameter.Value.ToArray()[(row * parameter.Value.Shape.Columns)..((row + 1) * parameter.Value.Shape.Columns)];
}
