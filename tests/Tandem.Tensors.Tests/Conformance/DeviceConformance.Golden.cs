using System.Text.Json;

namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Four steps of Keras' optimisers; sparse gradients repeat rows.</summary>
    [Theory]
    [InlineData("sgd")]
    [InlineData("sgd_sparse")]
    [InlineData("adagrad")]
    [InlineData("adagrad_sparse")]
    [InlineData("adagrad_lr0.5_acc0.3")]
    [InlineData("adagrad_lr0.5_acc0.3_sparse")]
    [InlineData("adam")]
    [InlineData("adam_sparse")]
    public void Optimizers_take_the_steps_that_Keras_takes(string name)
    {
        var golden = GoldenFiles.Case("optimizers", name);
        var (parameters, inputs) = (golden.GetProperty("params"), golden.GetProperty("inputs"));
        var start = inputs.GetProperty("weights");
        var weights = Upload(start.Floats(), start.GetArrayLength(), start[0].GetArrayLength());
        var update = Update(name, parameters, weights);
        var step = 0;
        foreach (var gradient in inputs.GetProperty("gradients").EnumerateArray())
        {
            var (values, rows) = Merged(gradient, weights.Shape);
            update(++step, values, rows);
            var expected = golden.GetProperty("expected").GetProperty("after_each_step")[step - 1].Floats();
            Close.To(expected.ToDoubles(), weights.ToArray());
        }
    }

    private Action<int, Tensor, Indices?> Update(string name, JsonElement parameters, Tensor weights)
    {
        var rate = parameters.GetProperty("learning_rate").GetSingle();
        if (name.StartsWith("sgd", StringComparison.Ordinal))
        {
            return (_, gradient, rows) => Device.Sgd(weights, gradient, rows, rate);
        }

        if (name.StartsWith("adagrad", StringComparison.Ordinal))
        {
            var accumulator = Tensor.Full(weights.Shape, parameters.GetProperty("initial_accumulator_value").GetSingle(), Device);
            var epsilon = parameters.GetProperty("epsilon").GetSingle();
            return (_, gradient, rows) => Device.Adagrad(weights, accumulator, gradient, rows, rate, epsilon);
        }

        const double beta1 = 0.9, beta2 = 0.999;
        const float kerasEpsilon = 1e-7f;
        var (moment, variance) = (Tensor.Zeros(weights.Shape, Device), Tensor.Zeros(weights.Shape, Device));
        return (step, gradient, rows) =>
        {
            var corrected = rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step));
            Device.Adam(weights, moment, variance, gradient, rows, (float)corrected, beta1, beta2, kerasEpsilon);
        };
    }

    /// <summary>The gradient of distinct rows: repeated ones are summed, as the seam asks for.</summary>
    private (Tensor Values, Indices? Rows) Merged(JsonElement gradient, Shape shape)
    {
        if (gradient.ValueKind == JsonValueKind.Array)
        {
            return (Tensor.From(gradient.Floats(), shape, Device), null);
        }

        int[] rows = [.. gradient.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32())];
        var values = gradient.GetProperty("values").Floats();
        int[] distinct = [.. rows.Distinct()];
        var sums = SumOfRows(values, [.. rows.Select(row => Array.IndexOf(distinct, row))], distinct.Length, shape.Columns);
        return (Upload([.. sums.Select(sum => (float)sum)], distinct.Length, shape.Columns), Upload(distinct, areDistinct: true));
    }
}
