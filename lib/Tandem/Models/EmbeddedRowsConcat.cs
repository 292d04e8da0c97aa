using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Joins embedded rows of several batches, keeping those once that have one key.</summary>
internal sealed class EmbeddedRowsConcat
{
    private readonly List<int> _rowOf = [];
    private readonly List<int> _keys = [];
    private readonly Dictionary<int, int> _slots = [];
    private readonly object? _space;
    private int _count;

    private EmbeddedRowsConcat(object? space) => _space = space;

    /// <inheritdoc cref="EmbeddedRows.Concat"/>
    public static EmbeddedRows Join(ReadOnlySpan<EmbeddedRows> batches)
    {
        if (batches.Length == 0)
        {
            throw new ArgumentException("Concat: there are no embedded rows to join.", nameof(batches));
        }

        var joined = new EmbeddedRowsConcat(CommonSpace(batches));
        var parts = new (Tensor Rows, int[] Targets)[batches.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (batches[i].Rows.Shape[1] != batches[0].Rows.Shape[1])
            {
                throw new ArgumentException(
                    $"Concat: rows {batches[i].Rows.Shape} do not fit beside rows {batches[0].Rows.Shape}. Embed all batches with towers of one dimension.", nameof(batches));
            }

            parts[i] = joined.Add(batches[i]);
        }

        return joined.Result(parts);
    }

    /// <summary>What names the rows of all batches; <see langword="null"/> when nothing does.</summary>
    private static object? CommonSpace(ReadOnlySpan<EmbeddedRows> batches)
    {
        var space = batches[0].Identity?.Space;
        foreach (var batch in batches)
        {
            space = ReferenceEquals(batch.Identity?.Space, space) ? space : null;
        }

        return space;
    }

    /// <summary>Gives each distinct row its place, and returns those that are new with theirs.</summary>
    private (Tensor Rows, int[] Targets) Add(EmbeddedRows batch)
    {
        var slots = new int[batch.Rows.Shape[0]];
        var fresh = new List<int>();
        for (var row = 0; row < slots.Length; row++)
        {
            slots[row] = Slot(batch, row, out var known);
            if (!known)
            {
                fresh.Add(row);
            }
        }

        foreach (var row in batch.RowOf)
        {
            _rowOf.Add(slots[row]);
        }

        var rows = fresh.Count == slots.Length
            ? batch.Rows
            : batch.Rows.Gather(Indices.From(CollectionsMarshal.AsSpan(fresh), areDistinct: true, batch.Rows.Device));
        return (rows, [.. fresh.Select(row => slots[row])]);
    }

    private int Slot(EmbeddedRows batch, int row, out bool known)
    {
        known = false;
        if (_space is null)
        {
            return _count++;
        }

        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, batch.Identity!.Keys[row], out known);
        if (!known)
        {
            _keys.Add(batch.Identity.Keys[row]);
            slot = _count++;
        }

        return slot;
    }

    private EmbeddedRows Result((Tensor Rows, int[] Targets)[] parts)
    {
        Tensor? sum = null;
        foreach (var (rows, targets) in parts)
        {
            if (targets.Length > 0)
            {
                var placed = rows.ScatterRows(Indices.From(targets, areDistinct: true, rows.Device), _count);
                sum = sum is null ? placed : sum + placed;
            }
        }

        return new EmbeddedRows(sum ?? parts[0].Rows, [.. _rowOf], _space is null ? null : new RowIdentity(_space, [.. _keys]));
    }
}
