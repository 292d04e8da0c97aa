using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>A score and its row as one number, the larger the better: the higher score first, among equal scores the lower row.</summary>
internal static unsafe class TopKKey
{
    private const uint Sign = 0x8000_0000;

    /// <summary>The key of a row whose score is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(float score, int row)
    {
        // Adding zero makes −0, which equals 0, the same bits.
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return ((ulong)(bits ^ ((uint)((int)bits >> 31) | Sign)) << 32) | ~(uint)row;
    }

    /// <summary>The score of a key.</summary>
    public static float Score(ulong key)
    {
        var bits = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((bits & Sign) != 0 ? bits ^ Sign : ~bits);
    }

    /// <summary>The row of a key.</summary>
    public static int Row(ulong key) => (int)~(uint)key;

    /// <summary>
    /// Puts the k largest of distinct keys first, the smallest of them at <c>k − 1</c>: quickselect. Which side of the pivot a key falls on is a toss-up that no branch
    /// predictor wins, so each is written to both sides and counted on one.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="k">From 1 to <paramref name="count"/>.</param>
    /// <param name="spare">Room for as many keys.</param>
    [MethodImpl(HotCode.Options)]
    public static void SelectLargest(ulong* keys, int count, int k, ulong* spare)
    {
        while (count > 1)
        {
            var pivot = Median(keys[0], keys[count / 2], keys[count - 1]);
            int larger = 0, others = 0;
            for (var i = 0; i < count; i++)
            {
                var key = keys[i];
                var isLarger = key > pivot ? 1 : 0;
                keys[larger] = key;
                spare[others] = key;
                larger += isLarger;
                others += 1 - isLarger;
            }

            // The pivot is the largest of the others: it goes between the two sides.
            var rest = keys + larger;
            new ReadOnlySpan<ulong>(spare, others).CopyTo(new Span<ulong>(rest, others));
            var at = new ReadOnlySpan<ulong>(rest, others).IndexOf(pivot);
            (rest[0], rest[at]) = (rest[at], rest[0]);
            if (k <= larger)
            {
                count = larger;
            }
            else if (k == larger + 1)
            {
                return;
            }
            else
            {
                keys = rest + 1;
                count = others - 1;
                k -= larger + 1;
            }
        }
    }

    private static ulong Median(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
