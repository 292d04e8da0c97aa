using Tandem.Tensors;

namespace Tandem;

/// <summary>Turns indices into rows of numbers, as Keras' layer of the same name. Immutable.</summary>
public sealed class CategoryEncoding
{
    private readonly float[]? _weights;

    /// <summary>Creates an encoding.</summary>
    /// <param name="size">The number of indices; they are 0 to this less one.</param>
    /// <param name="mode">What a row holds.</param>
    /// <param name="weights">For <see cref="EncodingMode.TfIdf"/>, the weight of each index; empty otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or there is no such mode.</exception>
    /// <exception cref="ArgumentException">The weights do not fit size and mode.</exception>
    public CategoryEncoding(int size, EncodingMode mode = EncodingMode.MultiHot, ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var needed = mode.Checked(nameof(mode)) == EncodingMode.TfIdf ? size : 0;
        if (weights.Length != needed)
        {
            throw new ArgumentException($"An encoding {mode} of {size} indices takes {needed} weights, and was given {weights.Length}.", nameof(weights));
        }

        (Size, Mode) = (size, mode);
        _weights = needed > 0 ? weights.ToArray() : null;
    }

    /// <summary>The number of indices and of columns.</summary>
    public int Size { get; }

    /// <summary>What a row holds.</summary>
    public EncodingMode Mode { get; }

    /// <summary>The weight of each index; empty but for <see cref="EncodingMode.TfIdf"/>.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Encodes one index a row: <c>[indices, Size]</c>.</summary>
    /// <exception cref="ArgumentException">An index is out of range; the message names its row.</exception>
    public Tensor Apply(ReadOnlySpan<int> indices) => Apply(HotRows.Singles(indices));

    /// <summary>Encodes any number of indices a row: <c>[bags, Size]</c>.</summary>
    /// <exception cref="ArgumentException">
    /// An index is out of range (the message names row and position), or the mode is <see cref="EncodingMode.OneHot"/> and a row does not have exactly one.
    /// </exception>
    public Tensor Apply(Bags bags)
    {
        ArgumentNullException.ThrowIfNull(bags);
        return HotRows.Encode(bags, Size, Mode, _weights);
    }
}
