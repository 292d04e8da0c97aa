namespace Tandem;

/// <summary>Sort keys for ranking: best score first, and among items that score alike in a random order or by position.</summary>
internal static class RankOrder
{
    /// <summary>What the order of a list's ties is drawn from: seed and number of the list, so that it depends neither on batches nor on threads.</summary>
    public static ulong SeedOf(int seed, long list) => Mix(Mix((ulong)seed) + (ulong)list);

    /// <summary>The key of an item in a random order of ties.</summary>
    public static ulong Shuffled(float score, ulong seedOfList, int position) => Key(score, (uint)(Mix(seedOfList + (ulong)position) >> 32));

    /// <summary>The key of an item in the order of positions.</summary>
    public static ulong Stable(float score, int position) => Key(score, (uint)position);

    private static ulong Key(float score, uint tie)
    {
        // Adding 0 makes one zero of the two. Flipping the bits of a negative number, and the sign of another, orders floats as integers.
        var bits = BitConverter.SingleToUInt32Bits(-score + 0f);
        var order = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)order << 32) | tie;
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
