namespace Tandem;

/// <summary>Sort keys for ranking: best score first, and among items that score alike in a random order or by position.</summary>
internal static class RankOrder
{
    /// <summary>What the order of a list's ties is drawn from: seed and number of the list, so that it depends neither on batches nor on threads.</summary>
    public static ulong SeedOf(int seed, long list) => StableHash.Mix(StableHash.Mix((ulong)seed) + (ulong)list);

    /// <summary>The key of an item in a random order of ties.</summary>
    public static ulong Shuffled(float score, ulong seedOfList, int position) => Key(score, (uint)(StableHash.Mix(seedOfList + (ulong)position) >> 32));

    /// <summary>The key of an item in the order of positions.</summary>
    public static ulong Stable(float score, int position) => Key(score, (uint)position);

    private static ulong Key(float score, uint tie)
    {
        // Adding 0 makes one zero of the two. Flipping the bits of a negative number, and the sign of another, orders floats as integers.
        var bits = BitConverter.SingleToUInt32Bits(-score + 0f);
        var order = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)order << 32) | tie;
    }
}
