using System.Numerics;

namespace Tandem.Tensors;

/// <summary>
/// A seeded random number generator whose sequence is part of the library's contract: the same seed gives the same
/// numbers on every machine and in every version. Only integer arithmetic decides which numbers are drawn.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators",
/// ACM Transactions on Mathematical Software 47(4), 2021); the seed is expanded to its state by SplitMix64
/// (S. Vigna, public domain reference, after G. Steele, D. Lea and C. Flood, OOPSLA 2014), as its authors advise.
/// An instance is not safe for use by several threads at once.
/// </remarks>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Any number; nearby seeds give unrelated sequences.</param>
    public SeededRandom(long seed)
    {
        var mixer = unchecked((ulong)seed);
        _s0 = SplitMix64(ref mixer);
        _s1 = SplitMix64(ref mixer);
        _s2 = SplitMix64(ref mixer);
        _s3 = SplitMix64(ref mixer);
    }

    /// <summary>Where in its sequence the generator is; set it to go on from there. At least one of the numbers is not 0.</summary>
    /// <exception cref="ArgumentException">All four numbers are 0, which no generator reaches.</exception>
    public (ulong, ulong, ulong, ulong) State
    {
        get => (_s0, _s1, _s2, _s3);
        set => (_s0, _s1, _s2, _s3) = value != default ? value : throw new ArgumentException("A state of zeros would give zeros for ever; give one that was read from a generator.", nameof(value));
    }

    /// <summary>Draws 64 uniform random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws a whole number from [0, <paramref name="exclusiveMax"/>), each with exactly the same probability.</summary>
    /// <remarks>D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is below 1.</exception>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        return (int)NextBelow((uint)exclusiveMax);
    }

    /// <summary>Draws a float from [0, 1): a multiple of 2⁻²⁴.</summary>
    public float NextFloat() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Draws a double from [0, 1): a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>Puts <paramref name="items"/> into a random order in place (Fisher–Yates: every order is equally likely).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)NextBelow((uint)i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 … <paramref name="length"/> − 1 in a random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public int[] Permutation(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var order = GC.AllocateUninitializedArray<int>(length);
        Permute(order);
        return order;
    }

    /// <summary>Writes the numbers 0 … <c>order.Length</c> − 1 in a random order: those of <see cref="Permutation"/>.</summary>
    public void Permute(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Shuffle(order);
    }

    private uint NextBelow(uint range)
    {
        var product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            // Values below this threshold would make the first few results likelier by one part in 2³².
            var threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (uint)(product >> 32);
    }

    private static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
