using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Finds the best of scores that were computed otherwise, row by row.</summary>
internal static unsafe class ScoreSelection<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Keys that selectors may hold at once; more rows are searched one batch after the other.</summary>
    private const int MostKeys = 1 << 23;

    /// <summary>Finds the best of every row.</summary>
    public static void Run(NativeMemoryPool memory, WorkerPool pool, TopKArguments arguments)
    {
        var batch = Math.Max(1, MostKeys / Math.Max(1, TopKSelection.Capacity(arguments.K, arguments.CorpusCount)));
        for (var first = 0; first < arguments.QueryCount; first += batch)
        {
            var (begin, count) = (first, Math.Min(batch, arguments.QueryCount - first));
            using var selection = new TopKSelection(memory, arguments, begin, count, segments: 1, arguments.CorpusCount, thresholds: null);
            pool.Run(count, row =>
            {
                Scan(arguments.Queries + ((nint)(begin + row) * arguments.Dimension), arguments.CorpusCount, selection.Selector(0, row));
                selection.Write(row);
            });
        }
    }

    /// <summary>Offers what exceeds the threshold, a vector at a time.</summary>
    [MethodImpl(HotCode.Options)]
    private static void Scan(float* scores, int count, TopKSelector* selector)
    {
        var j = 0;
        for (; j <= count - TSimd.Width; j += TSimd.Width)
        {
            for (var bits = TSimd.NotAtMostBits(TSimd.Load(scores + j), TSimd.Create(selector->Threshold)); bits != 0; bits &= bits - 1)
            {
                var lane = BitOperations.TrailingZeroCount(bits);
                selector->Offer(scores[j + lane], j + lane);
            }
        }

        for (; j < count; j++)
        {
            selector->Offer(scores[j], j);
        }
    }
}
