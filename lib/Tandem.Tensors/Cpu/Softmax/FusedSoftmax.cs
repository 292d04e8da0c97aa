namespace Tandem.Tensors;

/// <summary>
/// The in-batch softmax cross-entropy with its gradients, in one pass over strips of queries: a strip's exponentials E stay in the cache
/// until the row sums l are known, so that each logit is computed once and the matrix of them never exists.
/// <code>
/// per panel of candidates:  E = exp2(candidates · queriesᵀ + bias − shift);  l += Σ E;  O += Eᵀ · candidates
/// then:                     ∂queries = O · w/l − positives;  ∂candidates += E · (queries · w/l)
/// </code>
/// Strips are dealt to a number of groups that follows from the problem's size alone, each group with its own ∂candidates; the groups'
/// are summed in order, and so the result does not depend on which thread ran what.
/// </summary>
internal sealed unsafe class FusedSoftmax<TSimd, TVector>(NativeMemoryPool memory, WorkerPool pool, SoftmaxArguments problem)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int MaxGroups = 8;
    private const int PackRows = 512;
    private const int ReduceRows = 128;
    private const float Log2E = 1.44269504f;

    private readonly int _paddedCandidates = RoundUp(problem.CandidateCount, Tile6x2<TSimd, TVector>.Rows);
    private readonly int _paddedDimension = RoundUp(problem.Dimension, Tile6x2<TSimd, TVector>.Columns);
    private readonly int _strips = (problem.QueryCount + SoftmaxStrip<TSimd, TVector>.Rows - 1) / SoftmaxStrip<TSimd, TVector>.Rows;

    // No more than have room for their gradients in one block of memory.
    private int Groups => (int)Math.Min(Math.Min(_strips, MaxGroups), int.MaxValue / Math.Max(1, GradientSize));

    private nint GradientSize => (nint)_paddedCandidates * _paddedDimension;

    /// <summary>Computes the gradients and returns the loss.</summary>
    public double Run()
    {
        using var pairs = new RowGroups(memory, problem.PairQueries, problem.PairCount, problem.QueryCount);
        using var candidates = new Scratch(memory, checked((int)GradientSize));
        using var bias = new Scratch(memory, _paddedCandidates);
        using var ofPairs = new Scratch(memory, problem.PairShares is null ? 0 : 2 * problem.PairCount);
        var batch = new SoftmaxBatch
        {
            Problem = problem,
            Candidates = candidates.Floats,
            Bias = bias.Floats,
            PaddedCandidates = _paddedCandidates,
            PaddedDimension = _paddedDimension,
            MaxBias = PackBias(bias.Floats),
            MaxCandidateNorm = PackCandidates(candidates.Floats),
            QueryPairOffsets = pairs.Offsets,
            QueryPairs = pairs.Members,
            PairSums = problem.PairShares is null ? null : ofPairs.Floats,
            PairScores = problem.PairShares is null ? null : ofPairs.Floats + problem.PairCount,
        };
        return problem.WantsGradients ? RunWithGradients(batch) : RunStrips(batch, null);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Writes the biases as powers of two, relative to the largest; columns that pad the last tile take no part.</summary>
    /// <returns>The largest bias.</returns>
    private float PackBias(float* bias)
    {
        var source = new ReadOnlySpan<float>(problem.ColumnBias, problem.ColumnBias is null ? 0 : problem.CandidateCount);
        var max = source.IsEmpty ? 0f : float.NegativeInfinity;
        foreach (var value in source)
        {
            max = Math.Max(max, value);
        }

        for (var j = 0; j < problem.CandidateCount; j++)
        {
            bias[j] = source.IsEmpty ? 0f : (source[j] - max) * Log2E;
        }

        new Span<float>(bias + problem.CandidateCount, _paddedCandidates - problem.CandidateCount).Fill(float.NegativeInfinity);
        return max;
    }

    /// <summary>Copies the candidates into padded rows.</summary>
    /// <returns>The length of the longest.</returns>
    private float PackCandidates(float* rows)
    {
        var squares = new float[(_paddedCandidates + PackRows - 1) / PackRows];
        pool.Run(squares.Length, task =>
        {
            for (var j = task * PackRows; j < Math.Min((task + 1) * PackRows, _paddedCandidates); j++)
            {
                squares[task] = Math.Max(squares[task], PackCandidate(j, rows + ((nint)j * _paddedDimension)));
            }
        });
        return MathF.Sqrt(squares.Max());
    }

    private float PackCandidate(int row, float* target)
    {
        var d = problem.Dimension;
        var padded = new Span<float>(target, _paddedDimension);
        padded.Clear();
        if (row >= problem.CandidateCount)
        {
            return 0f;
        }

        new Span<float>(problem.Candidates + ((nint)row * d), d).CopyTo(padded);
        return SimdRows<TSimd, TVector>.Dot(target, target, _paddedDimension);
    }

    private double RunWithGradients(SoftmaxBatch batch)
    {
        using var gradients = new Scratch(memory, checked((int)(Groups * GradientSize)));
        using var pairs = new RowGroups(memory, problem.PairCandidates, problem.PairCount, problem.CandidateCount);
        float* partials = gradients.Floats;
        int* offsets = pairs.Offsets, members = pairs.Members;
        var loss = RunStrips(batch, partials);
        pool.Run((problem.CandidateCount + ReduceRows - 1) / ReduceRows, task =>
        {
            for (var j = task * ReduceRows; j < Math.Min((task + 1) * ReduceRows, problem.CandidateCount); j++)
            {
                ReduceGradient(j, partials, new ReadOnlySpan<int>(members + offsets[j], offsets[j + 1] - offsets[j]));
            }
        });
        return loss;
    }

    /// <summary>Runs all strips and returns the loss; a group's gradient of the candidates goes to its place in <paramref name="partials"/>.</summary>
    private double RunStrips(SoftmaxBatch batch, float* partials)
    {
        var losses = new double[_strips];
        pool.Run(Groups, group =>
        {
            using var strip = new SoftmaxStrip<TSimd, TVector>(memory, batch);
            var first = (int)((long)group * _strips / Groups);
            var end = (int)((long)(group + 1) * _strips / Groups);
            for (var index = first; index < end; index++)
            {
                losses[index] = strip.Run(index);
                if (partials is not null)
                {
                    strip.AddCandidateGradients(partials + (group * GradientSize), accumulate: index > first);
                }
            }
        });
        return losses.Sum();
    }

    /// <summary>The sum of the groups' gradients of a candidate, less its part in the positives.</summary>
    private void ReduceGradient(int candidate, float* partials, ReadOnlySpan<int> pairs)
    {
        var d = problem.Dimension;
        var result = problem.CandidateGradient + ((nint)candidate * d);
        var row = partials + ((nint)candidate * _paddedDimension);
        for (int group = 1, groups = Groups; group < groups; group++)
        {
            SimdRows<TSimd, TVector>.AddScaled(row, 1f, row + (group * GradientSize), _paddedDimension);
        }

        foreach (var pair in pairs)
        {
            var query = problem.Queries + ((nint)problem.PairQueries[pair] * d);
            SimdRows<TSimd, TVector>.AddScaled(row, -problem.PairWeight(pair) * problem.Scale, query, d);
        }

        new ReadOnlySpan<float>(row, d).CopyTo(new Span<float>(result, d));
    }
}
