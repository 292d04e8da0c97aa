using static Tandem.Tensors.Tests.GradientCheck;

namespace Tandem.Tensors.Tests;

public sealed class DenseLayersTests
{
    private const int Rows = 5;
    private const int Inputs = 3;
    private const int Hidden = 4;

    [Fact]
    public void Gradients_flow_through_all_layers_to_rows_kernels_and_biases() => Check(
        inputs => inputs[0].DenseLayers(new DenseLayer(inputs[1], inputs[2], true), new DenseLayer(inputs[3], inputs[4], false)),
        values =>
        {
            var hidden = Layer(values[0], values[1], values[2], Inputs, relu: true);
            return Layer(hidden, values[3], values[4], Hidden, relu: false);
        },
        Input.Normal(1, Rows, Inputs),
        Input.Normal(2, Inputs, Hidden),
        Input.Normal(3, Hidden),
        Input.Normal(4, Hidden, 2),
        Input.Normal(5, 2));

    [Fact]
    public void A_layer_may_lack_a_bias_and_the_last_may_have_a_relu() => Check(
        inputs => inputs[0].DenseLayers(new DenseLayer(inputs[1], null, false), new DenseLayer(inputs[2], inputs[3], true)),
        values => Layer(Layer(values[0], values[1], new double[Hidden], Inputs, relu: false), values[2], values[3], Hidden, relu: true),
        Input.Normal(6, Rows, Inputs),
        Input.Normal(7, Inputs, Hidden),
        Input.Normal(8, Hidden, 2),
        Input.Normal(9, 2));

    /// <summary>From all units at work to none, in layers wide enough that silent units are left out.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(0.1)]
    [InlineData(0.0)]
    public void Leaving_out_silent_units_changes_nothing(double working)
    {
        using var scope = new TensorScope();
        int[] widths = [20, 200, 90, 3];
        var weights = Enumerable.Range(0, 3).Select(layer => Weights(widths[layer], widths[layer + 1], working, seed: layer)).ToArray();
        var (rows, upstream) = (Leaf(TestData.Normal(150 * 20, seed: 10), 150, 20), Tensor.From(TestData.Normal(150 * 3, seed: 11), new Shape(150, 3)));
        Tensor[] leaves = [rows, .. weights.SelectMany(layer => new[] { layer.Kernel, layer.Bias! })];

        (rows.DenseLayers([.. weights]) * upstream).Sum().Backward();
        var gradients = Array.ConvertAll(leaves, TakeGradient);
        var output = rows.DenseLayers([.. weights]).ToArray();

        var plain = weights.Aggregate(rows, (x, layer) => layer.Relu ? (x.MatMul(layer.Kernel) + layer.Bias!).Relu() : x.MatMul(layer.Kernel) + layer.Bias!);
        (plain * upstream).Sum().Backward();
        Close.To(plain.ToArray().ToDoubles(), output);
        Assert.All(leaves.Zip(gradients), pair => Close.To(TakeGradient(pair.First).ToDoubles(), pair.Second));
    }

    [Fact]
    public void The_gradient_that_arrives_is_not_overwritten()
    {
        using var scope = new TensorScope();
        var (rows, kernel) = (Leaf([1f, 2f], 2, 1), Leaf([1f], 1, 1));
        var hidden = rows.DenseLayers(new DenseLayer(kernel, null, true));
        (hidden * hidden).Sum().Backward();

        Assert.Equal([2f, 4f], TakeGradient(rows));
    }

    [Fact]
    public void Layers_that_do_not_fit_are_named()
    {
        using var scope = new TensorScope();
        var rows = Tensor.Zeros(new Shape(2, 3));
        var fits = new DenseLayer(Tensor.Zeros(new Shape(3, 4)), Tensor.Zeros(new Shape(4)), true);
        var error = Assert.Throws<ArgumentException>(() => rows.DenseLayers(fits, new DenseLayer(Tensor.Zeros(new Shape(5, 1)), null, false)));
        Assert.Contains("layer 1 has the kernel [5, 1]; for rows of 4", error.Message);

        error = Assert.Throws<ArgumentException>(() => rows.DenseLayers(fits with { Bias = Tensor.Zeros(new Shape(5)) }));
        Assert.Contains("the bias [5]", error.Message);
        Assert.Throws<ArgumentException>(() => rows.DenseLayers());
    }

    private static double[] Layer(double[] rows, double[] kernel, double[] bias, int inputs, bool relu)
    {
        var (count, units) = (rows.Length / inputs, bias.Length);
        var outputs = new double[count * units];
        for (var i = 0; i < outputs.Length; i++)
        {
            var sum = bias[i % units] + Enumerable.Range(0, inputs).Sum(k => rows[(i / units * inputs) + k] * kernel[(k * units) + (i % units)]);
            outputs[i] = relu ? Math.Max(0, sum) : sum;
        }

        return outputs;
    }

    /// <summary>A layer in which that share of the units may fire; the bias of the others holds them down.</summary>
    private static DenseLayer Weights(int inputs, int units, double working, int seed)
    {
        var bias = TestData.Normal(units, seed: 20 + seed);
        for (var unit = 0; unit < units; unit++)
        {
            bias[unit] = unit * 7 % units < working * units ? bias[unit] : -1000;
        }

        return new DenseLayer(Leaf(TestData.Normal(inputs * units, seed: 30 + seed, deviation: 0.2), inputs, units), Leaf(bias, units), seed < 2);
    }

    private static Tensor Leaf(float[] values, params int[] extents)
    {
        var leaf = Tensor.From(values, new Shape(extents));
        leaf.RequiresGradient = true;
        return leaf;
    }

    private static float[] TakeGradient(Tensor leaf)
    {
        var gradient = leaf.Gradient!.ToDense().ToArray();
        leaf.Gradient = null;
        return gradient;
    }
}
