using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The k best of a sequence of scores: what may be among them is appended to a buffer, and when that is full all but the k best are dropped, which costs
/// a few operations for each score kept, where a heap costs its height. Excluded rows are taken out then too, all at once. Rows are offered in ascending order,
/// so that among equal scores the lower row is the better.
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
    private int _admitted;
    private float _threshold = threshold;

    /// <summary>What a score must exceed to be worth an offer; NaN, which every score passes, until that is known.</summary>
    public readonly float Threshold => _threshold;

    /// <summary>Takes a row whose score exceeds the threshold. NaN is no score: such a row is never taken.</summary>
    /// <returns>Whether the threshold has risen.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Offer(float score, int row)
    {
        if (float.IsNaN(score))
        {
            return false;
        }

        keys[_count++] = TopKKey.Of(score, row);
        return _count == capacity && Drop();
    }

    /// <summary>Ends the offers: the first keys, as many as returned, are those that are kept.</summary>
    public int End()
    {
        TakeOutExcluded();
        return _count;
    }

    /// <summary>Drops the excluded and all but the k best, if there are more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Drop()
    {
        TakeOutExcluded();
        if (_count <= k)
        {
            return false;
        }

        TopKKey.SelectLargest(keys, _count, k, keys + capacity);
        _count = _admitted = k;
        _threshold = TopKKey.Score(keys[k - 1]);
        return true;
    }

    /// <summary>
    /// Takes the excluded out of what was added since the last time, whose rows ascend, so that all of it together passes the list once. Whether a row is excluded is
    /// read from a map of bits, because a branch between two ascending lists is a toss-up that no predictor wins.
    /// </summary>
    [MethodImpl(HotCode.Options)]
    private void TakeOutExcluded()
    {
        const int words = 64, window = 64 * words;
        var map = stackalloc ulong[words];
        var (next, kept, count) = (_admitted, _admitted, _count);
        var excluded = _excluded;
        while (next < count && excluded < excludedEnd)
        {
            var first = TopKKey.Row(keys[next]);
            var reach = Math.Min(TopKKey.Row(keys[count - 1]) - first, window - 1);
            new Span<ulong>(map, words).Clear();
            for (; excluded < excludedEnd && *excluded - first <= reach; excluded++)
            {
                var place = *excluded - first;
                map[(place >> 6) & (words - 1)] |= place < 0 ? 0 : 1ul << place;
            }

            for (; next < count && TopKKey.Row(keys[next]) - first is var place && place <= reach; next++)
            {
                keys[kept] = keys[next];
                kept += 1 - (int)((map[place >> 6] >> place) & 1);
            }
        }

        new ReadOnlySpan<ulong>(keys + next, count - next).CopyTo(new Span<ulong>(keys + kept, count - next));
        _count = _admitted = count - (next - kept);
        _excluded = excluded;
    }
}
