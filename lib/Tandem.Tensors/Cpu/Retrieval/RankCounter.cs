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
    private const int BlocksPerTask = 16;
    private const int QueryRows = RowPanels<TSimd, TVector>.OtherRows;
    private const int ChunkRows = RowPanels<TSimd, TVector>.ChunkRows;

    /// <summary>Counts all pairs.</summary>
    public void Run()
    {
        var (d, corpusCount) = (arguments.Dimension, arguments.CorpusCount);
        using var groups = new RowGroups(memory, arguments.PairQueries, arguments.PairCount, arguments.QueryCount);
        using var scratch = new Scratch(memory, RowPanels<TSimd, TVector>.Length(corpusCount, d));
        using var trueScores = new Scratch(memory, arguments.PairCount);
        using var counts = new Scratch(memory, arguments.PairCount);
        using var candidates = new Scratch(memory, arguments.PairCount);
        var panels = new RowPanels<TSimd, TVector>(scratch.Floats, corpusCount, d);
        panels.Pack(pool, arguments.Corpus);

        var active = ActiveQueries(groups.Offsets);
        var pairs = new RankPairs
        {
            Offsets = groups.Offsets,
            Members = groups.Members,
            Candidates = candidates.Integers,
            TrueScores = trueScores.Floats,
            Counts = counts.Integers,
        };
        const int queriesPerTask = BlocksPerTask * QueryRows;
        pool.Run((active.Length + queriesPerTask - 1) / queriesPerTask, task =>
        {
            var begin = task * queriesPerTask;
            CountQueries(panels, pairs, active.AsSpan(begin, Math.Min(queriesPerTask, active.Length - begin)));
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

    /// <summary>
    /// Scores the queries of a task, a chunk of the corpus at a time for all of them: a large corpus comes from memory once a task, not once for each six queries.
    /// </summary>
    private void CountQueries(RowPanels<TSimd, TVector> panels, RankPairs pairs, ReadOnlySpan<int> queries)
    {
        using var scratch = new Scratch(memory, (BlocksPerTask * QueryRows * arguments.Dimension) + (QueryRows * ChunkRows));
        float* scores = scratch.Floats, packed = scores + (QueryRows * ChunkRows);
        for (var begin = 0; begin < queries.Length; begin += QueryRows)
        {
            CopyQueries(Block(queries, begin), packed + (begin * arguments.Dimension));
        }

        foreach (var query in queries)
        {
            ScorePairs(query, pairs);
        }

        for (var chunk = 0; chunk < arguments.CorpusCount; chunk += ChunkRows)
        {
            for (var begin = 0; begin < queries.Length; begin += QueryRows)
            {
                CountBlock(panels, pairs, Block(queries, begin), packed + (begin * arguments.Dimension), chunk, scores);
            }
        }

        foreach (var query in queries)
        {
            WriteRanks(query, pairs);
        }
    }

    private static ReadOnlySpan<int> Block(ReadOnlySpan<int> queries, int begin) => queries.Slice(begin, Math.Min(QueryRows, queries.Length - begin));

    /// <param name="panels">The corpus.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="block">Up to six queries, each with at least one pair.</param>
    /// <param name="packed">The six queries.</param>
    /// <param name="chunk">Where in the corpus the chunk begins.</param>
    /// <param name="scores">Room for six queries' scores of a chunk.</param>
    private void CountBlock(RowPanels<TSimd, TVector> panels, RankPairs pairs, ReadOnlySpan<int> block, float* packed, int chunk, float* scores)
    {
        var count = panels.Score(packed, chunk, scores);
        for (var i = 0; i < block.Length; i++)
        {
            CountHigher(scores + (i * ChunkRows), count, pairs, block[i]);
        }
    }

    private void CopyQueries(ReadOnlySpan<int> queries, float* packed)
    {
        var d = arguments.Dimension;
        for (var i = 0; i < QueryRows; i++)
        {
            // Rows that the last block lacks repeat its first; their scores are not looked at.
            var query = queries[i < queries.Length ? i : 0];
            new ReadOnlySpan<float>(arguments.Queries + ((nint)query * d), d).CopyTo(new Span<float>(packed + (i * d), d));
        }
    }

    /// <summary>Computes a query's true scores and sets its counts to zero.</summary>
    private void ScorePairs(int query, RankPairs pairs)
    {
        var d = arguments.Dimension;
        var row = arguments.Queries + ((nint)query * d);
        var (i, end) = (pairs.Offsets[query], pairs.Offsets[query + 1]);
        FindCandidates(i, end, pairs);
        new Span<int>(pairs.Counts + i, end - i).Clear();
        float* scores = pairs.TrueScores;
        int* rows = pairs.Candidates;
        for (; i <= end - 4; i += 4)
        {
            (scores[i], scores[i + 1], scores[i + 2], scores[i + 3]) = SequentialDot.Four(
                row, TrueCandidate(rows[i]), TrueCandidate(rows[i + 1]), TrueCandidate(rows[i + 2]), TrueCandidate(rows[i + 3]), d);
        }

        for (; i < end; i++)
        {
            scores[i] = SequentialDot.One(row, TrueCandidate(rows[i]), d);
        }
    }

    /// <summary>Looks up the pairs' candidates, whose places in memory are random, in a loop of its own: many wait for memory at once.</summary>
    private void FindCandidates(int begin, int end, RankPairs pairs)
    {
        for (var i = begin; i < end; i++)
        {
            var row = arguments.PairCandidates[pairs.Members[i]];
            pairs.Candidates[i] = row;
            Prefetch.Line(TrueCandidate(row));
        }
    }

    private float* TrueCandidate(int row) => arguments.TrueCandidates + ((nint)row * arguments.Dimension);

    private void WriteRanks(int query, RankPairs pairs)
    {
        for (var i = pairs.Offsets[query]; i < pairs.Offsets[query + 1]; i++)
        {
            arguments.Ranks[pairs.Members[i]] = float.IsFinite(pairs.TrueScores[i]) ? pairs.Counts[i] : int.MaxValue;
        }
    }

    /// <summary>Adds to the counts of a query's pairs the scores of a chunk that are higher than their own.</summary>
    private static void CountHigher(float* scores, int count, RankPairs pairs, int query)
    {
        PadWithLowest(scores, count);
        var (i, end) = (pairs.Offsets[query], pairs.Offsets[query + 1]);
        for (; i <= end - 4; i += 4)
        {
            CountHigherThanFour(scores, count, pairs.TrueScores + i, pairs.Counts + i);
        }

        for (; i < end; i++)
        {
            pairs.Counts[i] += CountHigherThan(scores, count, pairs.TrueScores[i]);
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

    [MethodImpl(HotCode.Options)]
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

    [MethodImpl(HotCode.Options)]
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

        counts[0] += c0;
        counts[1] += c1;
        counts[2] += c2;
        counts[3] += c3;
    }
}
