using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class TensorLayerTests
{
    /// <summary>One layer of each kind, for rows of six numbers.</summary>
    public static TheoryData<TensorLayer> Layers =>
    [
        new Dense("layer", 6, 4),
        new Mlp("layer", 6, [5, 4]),
        new Dropout("layer", 6, 0.5f),
        new LayerNormalization("layer", 6),
        new BatchNormalization("layer", 6),
        new UnitNormalization("layer", 6),
        new Cross("layer", 6),
        new MultiLayerDcn("layer", 6),
        new DotInteraction("layer", features: 3, dimension: 2),
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_gives_rows_of_its_output_dimension(TensorLayer layer)
    {
        using var scope = new TensorScope();
        Assert.Equal(6, layer.InputDimension);
        Assert.Equal(new Shape(3, layer.OutputDimension), layer.Apply(Tensor.Full(new Shape(3, 6), 0.5f)).Shape);
        Assert.All(layer.Parameters, parameter => Assert.StartsWith("layer/", parameter.Name));
        Assert.Equal(layer.Parameters.Count(), layer.Parameters.Select(parameter => parameter.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Rows_of_another_length_are_refused_by_name(TensorLayer layer)
    {
        using var scope = new TensorScope();
        var message = Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros(new Shape(3, 5)))).Message;
        Assert.Contains("Layer layer", message);
        Assert.Contains("[3, 5]", message);
        Assert.Contains("6", message);
        Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros(new Shape(6))));
    }

    [Fact]
    public void Every_kind_of_layer_is_among_those_tested() => Assert.Equal(
        typeof(TensorLayer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TensorLayer)) && !type.IsAbstract).Select(type => type.Name).Order(),
        Layers.Select(row => row.Data.GetType().Name).Order());

    [Fact]
    public void Sizes_that_are_not_positive_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense("layer", 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense("layer", 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp("layer", 4, [3, 0]));
        Assert.Throws<ArgumentException>(() => new Mlp("layer", 4, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cross("layer", 4, projectionDimension: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiLayerDcn("layer", 4, layers: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DotInteraction("layer", 0, 4));
        Assert.Contains("self-interaction", Assert.Throws<ArgumentException>(() => new DotInteraction("layer", 1, 4)).Message);
        Assert.Throws<ArgumentException>(() => new Dense(" ", 4, 4));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_diagonal_of_a_cross_layer_is_not_scaled_down(float scale) =>
        Assert.Contains("0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new Cross("layer", 4, diagonalScale: scale)).Message);

    [Fact]
    public void An_unknown_activation_is_refused_with_those_there_are() =>
        Assert.Contains("Softplus", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense("layer", 4, 4, (Activation)99)).Message);

    [Fact]
    public void Every_activation_is_the_function_of_its_name()
    {
        using var scope = new TensorScope();
        var x = Tensor.From([-2f, -0.5f, 0f, 1.5f], new Shape(1, 4));
        foreach (var activation in Enum.GetValues<Activation>())
        {
            GoldenValues.AssertClose([.. x.ToArray().Select(value => (float)Formula(activation, value))], activation.Apply(x).ToArray(), 1e-6);
        }

        static double Formula(Activation activation, double value) => activation switch
        {
            Activation.Relu => Math.Max(value, 0),
            Activation.Sigmoid => 1 / (1 + Math.Exp(-value)),
            Activation.Tanh => Math.Tanh(value),
            Activation.Elu => value > 0 ? value : Math.Exp(value) - 1,
            Activation.Selu => 1.05070098735548 * (value > 0 ? value : 1.67326324235438 * (Math.Exp(value) - 1)),
            Activation.Gelu => Gelu(value),
            Activation.Softplus => Math.Log(1 + Math.Exp(value)),
            Activation.Softsign => value / (1 + Math.Abs(value)),
            Activation.HardSigmoid => Math.Clamp((0.2 * value) + 0.5, 0, 1),
            Activation.Swish => value / (1 + Math.Exp(-value)),
            Activation.Mish => value * Math.Tanh(Math.Log(1 + Math.Exp(value))),
            Activation.Exponential => Math.Exp(value),
            Activation.Softmax => Math.Exp(value) / (Math.Exp(-2) + Math.Exp(-0.5) + 1 + Math.Exp(1.5)),
            _ => value,
        };

        // Values of x·Φ(x) from a table of the normal distribution.
        static double Gelu(double value) => value switch { -2 => -0.0455002639, -0.5 => -0.1542687694, 1.5 => 1.3997891981, _ => 0 };
    }

    [Fact]
    public void Features_given_one_by_one_interact_as_those_side_by_side()
    {
        using var scope = new TensorScope();
        var (a, b) = (Tensor.From([1f, 2, 3, 4], new Shape(2, 2)), Tensor.From([5f, 6, 7, 8], new Shape(2, 2)));
        var layer = new DotInteraction("dots", features: 2, dimension: 2);

        Assert.Equal([17f, 53], layer.Apply([a, b]).ToArray());
        Assert.Equal([17f, 53], layer.Apply(Tensor.Concat(a, b)).ToArray());
        Assert.Contains("2 features", Assert.Throws<ArgumentException>(() => layer.Apply([a])).Message);
    }

    [Fact]
    public void A_full_cross_network_has_one_matrix_a_layer()
    {
        var full = new MultiLayerDcn("dcn", 6, projectionDimension: null, layers: 2);
        Assert.Equal(
            ["dcn/cross_0/dense/kernel [6, 6]", "dcn/cross_0/dense/bias [6]", "dcn/cross_1/dense/kernel [6, 6]", "dcn/cross_1/dense/bias [6]"],
            full.Parameters.Select(parameter => parameter.ToString()));
    }
}
