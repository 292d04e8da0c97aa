namespace Tandem.Tensors.Tests;

/// <summary>
/// Compares an operation with a float64 formula for its value, and the gradients that flow back through it with that formula's
/// central differences.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>An input: its extents and elements.</summary>
    public readonly record struct Input(float[] Values, params int[] Extents)
    {
        public static Input Normal(int seed, params int[] extents) => new(TestData.Normal(new Shape(extents).Count, seed), extents);

        public static Input Positive(int seed, params int[] extents) => new(TestData.Uniform(new Shape(extents).Count, seed, 0.5, 3), extents);

        public Tensor ToLeaf()
        {
            var leaf = Tensor.From(Values, new Shape(Extents));
            leaf.RequiresGradient = true;
            return leaf;
        }
    }

    /// <summary>Checks value and gradients; the gradient that arrives at the operation's result is random.</summary>
    public static void Check(Func<Tensor[], Tensor> operation, Func<double[][], double[]> formula, params Input[] inputs)
    {
        using var scope = new TensorScope();
        var leaves = Array.ConvertAll(inputs, input => input.ToLeaf());
        var values = Array.ConvertAll(inputs, input => input.Values.ToDoubles());
        var result = operation(leaves);
        Close.To(formula(values), result.ToArray(), ofLargest: 2e-6);

        var upstream = TestData.Normal(result.Shape.Count, seed: 99);
        (result * Tensor.From(upstream, result.Shape)).Sum().Backward();
        double Loss() => formula(values).Zip(upstream, (value, weight) => value * weight).Sum();
        for (var i = 0; i < inputs.Length; i++)
        {
            var gradient = leaves[i].Gradient;
            Assert.NotNull(gradient);
            Close.To(CentralDifferences(values[i], Loss), gradient.ToDense().ToArray(), relative: 1e-4, ofLargest: 5e-6);
        }
    }

    private static double[] CentralDifferences(double[] at, Func<double> loss)
    {
        var gradient = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var value = at[i];
            at[i] = value + Step;
            var above = loss();
            at[i] = value - Step;
            gradient[i] = (above - loss()) / (2 * Step);
            at[i] = value;
        }

        return gradient;
    }
}
