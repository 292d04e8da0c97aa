namespace Tandem.Tensors;

/// <summary>Looks up rows of a table. The gradient of a leaf stays row-sparse.</summary>
internal sealed class RowGather : Operation
{
    private readonly Indices _rows;

    private RowGather(Tensor table, Indices rows)
        : base(table) => _rows = rows;

    public static Tensor Forward(Tensor table, Indices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (table.Shape.Rank != 2)
        {
            throw new ArgumentException($"Gather: a table is a matrix; this tensor has shape {table.Shape}.");
        }

        if (rows.Maximum >= table.Shape[0])
        {
            throw new ArgumentException($"Gather: row {rows.Maximum} is not in a table of shape {table.Shape}.", nameof(rows));
        }

        var result = Tensor.Empty(new Shape(rows.Length, table.Shape[1]), table.Device);
        table.Device.Gather(table, rows, result);
        return new RowGather(table, rows).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var table = Inputs[0];
        if (table.Source is null)
        {
            Tape.AddRows(table, _rows, upstream);
            return;
        }

        var gradient = Tensor.Zeros(table.Shape, table.Device);
        table.Device.ScatterAdd(upstream, _rows, gradient);
        gradients[0] = gradient;
    }
}
