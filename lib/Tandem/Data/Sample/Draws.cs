using Tandem.Tensors;

namespace Tandem;

/// <summary>Several random values.</summary>
internal static class Draws
{
    /// <summary>Values drawn one after the other.</summary>
    public static T[] Many<T>(int count, Func<T> next)
    {
        var all = new T[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = next();
        }

        return all;
    }

    /// <summary>The weights of a long tail, weight ∝ 1 / (rank + flatness), in random order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="flatness">The larger, the less the first ranks stand out.</param>
    /// <param name="random">Decides.</param>
    public static int[] LongTail(int count, int flatness, SeededRandom random) =>
        Array.ConvertAll(random.Permutation(count), rank => 400_000 / (rank + flatness));

    /// <summary>Divides a number among weights.</summary>
    /// <param name="total">What the parts sum to.</param>
    /// <param name="weights">One a part.</param>
    /// <param name="least">The smallest part there may be.</param>
    /// <param name="random">Decides who gets what rounding leaves over.</param>
    public static int[] Divide(int total, int[] weights, int least, SeededRandom random)
    {
        var sum = weights.Sum();
        var free = total - weights.Length * least;
        var parts = Array.ConvertAll(weights, weight => least + (int)((long)free * weight / sum));
        for (var missing = total - parts.Sum(); missing > 0; missing--)
        {
            parts[random.NextInt(parts.Length)]++;
        }

        return parts;
    }
}
