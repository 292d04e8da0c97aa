namespace Tandem.Tensors;

/// <summary>Matrices side by side.</summary>
internal sealed class ColumnConcat : Operation
{
    private ColumnConcat(Tensor[] parts)
        : base(parts)
    {
    }

    public static Tensor Forward(Tensor[] parts)
    {
        if (parts.Length == 0 || parts.Any(part => part.Shape.Rank != 2 || part.Shape[0] != parts[0].Shape[0]))
        {
            throw new ArgumentException(
                $"Concat: shapes {string.Join(", ", parts.Select(part => part.Shape))} do not fit side by side. Give at least one matrix, all with the same number of rows.");
        }

        var device = DeviceOf(parts);
        var result = Tensor.Empty(new Shape(parts[0].Shape[0], parts.Sum(part => part.Shape[1])), device);
        var column = 0;
        foreach (var part in parts)
        {
            device.CopyColumns(part, 0, result, column, part.Shape[1]);
            column += part.Shape[1];
        }

        return new ColumnConcat(parts).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var column = 0;
        for (var i = 0; i < Inputs.Length; i++)
        {
            var width = Inputs[i].Shape[1];
            if (Inputs[i].RequiresGradient)
            {
                var gradient = Tensor.Empty(Inputs[i].Shape, upstream.Device);
                upstream.Device.CopyColumns(upstream, column, gradient, 0, width);
                gradients[i] = gradient;
            }

            column += width;
        }
    }
}
