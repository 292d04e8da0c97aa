using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Every layer against TensorFlow Recommenders and Keras: outputs, and gradients of inputs and weights, for given weights.</summary>
public sealed class LayersGoldenTests : IDisposable
{
    private readonly TensorScope _scope = new();

    /// <summary>The cases with weights and gradients.</summary>
    public static TheoryData<string> Differentiated => [.. Golden.Cases("layers").Where(golden => HasUpstream(golden.Value)).Select(golden => golden.Key)];

    /// <summary>The cases of the dot interaction.</summary>
    public static TheoryData<string> DotInteractions => [.. Golden.Cases("layers").Keys.Where(name => name.StartsWith("dot_interaction"))];

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Differentiated))]
    public void Outputs_and_gradients_are_those_of_the_reference(string name)
    {
        var golden = Golden.Case("layers", name);
        var (inputs, expected) = (golden.GetProperty("inputs"), golden.GetProperty("expected"));
        var rows = new List<Tensor> { Leaf(inputs, "x") };
        if (inputs.TryGetProperty("x2", out _))
        {
            rows.Add(Leaf(inputs, "x2"));
        }

        var layer = Layer(name, golden.GetProperty("params"), rows[0].Shape[1]);
        Parameter[] parameters = [.. layer.Parameters.OrderBy(parameter => layer is MultiLayerDcn && !parameter.Name.Contains("projection"))];
        SetWeights(parameters, inputs.GetProperty("weights"));

        var output = rows.Count == 2 ? ((Cross)layer).Apply(rows[0], rows[1]) : layer.Apply(rows[0]);
        (output * Tensor.From(inputs.Flat("upstream"), output.Shape)).Sum().Backward();

        GoldenValues.AssertClose(expected.Flat("output"), output.ToArray(), 1e-5);
        AssertGradients(expected.GetProperty("grad_inputs"), rows.Select(row => row.Gradient));
        AssertGradients(expected.GetProperty("grad_weights"), parameters.Select(parameter => parameter.Gradient));
    }

    [Theory]
    [MemberData(nameof(DotInteractions))]
    public void Dot_interactions_are_those_of_TFRS(string name)
    {
        var golden = Golden.Case("layers", name);
        var settings = golden.GetProperty("params");
        Tensor[] features = [.. golden.GetProperty("inputs").GetProperty("features").EnumerateArray().Select(Matrix)];
        var layer = new DotInteraction(
            "dots", features.Length, features[0].Shape[1], settings.GetProperty("self_interaction").GetBoolean(), settings.GetProperty("skip_gather").GetBoolean());

        var output = layer.Apply(features);

        Assert.Equal(new Shape(features[0].Shape[0], layer.OutputDimension), output.Shape);
        GoldenValues.AssertClose(golden.GetProperty("expected").Flat("output"), output.ToArray(), 1e-5);
    }

    [Fact]
    public void Batch_normalization_uses_the_batch_in_training_and_the_moving_averages_afterwards()
    {
        var golden = Golden.Case("layers", "batch_normalization");
        var (settings, expected) = (golden.GetProperty("params"), golden.GetProperty("expected"));
        var rows = Leaf(golden.GetProperty("inputs"), "x");
        var layer = new BatchNormalization(
            "norm", rows.Shape[1], settings.GetProperty("momentum").GetSingle(), settings.GetProperty("epsilon").GetSingle());

        GoldenValues.AssertClose(expected.Flat("training"), layer.Apply(rows, training: true).ToArray(), 1e-5);
        GoldenValues.AssertClose(expected.Flat("moving_mean"), layer.MovingMean.ToArray(), 1e-5);
        GoldenValues.AssertClose(expected.Flat("moving_variance"), layer.MovingVariance.ToArray(), 1e-5);
        GoldenValues.AssertClose(expected.Flat("inference_after_one_step"), layer.Apply(rows, training: false).ToArray(), 1e-5);
    }

    [Fact]
    public void Every_case_of_the_family_is_tested() => Assert.Equal(
        Golden.Cases("layers").Count,
        Differentiated.Count + DotInteractions.Count + 1);

    private static TensorLayer Layer(string name, JsonElement settings, int inputs)
    {
        var kind = name.Split('_')[0];
        return kind switch
        {
            "cross" => new Cross(
                name, inputs, Integer(settings, "projection_dim"), Number(settings, "diag_scale") ?? 0, Flag(settings, "use_bias") ?? true, Named(settings, "preactivation")),
            "multi" => new MultiLayerDcn(name, inputs, Integer(settings, "projection_dim"), Integer(settings, "num_layers")!.Value),
            "mlp" => new Mlp(name, inputs, settings.Integers("units"), finalActivation: Named(settings, "final_activation")),
            "dense" => new Dense(name, inputs, Integer(settings, "units")!.Value, Named(settings, "activation")),
            "layer" => new LayerNormalization(name, inputs, Number(settings, "epsilon")!.Value),
            _ => throw new ArgumentException($"No layer is known for case {name}.", nameof(name)),
        };
    }

    private static Activation Named(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? Enum.Parse<Activation>(value.GetString()!.Replace("_", ""), ignoreCase: true)
        : Activation.Linear;

    private static int? Integer(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static bool? Flag(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static float? Number(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetSingle() : null;

    private static void SetWeights(Parameter[] parameters, JsonElement weights)
    {
        Assert.Equal(weights.GetArrayLength(), parameters.Length);
        foreach (var (parameter, values) in parameters.Zip(weights.EnumerateArray()))
        {
            Device.Current.Upload(values.Flat(), parameter.Value);
        }
    }

    private static void AssertGradients(JsonElement expected, IEnumerable<Gradient?> actual)
    {
        foreach (var (values, gradient) in expected.EnumerateArray().Zip(actual))
        {
            GoldenValues.AssertClose(values.Flat(), gradient!.ToDense().ToArray(), 1e-4);
        }
    }

    private static Tensor Leaf(JsonElement inputs, string name)
    {
        var leaf = Matrix(inputs.GetProperty(name));
        leaf.RequiresGradient = true;
        return leaf;
    }

    private static Tensor Matrix(JsonElement rows) => Tensor.From(rows.Flat(), new Shape(rows.GetArrayLength(), rows[0].GetArrayLength()));

    private static bool HasUpstream(JsonElement golden) => golden.GetProperty("inputs").TryGetProperty("upstream", out _);
}
