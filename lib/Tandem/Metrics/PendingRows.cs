using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Embedded rows of several batches, each distinct one kept once, on the host.</summary>
internal sealed class PendingRows
{
    private readonly List<float> _values = [];
    private readonly List<int> _rowOf = [];
    private readonly Dictionary<int, int> _rowOfKey = [];
    private object? _space;
    private int _columns;
    private int _count;

    /// <summary>Whether a batch can join what is pending: it names its rows alike, and there is room.</summary>
    public bool Accepts(EmbeddedRows batch, int maxRows) =>
        _count == 0 || (_count + batch.Rows.Shape[0] <= maxRows && _columns == batch.Rows.Shape[1] && ReferenceEquals(_space, batch.Identity?.Space));

    /// <summary>Adds the first rows of a batch.</summary>
    public void Add(EmbeddedRows batch, int count)
    {
        _space = batch.Identity?.Space;
        _columns = batch.Rows.Shape[1];
        var values = batch.Rows.ToArray();
        var slots = new int[batch.Rows.Shape[0]];
        for (var row = 0; row < slots.Length; row++)
        {
            slots[row] = batch.Identity is { } identity ? Find(identity.Keys[row], values, row) : Append(values, row);
        }

        foreach (var row in batch.RowOf[..count])
        {
            _rowOf.Add(slots[row]);
        }
    }

    /// <summary>The distinct rows, <c>[rows, dim]</c>.</summary>
    public Tensor ToTensor() => Tensor.From(CollectionsMarshal.AsSpan(_values), new Shape(_count, _columns));

    /// <summary>For each example added, its row.</summary>
    public Indices RowOf() => Indices.From(CollectionsMarshal.AsSpan(_rowOf));

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _values.Clear();
        _rowOf.Clear();
        _rowOfKey.Clear();
        _count = 0;
    }

    private int Find(int key, float[] values, int row)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_rowOfKey, key, out var known);
        return known ? slot : slot = Append(values, row);
    }

    private int Append(float[] values, int row)
    {
        _values.AddRange(values.AsSpan(row * _columns, _columns));
        return _count++;
    }
}
