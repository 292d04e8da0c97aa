namespace Tandem.Benchmarks;

/// <summary>The distinct ids of a batch in the order of first occurrence, where each row's id is among them, and how often it occurs.</summary>
internal sealed record MergedIds(int[] Ids, int[] SlotOf, int[] Counts)
{
    /// <summary>Merges the repeated ids of a batch.</summary>
    public static MergedIds Of(int[] ids)
    {
        var slots = new Dictionary<int, int>();
        var slotOf = new int[ids.Length];
        var counts = new List<int>();
        for (var i = 0; i < ids.Length; i++)
        {
            if (slots.TryAdd(ids[i], slots.Count))
            {
                counts.Add(0);
            }

            slotOf[i] = slots[ids[i]];
            counts[slotOf[i]]++;
        }

        return new MergedIds([.. slots.Keys], slotOf, [.. counts]);
    }
}
