namespace Tandem;

/// <summary>
/// Finds the distinct keys among some rows. It reuses one array, so that a training step allocates nothing that grows with the vocabulary. Many threads may use it at
/// once: a thread that finds the array taken uses a dictionary, or an array of its own where that is small.
/// </summary>
internal sealed class DistinctKeyRows
{
    /// <summary>Up to this many rows a dictionary is cheaper than an array that may have to be made.</summary>
    private const int FewRows = 256;

    /// <summary>Up to this many keys a row a new array costs less than a dictionary.</summary>
    private const int FewKeysPerRow = 8;

    // For each key, one more than its place among the distinct ones; all zeros between two uses.
    private int[]? _slots = [];

    /// <summary>Finds the distinct keys of some rows, in the order of first occurrence.</summary>
    /// <param name="rows">Rows of a table.</param>
    /// <param name="keys">The keys of all rows of the table.</param>
    /// <param name="placeOf">Receives for each of <paramref name="rows"/> the place of its key among the distinct ones.</param>
    /// <returns>For each distinct key the first row that has it, and the key.</returns>
    public (int[] FirstRows, int[] Keys) Find(ReadOnlySpan<int> rows, FeatureKeys keys, Span<int> placeOf)
    {
        if (rows.Length <= FewRows)
        {
            return FindInDictionary(rows, keys, placeOf);
        }

        var slots = Interlocked.Exchange(ref _slots, null);
        if (slots is null && keys.Count / FewKeysPerRow > rows.Length)
        {
            return FindInDictionary(rows, keys, placeOf);
        }

        if (slots is null || slots.Length < keys.Count)
        {
            slots = new int[keys.Count];
        }

        var (firstRows, distinct, count) = (new int[rows.Length], new int[rows.Length], 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var key = keys.Keys[rows[i]];
            ref var slot = ref slots[key];
            if (slot == 0)
            {
                (firstRows[count], distinct[count]) = (rows[i], key);
                slot = ++count;
            }

            placeOf[i] = slot - 1;
        }

        foreach (var key in distinct.AsSpan(0, count))
        {
            slots[key] = 0;
        }

        Volatile.Write(ref _slots, slots);
        return (firstRows[..count], distinct[..count]);
    }

    private static (int[] FirstRows, int[] Keys) FindInDictionary(ReadOnlySpan<int> rows, FeatureKeys keys, Span<int> placeOf)
    {
        var places = new Dictionary<int, int>(rows.Length);
        var (firstRows, distinct) = (new int[rows.Length], new int[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            var key = keys.Keys[rows[i]];
            var place = places.Count;
            if (places.TryAdd(key, place))
            {
                (firstRows[place], distinct[place]) = (rows[i], key);
            }
            else
            {
                place = places[key];
            }

            placeOf[i] = place;
        }

        return (firstRows[..places.Count], distinct[..places.Count]);
    }
}
