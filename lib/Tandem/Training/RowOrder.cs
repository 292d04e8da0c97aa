using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The order in which an epoch goes through the rows of a table. Batches get copies of their part, so that the next epoch may write over what this one leaves: many epochs need the memory of one.
/// </summary>
internal sealed class RowOrder : IDisposable
{
    // Taken with an exchange, so that two epochs never share it; held weakly, so that it is not kept once the training is over.
    private static WeakReference<int[]>? _left;

    private readonly int[]? _shuffled;

    /// <param name="rows">The number of rows.</param>
    /// <param name="shuffleSeed">Shuffles them; <see langword="null"/> keeps the table's order, which needs no memory.</param>
    public RowOrder(int rows, long? shuffleSeed)
    {
        if (shuffleSeed is { } seed)
        {
            _shuffled = TakeLeft(rows);
            new SeededRandom(seed).Permute(_shuffled.AsSpan(0, rows));
        }
    }

    /// <summary>The numbers of some rows, in an array of their own.</summary>
    /// <param name="start">How many rows come before them.</param>
    /// <param name="count">How many there are.</param>
    public int[] Take(int start, int count) => _shuffled is null ? [.. Enumerable.Range(start, count)] : _shuffled.AsSpan(start, count).ToArray();

    /// <summary>Leaves the memory to the next order.</summary>
    public void Dispose()
    {
        if (_shuffled is not null)
        {
            Volatile.Write(ref _left, new WeakReference<int[]>(_shuffled));
        }
    }

    private static int[] TakeLeft(int rows) =>
        Interlocked.Exchange(ref _left, null) is { } left && left.TryGetTarget(out var array) && array.Length >= rows ? array : GC.AllocateUninitializedArray<int>(rows);
}
