using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// In training, sets elements to zero with the given probability and divides the others by what is left of one, so that sums keep their
/// mean; otherwise changes nothing (Srivastava et al., JMLR 15, 2014).
/// </summary>
/// <remarks>The elements of a call are drawn from the seed, the name and the number of calls before it: a run with the same seeds repeats to the bit.</remarks>
public sealed class Dropout : TensorLayer
{
    /// <summary>Where the number of calls, a float, begins again.</summary>
    private const int Calls = 1 << 24;

    // On the processor, whatever the model is on: it is read at every call, and a device that runs ahead would have to wait for it.
    private readonly Tensor _calls = TensorScope.Keep(Tensor.Zeros(new Shape(1), Device.Cpu));

    /// <summary>A layer that drops elements.</summary>
    /// <param name="name">The prefix of its buffer's name.</param>
    /// <param name="inputs">The length of a row.</param>
    /// <param name="rate">The probability that an element is dropped, in [0, 1).</param>
    /// <param name="seed">Of the choice of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or the size not positive.</exception>
    public Dropout(string name, int inputs, float rate, int seed = 0)
        : base(name, inputs, inputs)
    {
        if (!(rate is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate is the probability that an element is dropped: 0 or more, and below 1.");
        }

        Rate = rate;
        Seed = seed;
    }

    /// <summary>The probability that an element is dropped.</summary>
    public float Rate { get; }

    /// <summary>The seed of the choice of elements.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    public override bool DependsOnBatch => Rate > 0;

    /// <summary>The number of calls in training, which says what the next one draws.</summary>
    public override IEnumerable<KeyValuePair<string, Tensor>> Buffers => [new($"{Name}/calls", _calls)];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training) => training && Rate > 0 ? rows * Mask(rows) : rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Tensor Mask(Tensor rows)
    {
        var call = (long)_calls.Item();
        _calls.Device.Fill(_calls, (call + 1) % Calls);

        // Looked up, not chosen by a branch, which no processor could predict.
        ReadOnlySpan<float> values = [0, 1 / (1 - Rate)];
        var random = new SeededRandom((((long)Seed * Calls) + call) ^ (long)StableHash.Of(Name));
        var threshold = (uint)(Rate * (1L << 32));
        var mask = GC.AllocateUninitializedArray<float>(rows.Shape.Count);
        for (var i = 0; i < mask.Length; i += 2)
        {
            var bits = random.NextUInt64();
            mask[i] = values[(uint)bits >= threshold ? 1 : 0];
            if (i + 1 < mask.Length)
            {
                mask[i + 1] = values[(uint)(bits >> 32) >= threshold ? 1 : 0];
            }
        }

        return Tensor.From(mask, rows.Shape, rows.Device);
    }
}
