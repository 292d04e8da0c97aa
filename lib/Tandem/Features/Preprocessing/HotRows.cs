using Tandem.Tensors;

namespace Tandem;

/// <summary>Makes rows of zeros with something in the columns of the indices.</summary>
internal static class HotRows
{
    /// <summary>Encodes bags of indices: <c>[bags, size]</c>.</summary>
    /// <param name="bags">The indices, <paramref name="firstIndex"/> to <paramref name="firstIndex"/> + <paramref name="size"/> − 1.</param>
    /// <param name="size">The number of columns.</param>
    /// <param name="mode">What to write.</param>
    /// <param name="weights">A weight for each column, for <see cref="EncodingMode.TfIdf"/>.</param>
    /// <param name="firstIndex">The index of the first column.</param>
    public static Tensor Encode(Bags bags, int size, EncodingMode mode, float[]? weights, int firstIndex = 0)
    {
        mode.Checked(nameof(mode));
        var shape = new Shape(bags.Count, size);
        var rows = new float[shape.Count];
        for (var bag = 0; bag < bags.Count; bag++)
        {
            var row = rows.AsSpan(bag * size, size);
            var entries = bags[bag];
            if (mode == EncodingMode.OneHot && entries.Length != 1)
            {
                throw new ArgumentException(
                    $"Row {bag} has {entries.Length} indices, and a one-hot encoding takes one: use EncodingMode.MultiHot or Count.", nameof(bags));
            }

            for (var i = 0; i < entries.Length; i++)
            {
                if ((uint)(entries[i] - firstIndex) >= (uint)size)
                {
                    throw new ArgumentException(
                        $"Row {bag}, position {i}: index {entries[i]} is outside the encoding, whose indices are {firstIndex} to {firstIndex + size - 1}.", nameof(bags));
                }

                ref var cell = ref row[entries[i] - firstIndex];
                var entry = bags.Weights.IsEmpty ? 1 : bags.Weights[bags.Offsets[bag] + i];
                cell = mode is EncodingMode.Count or EncodingMode.TfIdf ? cell + (entry * (weights?[entries[i] - firstIndex] ?? 1)) : 1;
            }
        }

        return Tensor.From(rows, shape);
    }

    /// <summary>Bags of one entry each.</summary>
    public static Bags Singles(ReadOnlySpan<int> indices)
    {
        var offsets = new int[indices.Length + 1];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = i;
        }

        return new Bags(offsets, indices);
    }
}
