using Tandem.Tensors;

namespace Tandem;

/// <summary>Cross layers one after another, each crossing what the one before gave with the network's input: TFRS's MultiLayerDCN.</summary>
public sealed class MultiLayerDcn : TensorLayer
{
    private readonly Cross[] _layers;

    /// <summary>A stack of <see cref="Cross"/> layers.</summary>
    /// <param name="name">The prefix of its parameters' names: <c>name/cross_0/dense/kernel</c> and so on.</param>
    /// <param name="inputs">The length of a row, of input and output alike.</param>
    /// <param name="projectionDimension">The rank of each layer's matrix; 1 as in TFRS. <see langword="null"/> for full matrices.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="useBias">Whether the layers have biases.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <param name="kernelInitializer">The kernels' initial values; a truncated normal with deviation 0.05 when omitted.</param>
    /// <param name="biasInitializer">The biases' initial values; zeros when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is not positive.</exception>
    public MultiLayerDcn(
        string name,
        int inputs,
        int? projectionDimension = 1,
        int layers = 3,
        bool useBias = true,
        int seed = 0,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null)
        : base(name, inputs, inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        _layers = [.. Enumerable.Range(0, layers).Select(i => new Cross(
            $"{name}/cross_{i}", inputs, projectionDimension, useBias: useBias, seed: seed, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer))];
    }

    /// <summary>The cross layers, first to last.</summary>
    public IReadOnlyList<Cross> Layers => _layers;

    /// <summary>The rank of each layer's matrix; <see langword="null"/> for full matrices.</summary>
    public int? ProjectionDimension => _layers[0].ProjectionDimension;

    /// <summary>Whether the layers have biases.</summary>
    public bool UsesBias => _layers[0].UsesBias;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => layer.Parameters);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        var outputs = rows;
        foreach (var layer in _layers)
        {
            outputs = layer.Apply(rows, outputs);
        }

        return outputs;
    }
}
