using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>
/// The gating layers as plain loops in float64, from parameters by name, and a check of a layer's outputs and gradients against them: the latter
/// by central differences.
/// </summary>
internal sealed class MultiTaskReference
{
    private const double Step = 1e-5;

    private readonly Dictionary<string, (double[] Values, int Columns)> _weights;

    private MultiTaskReference(MultiTaskLayer layer) => _weights = layer.Parameters.ToDictionary(
        parameter => parameter.Name, parameter => (parameter.Value.ToArray().Select(value => (double)value).ToArray(), parameter.Value.Shape.Columns));

    /// <summary>Compares a layer's outputs for random rows, and the gradients of everything, with a formula.</summary>
    public static void Check(MultiTaskLayer layer, Func<MultiTaskReference, double[], double[][]> formula, int batch, int seed)
    {
        using var scope = new TensorScope();
        var random = new SeededRandom(seed);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextFloat()) - 1)];
        foreach (var parameter in layer.Parameters)
        {
            Device.Current.Upload(Draw(parameter.Value.Shape.Count), parameter.Value);
        }

        var rows = Tensor.From(Draw(batch * layer.InputDimension), new Shape(batch, layer.InputDimension));
        rows.RequiresGradient = true;
        var (reference, x) = (new MultiTaskReference(layer), rows.ToArray().Select(value => (double)value).ToArray());
        double[][] Expected() => [.. Transposed([.. x.Chunk(layer.InputDimension).Select(row => formula(reference, row))], layer.TaskCount)];

        var outputs = layer.Apply(rows);
        var upstream = outputs.Select(output => Draw(output.Shape.Count)).ToArray();
        outputs.Zip(upstream, (output, weights) => (output * Tensor.From(weights, output.Shape)).Sum()).Aggregate((a, b) => a + b).Backward();

        Assert.Equal(layer.TaskCount, outputs.Count);
        foreach (var (expected, output) in Expected().Zip(outputs))
        {
            GoldenValues.AssertClose([.. expected.Select(value => (float)value)], output.ToArray(), 1e-5);
        }

        double Loss() => Expected().Zip(upstream, (values, weights) => values.Zip(weights, (value, weight) => value * weight).Sum()).Sum();
        AssertGradient(x, Loss, rows.Gradient!);
        foreach (var parameter in layer.Parameters)
        {
            AssertGradient(reference._weights[parameter.Name].Values, Loss, parameter.Gradient!);
        }
    }

    /// <summary>The output of an expert: dense layers with relu.</summary>
    public double[] Expert(string name, double[] row)
    {
        for (var i = 0; _weights.ContainsKey($"{name}/dense_{i}/kernel"); i++)
        {
            row = [.. Product($"{name}/dense_{i}/kernel", row).Zip(_weights[$"{name}/dense_{i}/bias"].Values, (value, bias) => Math.Max(0, value + bias))];
        }

        return row;
    }

    /// <summary>Experts' outputs mixed by a gate.</summary>
    public double[] Mixed(string gate, double[] row, IReadOnlyList<double[]> experts)
    {
        var exponentials = Product(gate + "/kernel", row).Select(Math.Exp).ToArray();
        Assert.Equal(experts.Count, exponentials.Length);
        return [.. experts[0].Select((_, column) => exponentials.Select((value, i) => value / exponentials.Sum() * experts[i][column]).Sum())];
    }

    private double[] Product(string kernel, double[] row)
    {
        var (values, columns) = _weights[kernel];
        return [.. Enumerable.Range(0, columns).Select(column => row.Select((value, i) => value * values[(i * columns) + column]).Sum())];
    }

    private static void AssertGradient(double[] at, Func<double> loss, Gradient gradient)
    {
        var expected = new float[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var value = at[i];
            at[i] = value + Step;
            var above = loss();
            at[i] = value - Step;
            expected[i] = (float)((above - loss()) / (2 * Step));
            at[i] = value;
        }

        GoldenValues.AssertClose(expected, gradient.ToDense().ToArray(), 1e-4, ofLargest: 1e-5);
    }

    /// <summary>From a list of rows with an output for each task to each task's rows.</summary>
    private static IEnumerable<double[]> Transposed(double[][][] rows, int tasks) => Enumerable.Range(0, tasks).Select(task => rows.SelectMany(row => row[task]).ToArray());
}
