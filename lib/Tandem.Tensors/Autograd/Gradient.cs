using System.Buffers;

namespace Tandem.Tensors;

/// <summary>
/// The gradient of a leaf: dense, or for a table whose rows were looked up row-sparse — the distinct rows that were touched and
/// their gradients. A table's dense gradient is never made unless a dense one flows to it as well.
/// </summary>
public sealed class Gradient
{
    private readonly Tensor _leaf;

    internal Gradient(Tensor leaf) => _leaf = leaf;

    /// <summary>The rows of the leaf that <see cref="Values"/> belongs to, distinct; <see langword="null"/> when the gradient is dense.</summary>
    public Indices? Rows { get; private set; }

    /// <summary>The gradient: of <see cref="Rows"/>, <c>[rows, d]</c>, or of the whole leaf.</summary>
    public Tensor Values { get; private set; } = null!;

    /// <summary>The gradient with the leaf's own shape, zeros where no row was touched.</summary>
    public Tensor ToDense()
    {
        if (Rows is null)
        {
            return Values;
        }

        var dense = Tensor.Zeros(_leaf.Shape, _leaf.Device);
        _leaf.Device.ScatterAdd(Values, Rows, dense);
        return dense;
    }

    internal void Add(Tensor dense)
    {
        if (Values is null)
        {
            Values = dense;
            return;
        }

        var sum = Tensor.Empty(_leaf.Shape, _leaf.Device);
        _leaf.Device.Binary(BinaryOperator.Add, ToDense(), dense, Broadcast.None, sum);
        (Values, Rows) = (sum, null);
    }

    internal void AddRows(Indices rows, Tensor values)
    {
        if (Values is null)
        {
            (Rows, Values) = MergeDuplicates(rows, values);
            return;
        }

        if (Rows is null)
        {
            var sum = Tensor.Empty(_leaf.Shape, _leaf.Device);
            _leaf.Device.Copy(Values, sum);
            _leaf.Device.ScatterAdd(values, rows, sum);
            Values = sum;
            return;
        }

        (Rows, Values) = Sum([(Rows, Values), (rows, values)]);
    }

    private (Indices Rows, Tensor Values) MergeDuplicates(Indices rows, Tensor values) =>
        rows.AreDistinct ? (rows, values) : Sum([(rows, values)]);

    /// <summary>Adds up row-sparse parts: one row of the sum for each distinct row of the parts, in the order of first occurrence.</summary>
    private (Indices Rows, Tensor Values) Sum(ReadOnlySpan<(Indices Rows, Tensor Values)> parts)
    {
        var targets = new int[parts.Length][];
        for (var p = 0; p < parts.Length; p++)
        {
            targets[p] = parts[p].Rows.ToArray();
        }

        var distinct = NumberRows(targets);
        if (parts.Length == 1 && distinct.Length == targets[0].Length)
        {
            return (Indices.From(distinct, areDistinct: true, _leaf.Device), parts[0].Values);
        }

        var sum = Tensor.Zeros(new Shape(distinct.Length, _leaf.Shape.Columns), _leaf.Device);
        for (var p = 0; p < parts.Length; p++)
        {
            _leaf.Device.ScatterAdd(parts[p].Values, Indices.From(targets[p], device: _leaf.Device), sum);
        }

        return (Indices.From(distinct, areDistinct: true, _leaf.Device), sum);
    }

    /// <summary>Replaces each row by its number among the distinct ones, which are returned.</summary>
    private int[] NumberRows(int[][] parts)
    {
        // A number for each row of the table, 0 for none yet: a table is seldom so large that clearing it costs as much as hashing the rows of a batch.
        var numbers = ArrayPool<int>.Shared.Rent(_leaf.Shape.Rows);
        Array.Clear(numbers, 0, _leaf.Shape.Rows);
        var distinct = new List<int>();
        foreach (var part in parts)
        {
            foreach (ref var row in part.AsSpan())
            {
                ref var number = ref numbers[row];
                if (number == 0)
                {
                    distinct.Add(row);
                    number = distinct.Count;
                }

                row = number - 1;
            }
        }

        ArrayPool<int>.Shared.Return(numbers);
        return [.. distinct];
    }
}
