namespace Tandem;

/// <summary>Hashes that seeds and draws are made of: the same on every machine, as <see cref="string.GetHashCode()"/> is not.</summary>
internal static class StableHash
{
    private const ulong Start = 14695981039346656037;

    /// <summary>FNV-1a over a text's UTF-16 code units, 64 bits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the hash starts; another start gives unrelated hashes.</param>
    public static ulong Of(string text, ulong start = Start)
    {
        var hash = start;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        return hash;
    }

    /// <summary>
    /// Spreads what differs in a few bits over all of them: a step of SplitMix64 (Steele, Lea and Flood, <i>Fast splittable pseudorandom number
    /// generators</i>, OOPSLA 2014).
    /// </summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
