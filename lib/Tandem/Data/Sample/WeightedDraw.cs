using System.Numerics;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Draws items in proportion to whole-number weights, each at most once (a Fenwick tree of the weights not drawn yet).</summary>
internal sealed class WeightedDraw
{
    private readonly long[] _tree;
    private readonly int[] _weights;
    private readonly int _top;
    private long _total;

    /// <param name="weights">One weight an item, at least 1.</param>
    public WeightedDraw(ReadOnlySpan<int> weights)
    {
        _weights = weights.ToArray();
        _tree = new long[weights.Length + 1];
        _top = 1 << BitOperations.Log2((uint)weights.Length);
        for (var node = 1; node < _tree.Length; node++)
        {
            _total += weights[node - 1];
            _tree[node] += weights[node - 1];
            var parent = node + (node & -node);
            if (parent < _tree.Length)
            {
                _tree[parent] += _tree[node];
            }
        }
    }

    public int Next(SeededRandom random)
    {
        var rest = (long)(random.NextUInt64() % (ulong)_total);
        var position = 0;
        for (var step = _top; step > 0; step >>= 1)
        {
            if (position + step < _tree.Length && _tree[position + step] <= rest)
            {
                position += step;
                rest -= _tree[position];
            }
        }

        Remove(position);
        return position;
    }

    private void Remove(int item)
    {
        _total -= _weights[item];
        for (var node = item + 1; node < _tree.Length; node += node & -node)
        {
            _tree[node] -= _weights[item];
        }
    }
}
