using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The k best of a sequence of scores: what may be among them is appended to a buffer, and when that is full all but the k best are dropped, which costs
/// a few operations for each score kept, where a heap costs its height. Rows are offered in ascending order, so that among equal scores the lower row is the better.
/// </summary>
/// <param name="keys">Room for <paramref name="capacity"/> keys, and as much again for dropping some.</param>
/// <param name="capacity">More than k, or as many as are ever offered.</param>
/// <param name="k">How many are looked for.</param>
/// <param name="excluded">The first of the rows that are never taken, ascending.</param>
/// <param name="excludedEnd">The end of those rows.</param>
/// <param name="threshold">What the k best are known to exceed; NaN when nothing is known.</param>
internal unsafe struct TopKSelector(ulong* keys, int capacity, int k, int* excluded, int* excludedEnd, float threshold)
{
    private int* _excluded = excluded;
    private int _count;
    private float _threshold = threshold;

    /// <summary>How many are kept.</summary>
    public readonly int Count => _count;

    /// <summary>What a score must exceed to be worth an offer; NaN, which every score passes, until that is known.</summary>
    public readonly float Threshold => _threshold;

    /// <summary>Takes a row whose score exceeds the threshold, unless it is excluded. NaN is no score: such a row is never taken.</summary>
    /// <returns>Whether the threshold has risen.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Offer(float score, int row)
    {
        if (float.IsNaN(score) || (_excluded < excludedEnd && IsExcluded(row)))
        {
            return false;
        }

        keys[_count++] = TopKKey.Of(score, row);
        return _count == capacity && Drop();
    }

    /// <summary>Drops all but the k best, if there are more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Drop()
    {
        if (_count <= k)
        {
            return false;
        }

        TopKKey.SelectLargest(keys, _count, k, keys + capacity);
        _count = k;
        _threshold = TopKKey.Score(keys[k - 1]);
        return true;
    }

    /// <summary>Moves along with the offered rows, so that all offers together pass the list once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsExcluded(int row)
    {
        while (_excluded < excludedEnd && *_excluded < row)
        {
            _excluded++;
        }

        return _excluded < excludedEnd && *_excluded == row;
    }
}
