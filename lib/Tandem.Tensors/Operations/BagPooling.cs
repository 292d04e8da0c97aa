namespace Tandem.Tensors;

/// <summary>
/// Weighted sums of the rows that bags name, without a copy of those rows. The gradient flows by the same kernel, the bags turned round: each
/// distinct row of the table gathers the gradients of the bags that name it, so the gradient of a leaf is row-sparse and merged.
/// </summary>
internal sealed class BagPooling : Operation
{
    private readonly Bags _bags;

    private BagPooling(Tensor table, Bags bags)
        : base(table) => _bags = bags;

    public static Tensor Forward(Tensor table, Bags bags, Pooling pooling)
    {
        ArgumentNullException.ThrowIfNull(bags);
        if (table.Shape.Rank != 2)
        {
            throw new ArgumentException($"PoolRows: a table is a matrix; this tensor has shape {table.Shape}.");
        }

        bags.RequireIdsBelow(table.Shape[0], $"the table {table.Shape}");
        var sums = new BagPooling(table, bags).Record(Pool(table, bags));
        return bags.Scales(pooling) is { } scales ? sums * Tensor.From(scales, new Shape(scales.Length, 1), table.Device) : sums;
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var table = Inputs[0];
        var (ids, turned) = _bags.Transpose(table.Shape[0]);
        var rows = Indices.From(ids, areDistinct: true, table.Device);
        var values = Pool(upstream, turned);
        if (table.Source is null)
        {
            Tape.AddRows(table, rows, values);
            return;
        }

        var gradient = Tensor.Zeros(table.Shape, table.Device);
        table.Device.ScatterAdd(values, rows, gradient);
        gradients[0] = gradient;
    }

    private static Tensor Pool(Tensor table, Bags bags)
    {
        var device = table.Device;
        var result = Tensor.Empty(new Shape(bags.Count, table.Shape[1]), device);
        using var ids = Indices.From(bags.Ids, device: device);
        using var offsets = Indices.From(bags.Offsets, device: device);
        using var weights = bags.Weights.IsEmpty ? null : Tensor.From(bags.Weights, new Shape(bags.EntryCount), device);
        device.PoolRows(table, ids, offsets, weights, result);
        return result;
    }
}
