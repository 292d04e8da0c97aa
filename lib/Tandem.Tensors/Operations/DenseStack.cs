namespace Tandem.Tensors;

/// <summary>
/// Dense layers one after another as one operation: bias and relu happen as a product is made, and no tensor but what the backward pass needs is kept. Units
/// that relu left silent for every row of the batch pass nothing on, forward or backward: where many are, the layers around them are computed without them, which
/// leaves out terms that are zero. On a device that runs ahead they stay: to ask which are silent would be to wait.
/// </summary>
internal sealed class DenseStack : Operation
{
    private readonly DenseStep[] _steps;

    private DenseStack(Tensor rows, ReadOnlySpan<DenseLayer> layers, DenseStep[] steps)
        : base(InputsOf(rows, layers)) => _steps = steps;

    public static Tensor Forward(Tensor rows, ReadOnlySpan<DenseLayer> layers)
    {
        Check(rows, layers);
        DeviceOf(InputsOf(rows, layers));
        var keep = NeedsGradient(InputsOf(rows, layers));
        var steps = new DenseStep[layers.Length];
        var (current, active) = (rows, (Indices?)null);
        for (var i = 0; i < layers.Length; i++)
        {
            steps[i] = new DenseStep(layers[i], current, active, mayDropUnits: i < layers.Length - 1 && !rows.Device.RunsAhead);
            (current, active) = (steps[i].Outputs, steps[i].ActiveUnits);
        }

        return keep ? new DenseStack(rows, layers, steps).Record(current) : current;
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        Tensor? gradient = upstream;
        var slot = gradients.Length;
        for (var i = _steps.Length - 1; i >= 0; i--)
        {
            var step = _steps[i];
            var layer = step.Layer;
            var (own, sums) = step.OwnGradient(gradient!, mayOverwrite: i < _steps.Length - 1);
            if (layer.Bias is { RequiresGradient: true })
            {
                gradients[slot - 1] = step.BiasGradient(sums);
            }

            slot -= layer.Bias is null ? 1 : 2;
            gradients[slot] = layer.Kernel.RequiresGradient ? step.KernelGradient(own) : null;
            gradient = i > 0 || Inputs[0].RequiresGradient ? step.InputGradient(own) : null;
        }

        gradients[0] = gradient;
    }

    private static Tensor[] InputsOf(Tensor rows, ReadOnlySpan<DenseLayer> layers)
    {
        var inputs = new List<Tensor> { rows };
        foreach (var layer in layers)
        {
            inputs.Add(layer.Kernel);
            if (layer.Bias is not null)
            {
                inputs.Add(layer.Bias);
            }
        }

        return [.. inputs];
    }

    private static void Check(Tensor rows, ReadOnlySpan<DenseLayer> layers)
    {
        if (layers.Length == 0 || rows.Shape.Rank != 2)
        {
            throw new ArgumentException($"DenseLayers: {layers.Length} layers on a tensor of shape {rows.Shape}. Give rows [batch, inputs] and at least one layer.");
        }

        var inputs = rows.Shape[1];
        for (var i = 0; i < layers.Length; i++)
        {
            var (kernel, bias) = (layers[i].Kernel.Shape, layers[i].Bias?.Shape);
            if (kernel.Rank != 2 || kernel[0] != inputs || (bias is { } shape && (shape.Rank != 1 || shape[0] != kernel[1])))
            {
                throw new ArgumentException(
                    $"DenseLayers: layer {i} has the kernel {kernel}{(bias is null ? "" : $" and the bias {bias}")}; for rows of {inputs} it needs [{inputs}, units] and [units].");
            }

            inputs = kernel[1];
        }
    }
}
