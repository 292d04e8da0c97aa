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
        var slots = new int[batch.Rows.Shape[0]];
        var fresh = new List<int>();
        for (var row = 0; row < slots.Length; row++)
        {
            slots[row] = Find(batch.Identity, row, out var known);
            if (!known)
            {
                fresh.Add(row);
            }
        }

        Append(batch.Rows, fresh);
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

    /// <summary>The place of a batch's distinct row, a new one if its key has not been met.</summary>
    private int Find(RowIdentity? identity, int row, out bool known)
    {
        known = false;
        if (identity is null)
        {
            return _count++;
        }

        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_rowOfKey, identity.Keys[row], out known);
        return known ? slot : slot = _count++;
    }

    /// <summary>Copies the rows that are new; of a batch late in an evaluation, few are.</summary>
    private void Append(Tensor rows, List<int> fresh)
    {
        using var scope = new TensorScope();
        var copied = rows;
        if (fresh.Count < rows.Shape[0])
        {
            copied = Tensor.Empty(new Shape(fresh.Count, _columns), rows.Device);
            rows.Device.Gather(rows, Indices.From(CollectionsMarshal.AsSpan(fresh), areDistinct: true, rows.Device), copied);
        }

        _values.AddRange(copied.ToArray());
    }
}
