namespace Tandem;

/// <summary>The slots of a chunk that hold rows.</summary>
internal readonly record struct SlotRange(int Start, int Count)
{
    /// <summary>Moves the rows of all ranges to the front, in place, and cuts off what is left; the array itself when all slots hold rows.</summary>
    public static T[] Pack<T>(T[] slots, SlotRange[] ranges)
    {
        var count = 0;
        foreach (var range in ranges)
        {
            if (count != range.Start)
            {
                Array.Copy(slots, range.Start, slots, count, range.Count);
            }

            count += range.Count;
        }

        Array.Resize(ref slots, count);
        return slots;
    }
}
