namespace Tandem;

/// <summary>
/// The order of items that score alike: drawn from the seed, the list's number and the item's position, so that it depends neither on batches nor on threads.
/// </summary>
internal static class TieOrder
{
    /// <summary>What items that score alike are sorted by.</summary>
    public static ulong Key(int seed, long list, int position) => Mix(Mix(Mix((ulong)seed) + (ulong)list) + (ulong)position);

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
