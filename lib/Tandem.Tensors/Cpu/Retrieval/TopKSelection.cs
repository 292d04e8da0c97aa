namespace Tandem.Tensors;

/// <summary>
/// The selectors of a search: one for each query and segment of the corpus. Segments are searched apart from each other; at the end each query's best of them are merged.
/// </summary>
internal sealed unsafe class TopKSelection : IDisposable
{
    /// <summary>The least room beyond k.</summary>
    private const int SpareKeys = 32;

    private readonly NativeMemoryPool _memory;
    private readonly TopKArguments _arguments;
    private readonly int _first;
    private readonly int _count;
    private readonly int _segments;
    private readonly int _capacity;
    private readonly int _keysLength;
    private readonly int _selectorsLength;
    private readonly void* _keys;
    private readonly void* _selectors;

    /// <summary>Selectors for some queries.</summary>
    /// <param name="memory">Where their room comes from.</param>
    /// <param name="arguments">What is searched.</param>
    /// <param name="first">The first query.</param>
    /// <param name="count">How many queries.</param>
    /// <param name="segments">The segments of the corpus.</param>
    /// <param name="segmentRows">The most rows of a segment.</param>
    /// <param name="thresholds">For each query what its best are known to exceed, NaN where nothing is known; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many keys have no room.</exception>
    public TopKSelection(NativeMemoryPool memory, in TopKArguments arguments, int first, int count, int segments, int segmentRows, float* thresholds)
    {
        (_memory, _arguments, _first, _count, _segments) = (memory, arguments, first, count, segments);
        _capacity = Capacity(arguments.K, segmentRows);

        // Each selector has room for its keys twice: the second half is where it puts those that it drops.
        _keysLength = Length((long)count * segments, 2L * _capacity * sizeof(ulong));
        _selectorsLength = Length((long)count * segments, sizeof(TopKSelector));
        _keys = memory.Rent(_keysLength);
        _selectors = memory.Rent(_selectorsLength);
        for (var segment = 0; segment < segments; segment++)
        {
            for (var query = 0; query < count; query++)
            {
                *Selector(segment, query) = Create(segment, query, thresholds is null ? float.NaN : thresholds[query]);
            }
        }
    }

    /// <summary>The keys that one selector has room for.</summary>
    public static int Capacity(int k, int segmentRows) => (int)Math.Min((long)k + Math.Max(k, SpareKeys), segmentRows);

    /// <summary>The selector of a query, by its place among the selection's; those of the next queries follow.</summary>
    public TopKSelector* Selector(int segment, int query) => (TopKSelector*)_selectors + ((nint)segment * _count) + query;

    /// <summary>The score of a query's k-th best; NaN when fewer were found. Ends the selection of that query.</summary>
    public float Least(int query)
    {
        var found = Merge(query);
        return found < _arguments.K ? float.NaN : TopKKey.Score(Keys(query)[found - 1]);
    }

    /// <summary>Writes a query's best, the best first; places that nothing was found for get row −1 and score −∞. Ends the selection of that query.</summary>
    /// <returns>How many were found.</returns>
    public int Write(int query)
    {
        var (k, count) = (_arguments.K, Merge(query));
        var at = (nint)(_first + query) * k;
        var keys = new Span<ulong>(Keys(query), count);
        var scores = new Span<float>(_arguments.Scores + at, k);
        var rows = new Span<int>(_arguments.Rows + at, k);
        keys.Sort();
        for (var i = 0; i < count; i++)
        {
            var key = keys[count - 1 - i];
            (scores[i], rows[i]) = (TopKKey.Score(key), TopKKey.Row(key));
        }

        scores[count..].Fill(float.NegativeInfinity);
        rows[count..].Fill(-1);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Return(_keys, _keysLength);
        _memory.Return(_selectors, _selectorsLength);
    }

    /// <summary>The room, in units of four bytes, for that many selectors.</summary>
    private int Length(long selectors, long bytes) => (Int128)selectors * bytes / sizeof(int) is var length && length <= int.MaxValue
        ? (int)length
        : throw new ArgumentOutOfRangeException(
            "k", $"The {_arguments.K} best for {_count} queries at once need room for {(Int128)selectors * bytes / sizeof(ulong)} keys, more than there can be. Ask for fewer, or for fewer queries at a time.");

    private TopKSelector Create(int segment, int query, float threshold)
    {
        var (begin, end) = _arguments.ExcludedBy(_first + query);
        return new TopKSelector(
            Keys(query) + ((nint)segment * 2 * _capacity), _capacity, _arguments.K, _arguments.Excluded + begin, _arguments.Excluded + end, threshold);
    }

    private ulong* Keys(int query) => (ulong*)_keys + ((nint)query * _segments * 2 * _capacity);

    /// <summary>Brings a query's keys of all segments together and its best to the front, the smallest of them last.</summary>
    /// <returns>How many were found.</returns>
    private int Merge(int query)
    {
        var keys = Keys(query);
        var total = 0;
        for (var segment = 0; segment < _segments; segment++)
        {
            var found = Selector(segment, query)->End();
            new Span<ulong>(keys + ((nint)segment * 2 * _capacity), found).CopyTo(new Span<ulong>(keys + total, found));
            total += found;
        }

        var count = Math.Min(total, _arguments.K);
        TopKKey.SelectLargest(keys, total, count, keys + total);
        return count;
    }
}
