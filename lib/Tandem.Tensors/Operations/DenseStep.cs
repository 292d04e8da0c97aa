namespace Tandem.Tensors;

/// <summary>
/// One layer of a <see cref="DenseStack"/> and what it computed for a batch. Silent units may be dropped: then outputs and gradients have a column for each
/// unit kept, and those of the weights get zeros in the places of the others.
/// </summary>
internal sealed class DenseStep
{
    /// <summary>Units kept are a multiple of this, so that products stay whole tiles; a few silent ones fill up.</summary>
    private const int Granularity = 32;

    private readonly Tensor _inputs;
    private readonly Indices? _activeInputs;
    private readonly Tensor _kernel;

    public DenseStep(DenseLayer layer, Tensor inputs, Indices? activeInputs, bool mayDropUnits)
    {
        var device = inputs.Device;
        (Layer, _inputs, _activeInputs) = (layer, inputs, activeInputs);
        var kernel = activeInputs is null ? layer.Kernel : Rows(layer.Kernel, activeInputs);
        Outputs = Tensor.Empty(new Shape(inputs.Shape[0], kernel.Shape[1]), device);
        device.Dense(inputs, kernel, layer.Bias, layer.Relu, Outputs);
        ActiveUnits = mayDropUnits && layer.Relu ? FewActive(Outputs) : null;
        if (ActiveUnits is not null)
        {
            using var all = Outputs;
            Outputs = Columns(all, ActiveUnits);
            kernel = Columns(kernel, ActiveUnits);
        }

        _kernel = kernel;
    }

    public DenseLayer Layer { get; }

    /// <summary>What the layer gives to the next, <c>[batch, units]</c>.</summary>
    public Tensor Outputs { get; }

    /// <summary>The units that the columns of <see cref="Outputs"/> belong to; <see langword="null"/> for all.</summary>
    public Indices? ActiveUnits { get; }

    /// <summary>The gradient before bias and relu, and its sums over rows.</summary>
    public (Tensor Gradient, Tensor Sums) OwnGradient(Tensor upstream, bool mayOverwrite)
    {
        var sums = Tensor.Empty(new Shape(upstream.Shape[1]), upstream.Device);
        var gradient = Layer.Relu && !mayOverwrite ? Tensor.Empty(upstream.Shape, upstream.Device) : upstream;
        upstream.Device.DenseGradient(Layer.Relu ? Outputs : null, upstream, gradient, sums);
        return (gradient, sums);
    }

    public Tensor BiasGradient(Tensor sums)
    {
        if (ActiveUnits is null)
        {
            return sums;
        }

        var all = Tensor.Zeros(Layer.Bias!.Shape, sums.Device);
        sums.Device.ScatterColumns(sums, ActiveUnits, all);
        return all;
    }

    public Tensor KernelGradient(Tensor gradient)
    {
        var product = Product(_inputs, true, gradient, false);
        var device = product.Device;
        if (ActiveUnits is not null)
        {
            var wide = Tensor.Zeros(new Shape(product.Shape[0], Layer.Kernel.Shape[1]), device);
            device.ScatterColumns(product, ActiveUnits, wide);
            product = wide;
        }

        if (_activeInputs is null)
        {
            return product;
        }

        var all = Tensor.Zeros(Layer.Kernel.Shape, device);
        device.ScatterAdd(product, _activeInputs, all);
        return all;
    }

    public Tensor InputGradient(Tensor gradient) => Product(gradient, false, _kernel, true);

    /// <summary>The units that are not silent, when leaving out the others halves the work at least.</summary>
    private static Indices? FewActive(Tensor outputs)
    {
        Span<bool> active = new bool[outputs.Shape[1]];
        outputs.Device.ActiveColumns(outputs, active);
        var kept = Math.Max(1, (active.Count(true) + Granularity - 1) / Granularity) * Granularity;
        if (kept > active.Length / 2)
        {
            return null;
        }

        var fill = kept - active.Count(true);
        for (var unit = 0; unit < active.Length && fill > 0; unit++)
        {
            fill -= active[unit] ? 0 : 1;
            active[unit] = true;
        }

        return Indices.From(Places(active), areDistinct: true, outputs.Device);
    }

    private static int[] Places(ReadOnlySpan<bool> flags)
    {
        var places = new int[flags.Count(true)];
        var next = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            if (flags[i])
            {
                places[next++] = i;
            }
        }

        return places;
    }

    private static Tensor Rows(Tensor matrix, Indices rows)
    {
        var result = Tensor.Empty(new Shape(rows.Length, matrix.Shape[1]), matrix.Device);
        matrix.Device.Gather(matrix, rows, result);
        return result;
    }

    private static Tensor Columns(Tensor matrix, Indices columns)
    {
        var result = Tensor.Empty(new Shape(matrix.Shape[0], columns.Length), matrix.Device);
        matrix.Device.GatherColumns(matrix, columns, result);
        return result;
    }

    private static Tensor Product(Tensor a, bool transposeA, Tensor b, bool transposeB)
    {
        var result = Tensor.Empty(new Shape(a.Shape[transposeA ? 1 : 0], b.Shape[transposeB ? 0 : 1]), a.Device);
        a.Device.MatMul(a, transposeA, b, transposeB, result, accumulate: false);
        return result;
    }
}
