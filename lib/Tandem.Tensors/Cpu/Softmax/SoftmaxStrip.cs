using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The work on one strip of queries after another, and the memory that it takes.</summary>
internal unsafe ref struct SoftmaxStrip<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Queries a strip: a multiple of the tile's six rows and of its two vectors, whatever their width.</summary>
    public const int Rows = 96;

    /// <summary>
    /// Candidates a panel: few enough for its scores to be near when the second product reads them, and enough for that product to keep its
    /// sums in registers for long.
    /// </summary>
    private const int PanelRows = 192;

    /// <summary>While no logit can exceed this power of two in size, sums neither overflow nor vanish, and no shift is needed.</summary>
    private const float SafeLogit = 64f;

    /// <summary>How far a row's bound may lie above a logit that it is known to have, for a shift half-way between.</summary>
    private const float SafeSpan = 160f;

    /// <summary>
    /// Logits of this size (as powers of two) are rounded by a tenth or more in single precision, and a shift that was rounded in another order than they were no longer
    /// keeps their exponentials in range. Rows that can have larger ones are scored in double precision.
    /// </summary>
    private const float LargestSingleLogit = 1 << 20;

    /// <summary>
    /// Where a pair's own sum is less than this share of its row's, their difference is most of both and has lost digits to rounding; sums are then
    /// made afresh.
    /// </summary>
    private const float LeastOfSum = 1f / 16;

    private const float Log2E = 1.44269504f;
    private const double Ln2 = 0.693147180559945309;

    private readonly SoftmaxBatch _batch;
    private readonly Scratch _memory;
    private readonly Scratch _scoresMemory;

    // [d, 96], scaled to powers of two
    private readonly float* _queries;

    // [96, padded d]
    private readonly float* _sumsOfCandidates;
    private readonly float* _weightedQueries;

    // [96]
    private readonly float* _shifts;
    private readonly float* _sums;

    // [96]: the largest logit of a row that is scored in double precision; NaN for the other rows
    private readonly double* _largestLogits;

    // [candidates, 96]; null when neither a gradient nor a pair's own sum is asked for
    private readonly float* _scores;

    private int _first;
    private int _count;

    /// <summary>Rents the memory.</summary>
    public SoftmaxStrip(NativeMemoryPool memory, SoftmaxBatch batch)
    {
        _batch = batch;
        var (d, padded) = (batch.Problem.Dimension, batch.PaddedDimension);
        _memory = new Scratch(memory, Rows * (d + (2 * padded) + 4));
        var keepsScores = batch.Problem.WantsGradients || batch.PairSums is not null;
        _scoresMemory = new Scratch(memory, keepsScores ? checked(batch.PaddedCandidates * Rows) : 0);
        _largestLogits = (double*)_memory.Floats;
        _sumsOfCandidates = _memory.Floats + (2 * Rows);
        _weightedQueries = _sumsOfCandidates + (Rows * padded);
        _queries = _weightedQueries + (Rows * padded);
        _shifts = _queries + (Rows * d);
        _sums = _shifts + Rows;
        _scores = keepsScores ? _scoresMemory.Floats : null;
    }

    private readonly SoftmaxArguments Problem => _batch.Problem;

    /// <summary>The strip's queries, rounded up to whole tiles of lanes.</summary>
    private readonly int Lanes => (_count + Tile6x2<TSimd, TVector>.Columns - 1) / Tile6x2<TSimd, TVector>.Columns * Tile6x2<TSimd, TVector>.Columns;

    /// <summary>Computes a strip's part of the loss and, where asked, the gradient of its queries.</summary>
    public double Run(int index)
    {
        _first = index * Rows;
        _count = Math.Min(Rows, Problem.QueryCount - _first);
        PackQueries();
        ChooseShifts();
        SumPanels();
        ScoreLargeRows();
        var loss = 0.0;
        for (var row = 0; row < _count; row++)
        {
            SumPairs(row);
            loss += Problem.WantsGradients ? FinishWithGradient(row) : Loss(row);
        }

        return loss;
    }

    /// <summary>Adds the strip's part to the gradient of the candidates, or writes it there.</summary>
    public readonly void AddCandidateGradients(float* target, bool accumulate) =>
        SoftmaxTile<TSimd, TVector>.SumQueries(
            _scores, Rows, _batch.PaddedCandidates, _weightedQueries, _count, target, _batch.PaddedDimension, accumulate);

    /// <inheritdoc cref="Scratch.Dispose"/>
    public readonly void Dispose()
    {
        _scoresMemory.Dispose();
        _memory.Dispose();
    }

    /// <summary>Transposes the queries, and scales them so that logits are powers of two.</summary>
    [MethodImpl(HotCode.Options)]
    private readonly void PackQueries()
    {
        var d = Problem.Dimension;
        var factor = Problem.Scale * Log2E;
        new Span<float>(_queries, Rows * d).Clear();
        for (var row = 0; row < _count; row++)
        {
            var source = Query(row);
            for (var k = 0; k < d; k++)
            {
                _queries[(k * Rows) + row] = source[k] * factor;
            }
        }
    }

    /// <summary>
    /// Chooses what is subtracted from each row's logits. By Cauchy and Schwarz no logit exceeds ‖query‖·max‖candidate‖: where that is small,
    /// nothing; else what lies half-way between the bound and a logit that the row has; else, where those are far apart, the row's maximum. Rows whose bound is above
    /// <see cref="LargestSingleLogit"/>, or is not a number, are marked for <see cref="ScoreLargeRows"/> instead.
    /// </summary>
    private readonly void ChooseShifts()
    {
        var needMaxima = false;
        new Span<float>(_shifts, Rows).Clear();
        new Span<double>(_largestLogits, Rows).Fill(double.NaN);
        for (var row = 0; row < _count; row++)
        {
            var query = Query(row);
            var norm = MathF.Sqrt(SimdRows<TSimd, TVector>.Dot(query, query, Problem.Dimension));
            var bound = norm * MathF.Abs(Problem.Scale) * Log2E * _batch.MaxCandidateNorm;
            if (!(bound <= LargestSingleLogit))
            {
                _largestLogits[row] = double.NegativeInfinity;
            }
            else if (bound > SafeLogit)
            {
                var known = KnownLogit(row);
                _shifts[row] = bound - known <= SafeSpan ? (bound + known) / 2 : float.NaN;
                needMaxima |= float.IsNaN(_shifts[row]);
            }
        }

        if (needMaxima)
        {
            ShiftByMaxima();
        }
    }

    /// <summary>The largest logit (as a power of two) among the row's positives; −∞ when it has none.</summary>
    private readonly float KnownLogit(int row)
    {
        var known = float.NegativeInfinity;
        foreach (var pair in Pairs(row))
        {
            var candidate = Problem.PairCandidates[pair];
            var logit = SimdRows<TSimd, TVector>.Dot(Query(row), _batch.Candidate(candidate), Problem.Dimension) * Problem.Scale * Log2E;
            known = Math.Max(known, logit + _batch.Bias[candidate]);
        }

        return known;
    }

    /// <summary>Replaces shifts that are not known by the row's largest logit: one more product, for the rare strip that needs it.</summary>
    private readonly void ShiftByMaxima()
    {
        var maxima = stackalloc float[Rows];
        new Span<float>(maxima, Rows).Fill(float.NegativeInfinity);
        for (var lane = 0; lane < Lanes; lane += Tile6x2<TSimd, TVector>.Columns)
        {
            SoftmaxTile<TSimd, TVector>.Maxima(
                _batch.Candidates, _batch.PaddedDimension, _batch.Bias, _batch.PaddedCandidates,
                _queries + lane, Problem.Dimension, Rows, maxima + lane);
        }

        for (var row = 0; row < _count; row++)
        {
            _shifts[row] = float.IsNaN(_shifts[row]) ? maxima[row] : _shifts[row];
        }
    }

    private readonly void SumPanels()
    {
        new Span<float>(_sums, Rows).Clear();
        for (var begin = 0; begin < _batch.PaddedCandidates; begin += PanelRows)
        {
            var count = Math.Min(PanelRows, _batch.PaddedCandidates - begin);
            ScorePanel(begin, count);
            if (Problem.WantsGradients)
            {
                // Rows that round the strip up to whole tiles may be lanes that were never scored; nobody reads what they sum to.
                SoftmaxTile<TSimd, TVector>.SumCandidates(
                    Scores(begin), Rows, _count, _batch.Candidate(begin), count, _sumsOfCandidates, _batch.PaddedDimension, accumulate: begin > 0);
            }
        }
    }

    private readonly void ScorePanel(int begin, int count)
    {
        var scores = _scores is null ? null : Scores(begin);
        for (var lane = 0; lane < Lanes; lane += Tile6x2<TSimd, TVector>.Columns)
        {
            SoftmaxTile<TSimd, TVector>.Scores(
                _batch.Candidate(begin), _batch.PaddedDimension, _batch.Bias + begin, count,
                _queries + lane, _shifts + lane, Problem.Dimension, Rows, _sums + lane, scores is null ? null : scores + lane);
        }
    }

    /// <summary>Scores the rows with large logits again, in double precision: what single precision made of them is overwritten.</summary>
    private readonly void ScoreLargeRows()
    {
        for (var row = 0; row < _count; row++)
        {
            if (IsLarge(row))
            {
                ScoreLargeRow(row);
            }
        }
    }

    private readonly bool IsLarge(int row) => !double.IsNaN(_largestLogits[row]);

    private readonly void ScoreLargeRow(int row)
    {
        var logits = new double[Problem.CandidateCount];
        for (var j = 0; j < logits.Length; j++)
        {
            logits[j] = LargeLogit(row, j) + (Problem.ColumnBias is null ? 0f : Problem.ColumnBias[j]);
        }

        var largest = logits.Max();
        var sum = 0.0;
        for (var j = 0; j < _batch.PaddedCandidates; j++)
        {
            var score = j < logits.Length ? Math.Exp(logits[j] - largest) : 0;
            sum += score;
            if (_scores is not null)
            {
                Scores(j)[row] = (float)score;
            }
        }

        (_largestLogits[row], _sums[row]) = (largest, (float)sum);
        if (Problem.WantsGradients)
        {
            SumCandidates(row);
        }
    }

    /// <summary>A logit without its column's bias. Products of floats are exact in double precision.</summary>
    private readonly double LargeLogit(int row, int candidate)
    {
        float* query = Query(row), other = _batch.Candidate(candidate);
        var sum = 0.0;
        for (var k = 0; k < Problem.Dimension; k++)
        {
            sum += (double)query[k] * other[k];
        }

        return Problem.Scale * sum;
    }

    private readonly float* Scores(int candidate) => _scores + ((nint)candidate * Rows);

    /// <summary>The own sum of each of the row's pairs: the row's, less what of the pair's column does not count for it.</summary>
    private readonly void SumPairs(int row)
    {
        if (_batch.PairSums is null)
        {
            return;
        }

        foreach (var pair in Pairs(row))
        {
            var own = Scores(Problem.PairCandidates[pair])[row];
            var sum = _sums[row] - ((1 - Problem.PairShares[pair]) * own);
            _batch.PairScores[pair] = own;
            _batch.PairSums[pair] = IsMuchLess(sum, row) ? SumTerms(pair, row) : sum;
        }
    }

    private readonly bool IsMuchLess(float sumOfPair, int row) => sumOfPair < LeastOfSum * _sums[row];

    /// <summary>A pair's own sum, term by term.</summary>
    private readonly float SumTerms(int pair, int row)
    {
        var candidate = Problem.PairCandidates[pair];
        var sum = (double)Problem.PairShares[pair] * _batch.PairScores[pair];
        for (var j = 0; j < Problem.CandidateCount; j++)
        {
            sum += j == candidate ? 0 : Scores(j)[row];
        }

        return (float)sum;
    }

    /// <summary>A row's loss: its log-sum-exp, or those of its pairs, less its positives.</summary>
    private readonly double Loss(int row)
    {
        if (IsLarge(row))
        {
            return LargeLoss(row);
        }

        var loss = _batch.PairSums is null ? WeightedLogSum(Problem.RowWeight(_first + row), _sums[row], row) : 0;
        foreach (var pair in Pairs(row))
        {
            loss += _batch.PairSums is null ? 0 : WeightedLogSum(Problem.PairWeight(pair), _batch.PairSums[pair], row);
            var dot = SimdRows<TSimd, TVector>.Dot(Query(row), _batch.Candidate(Problem.PairCandidates[pair]), Problem.Dimension);
            var bias = Problem.PairBias is null ? 0f : Problem.PairBias[pair];
            loss -= Problem.PairWeight(pair) * (((double)Problem.Scale * dot) + bias);
        }

        return loss;
    }

    /// <summary>As <see cref="Loss"/>. Large logits nearly cancel, so they are added up apart from the small logarithms of sums.</summary>
    private readonly double LargeLoss(int row)
    {
        var rowWeight = _batch.PairSums is null ? Problem.RowWeight(_first + row) : 0f;
        var logits = rowWeight == 0 ? 0 : rowWeight * _largestLogits[row];
        var logSums = rowWeight == 0 ? 0 : rowWeight * Math.Log(_sums[row]);
        foreach (var pair in Pairs(row))
        {
            var weight = Problem.PairWeight(pair);
            if (weight == 0)
            {
                continue;
            }

            if (_batch.PairSums is not null)
            {
                logits += weight * _largestLogits[row];
                logSums += weight * Math.Log(_batch.PairSums[pair]);
            }

            logits -= weight * (LargeLogit(row, Problem.PairCandidates[pair]) + (Problem.PairBias is null ? 0f : Problem.PairBias[pair]));
        }

        return logits + logSums;
    }

    private readonly double WeightedLogSum(float weight, float sum, int row) =>
        weight == 0 ? 0 : weight * (Math.Log(sum) + (_shifts[row] * Ln2) + _batch.MaxBias);

    /// <summary>A row's loss; writes the gradient of its query, and what its scores weigh in the gradients of the candidates.</summary>
    private readonly double FinishWithGradient(int row)
    {
        var (d, padded) = (Problem.Dimension, _batch.PaddedDimension);
        var factor = Problem.Scale * (float)(_batch.PairSums is null ? Divide(Problem.RowWeight(_first + row), _sums[row]) : ShareColumns(row));
        var sum = SumOfCandidates(row);
        SimdRows<TSimd, TVector>.Scale(sum, factor, sum, padded);
        foreach (var pair in Pairs(row))
        {
            var candidate = _batch.Candidate(Problem.PairCandidates[pair]);
            SimdRows<TSimd, TVector>.AddScaled(sum, -Problem.PairWeight(pair) * Problem.Scale, candidate, padded);
        }

        new ReadOnlySpan<float>(sum, d).CopyTo(new Span<float>(Problem.QueryGradient + ((nint)(_first + row) * d), d));

        var weighted = _weightedQueries + (row * padded);
        new Span<float>(weighted, padded).Clear();
        SimdRows<TSimd, TVector>.Scale(weighted, factor, Query(row), d);
        return Loss(row);
    }

    /// <summary>
    /// What the row's scores weigh in the gradients where its pairs have sums of their own. The columns of its pairs weigh less: their scores, and
    /// the sum over candidates that they are part of, are lowered to what all other scores' weight gives them.
    /// </summary>
    private readonly double ShareColumns(int row)
    {
        var (total, sumAfresh) = (0.0, false);
        foreach (var pair in Pairs(row))
        {
            total += PairFactor(pair);
            sumAfresh |= IsMuchLess(_batch.PairSums[pair], row);
        }

        foreach (var pair in Pairs(row))
        {
            var column = Problem.PairCandidates[pair];
            var score = Scores(column) + row;
            var lowered = total == 0 ? 0f : (float)(_batch.PairScores[pair] * FactorOfColumn(column, row) / total);
            SimdRows<TSimd, TVector>.AddScaled(SumOfCandidates(row), lowered - *score, _batch.Candidate(column), _batch.PaddedDimension);
            *score = lowered;
        }

        if (sumAfresh)
        {
            SumCandidates(row);
        }

        return total;
    }

    /// <summary>What a column weighs: all of it for the row's other pairs, and its share for those whose own column it is.</summary>
    private readonly double FactorOfColumn(int column, int row)
    {
        var sum = 0.0;
        foreach (var pair in Pairs(row))
        {
            sum += PairFactor(pair) * (Problem.PairCandidates[pair] == column ? Problem.PairShares[pair] : 1f);
        }

        return sum;
    }

    private readonly double PairFactor(int pair) => Divide(Problem.PairWeight(pair), _batch.PairSums[pair]);

    private readonly void SumCandidates(int row)
    {
        new Span<float>(SumOfCandidates(row), _batch.PaddedDimension).Clear();
        for (var j = 0; j < Problem.CandidateCount; j++)
        {
            SimdRows<TSimd, TVector>.AddScaled(SumOfCandidates(row), Scores(j)[row], _batch.Candidate(j), _batch.PaddedDimension);
        }
    }

    private readonly float* SumOfCandidates(int row) => _sumsOfCandidates + (row * _batch.PaddedDimension);

    /// <summary>The share of a sum that a weight is; no weight is none of a sum that overflowed or vanished, too.</summary>
    private static double Divide(float weight, float sum) => weight == 0 ? 0 : weight / sum;

    private readonly float* Query(int row) => Problem.Queries + ((nint)(_first + row) * Problem.Dimension);

    private readonly ReadOnlySpan<int> Pairs(int row)
    {
        var begin = _batch.QueryPairOffsets[_first + row];
        return new ReadOnlySpan<int>(_batch.QueryPairs + begin, _batch.QueryPairOffsets[_first + row + 1] - begin);
    }
}
