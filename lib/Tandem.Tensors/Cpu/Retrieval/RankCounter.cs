using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Counts for each pair the corpus rows that score higher: each query that has pairs is scored once against the corpus, six queries at a time,
/// and its pairs' true scores are compared with each chunk of scores while that is in the first-level cache.
/// </summary>
internal sealed unsafe class RankCounter<TSimd, TVector>(NativeMemoryPool memory, WorkerPool pool, RankArguments arguments)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int BlocksPerTask = 8;

    /// <summary>Counts all pairs.</summary>
    public void Run()
    {
        var (d, corpusCount) = (arguments.Dimension, arguments.CorpusCount);
        using var groups = new RowGroups(memory, arguments.PairQueries, arguments.PairCount, arguments.QueryCount);
        using var scratch = new Scratch(memory, CorpusPanels<TSimd, TVector>.Length(corpusCount, d));
        using var trueScores = new Scratch(memory, arguments.PairCount);
        var panels = new CorpusPanels<TSimd, TVector>(scratch.Floats, corpusCount, d);
        panels.Pack(pool, arguments.Corpus);

        var active = ActiveQueries(groups.Offsets);
        int* offsets = groups.Offsets, members = groups.Members;
        var scores = trueScores.Floats;
        const int queriesPerTask = BlocksPerTask * CorpusPanels<TSimd, TVector>.QueryRows;
        pool.Run((active.Length + queriesPerTask - 1) / queriesPerTask, task =>
        {
            var begin = task * queriesPerTask;
            CountQueries(panels, active.AsSpan(begin, Math.Min(queriesPerTask, active.Length - begin)), offsets, members, scores);
        });
    }

    private int[] ActiveQueries(int* offsets)
    {
        var active = new List<int>(arguments.QueryCount);
        for (var query = 0; query < arguments.QueryCount; query++)
        {
            if (offsets[query] < offsets[query + 1])
            {
                active.Add(query);
            }
        }

        return [.. active];
    }

    /// <param name="panels">The corpus.</param>
    /// <param name="queries">Rows of the queries, each with at least one pair.</param>
    /// <param name="offsets">Where a query's pairs begin in <paramref name="members"/>.</param>
    /// <param name="members">The pairs, by query.</param>
    /// <param name="trueScores">Room for the pairs' true scores, in the order of <paramref name="members"/>.</param>
    private void CountQueries(CorpusPanels<TSimd, TVector> panels, ReadOnlySpan<int> queries, int* offsets, int* members, float* trueScores)
    {
        const int rows = CorpusPanels<TSimd, TVector>.QueryRows;
        const int chunk = CorpusPanels<TSimd, TVector>.ChunkRows;
        using var block = new Scratch(memory, rows * (arguments.Dimension + chunk));
        float* packed = block.Floats, scores = packed + (rows * arguments.Dimension);
        for (; queries.Length > 0; queries = queries[Math.Min(rows, queries.Length)..])
        {
            var now = queries[..Math.Min(rows, queries.Length)];
            CopyQueries(now, packed);
            foreach (var query in now)
            {
                ScorePairs(query, new ReadOnlySpan<int>(members + offsets[query], offsets[query + 1] - offsets[query]), trueScores + offsets[query]);
            }

            for (var begin = 0; begin < arguments.CorpusCount; begin += chunk)
            {
                var count = panels.Score(packed, begin, scores);
                for (var i = 0; i < now.Length; i++)
                {
                    var (first, end) = (offsets[now[i]], offsets[now[i] + 1]);
                    CountHigher(scores + (i * chunk), count, trueScores + first, members + first, end - first);
                }
            }
        }
    }

    private void CopyQueries(ReadOnlySpan<int> queries, float* packed)
    {
        var d = arguments.Dimension;
        for (var i = 0; i < CorpusPanels<TSimd, TVector>.QueryRows; i++)
        {
            // Rows that the last block lacks repeat its first; their scores are not looked at.
            var query = queries[i < queries.Length ? i : 0];
            new ReadOnlySpan<float>(arguments.Queries + ((nint)query * d), d).CopyTo(new Span<float>(packed + (i * d), d));
        }
    }

    /// <summary>Writes a query's true scores, and the counts' start: 0, or <see cref="int.MaxValue"/> where the score is not finite.</summary>
    private void ScorePairs(int query, ReadOnlySpan<int> pairs, float* trueScores)
    {
        var d = arguments.Dimension;
        var row = arguments.Queries + ((nint)query * d);
        var i = 0;
        for (; i <= pairs.Length - 4; i += 4)
        {
            (trueScores[i], trueScores[i + 1], trueScores[i + 2], trueScores[i + 3]) = SequentialDot.Four(
                row, TrueCandidate(pairs[i]), TrueCandidate(pairs[i + 1]), TrueCandidate(pairs[i + 2]), TrueCandidate(pairs[i + 3]), d);
        }

        for (; i < pairs.Length; i++)
        {
            trueScores[i] = SequentialDot.One(row, TrueCandidate(pairs[i]), d);
        }

        for (i = 0; i < pairs.Length; i++)
        {
            arguments.Ranks[pairs[i]] = float.IsFinite(trueScores[i]) ? 0 : int.MaxValue;
            trueScores[i] = float.IsFinite(trueScores[i]) ? trueScores[i] : float.PositiveInfinity;
        }
    }

    private float* TrueCandidate(int pair) => arguments.TrueCandidates + ((nint)arguments.PairCandidates[pair] * arguments.Dimension);

    /// <summary>Adds to each pair's rank the scores of a chunk that are higher than its own.</summary>
    private void CountHigher(float* scores, int count, float* trueScores, int* pairs, int pairCount)
    {
        PadWithLowest(scores, count);
        var counts = stackalloc int[4];
        var i = 0;
        for (; i <= pairCount - 4; i += 4)
        {
            CountHigherThanFour(scores, count, trueScores + i, counts);
            for (var p = 0; p < 4; p++)
            {
                arguments.Ranks[pairs[i + p]] += counts[p];
            }
        }

        for (; i < pairCount; i++)
        {
            arguments.Ranks[pairs[i]] += CountHigherThan(scores, count, trueScores[i]);
        }
    }

    /// <summary>What follows the last score, up to a whole vector, is higher than nothing.</summary>
    private static void PadWithLowest(float* scores, int count)
    {
        for (; count % TSimd.Width != 0; count++)
        {
            scores[count] = float.NegativeInfinity;
        }
    }

    private static int CountHigherThan(float* scores, int count, float trueScore)
    {
        var threshold = TSimd.Create(trueScore);
        var higher = 0;
        for (var j = 0; j < count; j += TSimd.Width)
        {
            higher += TSimd.CountGreaterThan(TSimd.Load(scores + j), threshold);
        }

        return higher;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CountHigherThanFour(float* scores, int count, float* trueScores, int* counts)
    {
        TVector t0 = TSimd.Create(trueScores[0]), t1 = TSimd.Create(trueScores[1]), t2 = TSimd.Create(trueScores[2]), t3 = TSimd.Create(trueScores[3]);
        int c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (var j = 0; j < count; j += TSimd.Width)
        {
            var score = TSimd.Load(scores + j);
            c0 += TSimd.CountGreaterThan(score, t0);
            c1 += TSimd.CountGreaterThan(score, t1);
            c2 += TSimd.CountGreaterThan(score, t2);
            c3 += TSimd.CountGreaterThan(score, t3);
        }

        (counts[0], counts[1], counts[2], counts[3]) = (c0, c1, c2, c3);
    }
}
