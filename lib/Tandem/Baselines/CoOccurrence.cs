using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>How much items were met together: <c>XᵀX</c> for the matrix X of interactions, a row at a time. Deterministic whatever the number of threads.</summary>
internal sealed class CoOccurrence(Interactions interactions)
{
    private readonly SparseRows _users = interactions.ByUser;
    private readonly SparseRows _items = interactions.ByItem;

    /// <summary>The part of an item's row up to its own column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lower(int item, Span<float> row)
    {
        row.Clear();
        for (var e = _items.Offsets[item]; e < _items.Offsets[item + 1]; e++)
        {
            var (user, weight) = (_items.Columns[e], _items.Weights[e]);
            for (int i = _users.Offsets[user], end = _users.Offsets[user + 1]; i < end && _users.Columns[i] <= item; i++)
            {
                row[_users.Columns[i]] += weight * _users.Weights[i];
            }
        }
    }

    /// <summary>An item's row, summed in the arithmetic that is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row<T>(int item, Span<T> row)
        where T : struct, IFloatingPoint<T>
    {
        row.Clear();
        for (var e = _items.Offsets[item]; e < _items.Offsets[item + 1]; e++)
        {
            var (user, weight) = (_items.Columns[e], T.CreateTruncating(_items.Weights[e]));
            for (int i = _users.Offsets[user], end = _users.Offsets[user + 1]; i < end; i++)
            {
                row[_users.Columns[i]] += weight * T.CreateTruncating(_users.Weights[i]);
            }
        }
    }
}
