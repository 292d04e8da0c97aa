using Tandem.Tensors;

namespace Tandem;

/// <summary>Dense layers one after another: TFRS's block MLP, and that of most ranking models.</summary>
public sealed class Mlp : TensorLayer
{
    private readonly Dense[] _layers;

    /// <summary>A layer for each number of units.</summary>
    /// <param name="name">The prefix of its parameters' names: <c>name/dense_0/kernel</c> and so on.</param>
    /// <param name="inputs">The length of an input row.</param>
    /// <param name="units">The lengths of the layers' output rows, in their order.</param>
    /// <param name="activation">Of all layers but the last; relu by default.</param>
    /// <param name="finalActivation">Of the last layer; none by default.</param>
    /// <param name="useBias">Whether the layers have biases.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">There are no units.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there is no such activation.</exception>
    public Mlp(
        string name,
        int inputs,
        IReadOnlyList<int> units,
        Activation activation = Activation.Relu,
        Activation finalActivation = Activation.Linear,
        bool useBias = true,
        int seed = 0)
        : base(name, inputs, Last(units))
    {
        Activation = activation.Checked(nameof(activation));
        FinalActivation = finalActivation.Checked(nameof(finalActivation));
        _layers = new Dense[units.Count];
        for (var i = 0; i < units.Count; i++)
        {
            var last = i == units.Count - 1;
            _layers[i] = new Dense($"{name}/dense_{i}", i == 0 ? inputs : units[i - 1], units[i], last ? finalActivation : activation, useBias, seed);
        }
    }

    /// <summary>The dense layers, first to last.</summary>
    public IReadOnlyList<Dense> Layers => _layers;

    /// <summary>Whether the layers have biases.</summary>
    public bool UsesBias => _layers[0].Bias is not null;

    /// <summary>The activation of all layers but the last.</summary>
    public Activation Activation { get; }

    /// <summary>The activation of the last layer.</summary>
    public Activation FinalActivation { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => layer.Parameters);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        if (Array.TrueForAll(_layers, layer => layer.IsFused))
        {
            return rows.DenseLayers(Array.ConvertAll(_layers, layer => layer.Fused));
        }

        foreach (var layer in _layers)
        {
            rows = layer.Apply(rows, training);
        }

        return rows;
    }

    private static int Last(IReadOnlyList<int> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        return units.Count > 0 ? units[^1] : throw new ArgumentException("An MLP needs the units of one layer at least.", nameof(units));
    }
}
