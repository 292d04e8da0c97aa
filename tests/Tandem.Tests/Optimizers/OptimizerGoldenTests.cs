using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Weights after each step and learning rates, as Keras and TensorFlow Recommenders compute them.</summary>
public class OptimizerGoldenTests
{
    private const string Family = "optimizers";

    private const string SchedulePrefix = "schedule_";

    public static TheoryData<string> Rules => [.. Golden.Cases(Family).Keys.Where(name => !name.StartsWith(SchedulePrefix, StringComparison.Ordinal))];

    public static TheoryData<string> Schedules => [.. Golden.Cases(Family).Keys.Where(name => name.StartsWith(SchedulePrefix, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Weights_after_each_step_are_those_of_the_reference(string name)
    {
        var golden = Golden.Case(Family, name);
        using var scope = new TensorScope();
        var inputs = golden.GetProperty("inputs");
        var start = inputs.Matrix("weights");
        var weights = new Parameter("weights", Tensor.From(inputs.Flat("weights"), new Shape(start.Length, start[0].Length)));
        var optimizer = Optimizer(name, golden.GetProperty("params"));
        foreach (var (gradient, after) in inputs.GetProperty("gradients").EnumerateArray()
            .Zip(golden.GetProperty("expected").GetProperty("after_each_step").EnumerateArray()))
        {
            Backward(weights, gradient);
            optimizer.Step([weights]);
            GoldenValues.AssertClose(Numbers(after), weights.Value.ToArray(), relative: 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Learning_rates_are_those_of_the_reference(string name)
    {
        var golden = Golden.Case(Family, name);
        var schedule = Schedule(name[SchedulePrefix.Length..]);
        var rates = golden.GetProperty("inputs").Integers("steps").Select(schedule.At).ToArray();
        GoldenValues.AssertClose(golden.GetProperty("expected").Vector("learning_rate"), rates, relative: 1e-5);
    }

    /// <summary>Leaves the given gradient, dense or row-sparse, on the parameter.</summary>
    private static void Backward(Parameter weights, JsonElement gradient)
    {
        if (gradient.ValueKind == JsonValueKind.Array)
        {
            (weights.Value * Tensor.From(Numbers(gradient), weights.Value.Shape)).Sum().Backward();
            return;
        }

        var (rows, values) = (gradient.Integers("rows"), gradient.Flat("values"));
        (weights.Value.Gather(Indices.From(rows)) * Tensor.From(values, new Shape(rows.Length, values.Length / rows.Length))).Sum().Backward();
    }

    private static GradientOptimizer Optimizer(string name, JsonElement settings)
    {
        float Setting(string key, float otherwise) => settings.TryGetProperty(key, out var value) ? value.GetSingle() : otherwise;
        float? Clip(string key) => settings.TryGetProperty(key, out var value) ? value.GetSingle() : null;
        var rate = Setting("learning_rate", float.NaN);
        return name.Split('_')[0] switch
        {
            "adagrad" => new Adagrad(rate, Setting("initial_accumulator_value", 0.1f), Setting("epsilon", 1e-7f)) { ClipNorm = Clip("clipnorm") },
            "adam" => new Adam(rate) { GlobalClipNorm = Clip("global_clipnorm") },
            "adamw" => new AdamW(rate, Setting("weight_decay", 0.004f)),
            "sgd" => new Sgd(rate, Setting("momentum", 0), settings.TryGetProperty("nesterov", out var nesterov) && nesterov.GetBoolean()),
            "rmsprop" => new RmsProp(rate),
            "ftrl" => new Ftrl(rate, l1: Setting("l1", 0), l2: Setting("l2", 0)),
            "clippy" => new ClippyAdagrad(rate),
            _ => throw new ArgumentException($"No optimiser is known for the golden case {name}.", nameof(name)),
        };
    }

    /// <summary>The settings that the script beside the golden values gives each schedule; the file has none.</summary>
    private static LearningRateSchedule Schedule(string name) => name switch
    {
        "exponential_decay" => new ExponentialDecay(0.1f, 10, 0.5f),
        "exponential_decay_staircase" => new ExponentialDecay(0.1f, 10, 0.5f, staircase: true),
        "piecewise_constant" => new PiecewiseConstantDecay([5, 15], [0.1f, 0.05f, 0.01f]),
        "polynomial" => new PolynomialDecay(0.1f, 20, 0.01f, power: 2),
        "cosine" => new CosineDecay(0.1f, 20, alpha: 0.1f),
        "inverse_time" => new InverseTimeDecay(0.1f, 10, 0.5f),
        _ => throw new ArgumentException($"No schedule is known for the golden case {name}.", nameof(name)),
    };

    private static float[] Numbers(JsonElement nested) => nested.ValueKind == JsonValueKind.Array
        ? [.. nested.EnumerateArray().SelectMany(Numbers)]
        : [nested.GetSingle()];
}
