using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>A batch in the form that the device's kernels take, made ahead of the measurement.</summary>
internal sealed record PreparedBatch(TableRows Users, TableRows Items, Indices PairUsers, Indices PairItems, Tensor? RowWeights, Tensor? ColumnBias)
{
    /// <summary>Every pair has a row of its own on both sides, whether or not an id repeats.</summary>
    public static PreparedBatch Unmerged(int[] users, int[] items, IDevice device)
    {
        var pairs = Indices.From([.. Enumerable.Range(0, users.Length)], device: device);
        return new PreparedBatch(TableRows.Repeated(users, device), TableRows.Repeated(items, device), pairs, pairs, null, null);
    }

    /// <summary>No id repeats.</summary>
    public static PreparedBatch Distinct(int[] users, int[] items, IDevice device)
    {
        var pairs = Indices.From([.. Enumerable.Range(0, users.Length)], device: device);
        return new PreparedBatch(TableRows.Once(users, device), TableRows.Once(items, device), pairs, pairs, null, null);
    }

    /// <summary>Each distinct user against each distinct item: users weigh as often as they occur, items gain the log of their count.</summary>
    public static PreparedBatch Merged(int[] users, int[] items, IDevice device)
    {
        var (user, item) = (MergedIds.Of(users), MergedIds.Of(items));
        return new PreparedBatch(
            TableRows.Once(user.Ids, device),
            TableRows.Once(item.Ids, device),
            Indices.From(user.SlotOf, device: device),
            Indices.From(item.SlotOf, device: device),
            Vector(user.Counts, count => count, device),
            Vector(item.Counts, count => MathF.Log(count), device));
    }

    private static Tensor Vector(int[] counts, Func<int, float> value, IDevice device) =>
        Tensor.From(counts.Select(value).ToArray(), new Shape(counts.Length), device);
}
