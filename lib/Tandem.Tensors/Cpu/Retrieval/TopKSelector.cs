namespace Tandem.Tensors;

/// <summary>
/// The k best of a sequence of scores: a binary heap with the worst on top, in the memory that receives the result. Rows are offered in
/// ascending order, so that among equal scores the lower row is the better.
/// </summary>
internal unsafe struct TopKSelector(float* scores, int* rows, int k)
{
    private int _count;

    /// <summary>What a score must exceed to be taken: that of the worst, once there are k.</summary>
    public readonly float Threshold => _count < k ? float.NegativeInfinity : scores[0];

    /// <summary>Whether there are k, so that only what exceeds <see cref="Threshold"/> is taken.</summary>
    public readonly bool IsFull => _count == k;

    /// <summary>Takes a row if it is among the best so far. NaN is no score: such a row is never taken.</summary>
    public void Offer(float score, int row)
    {
        if (_count < k && !float.IsNaN(score))
        {
            SiftUp(_count++, score, row);
        }
        else if (_count == k && score > scores[0])
        {
            SiftDown(score, row, k);
        }
    }

    /// <summary>Puts the best first; places that nothing was found for get row −1 and score −∞.</summary>
    public readonly void Sort()
    {
        for (var end = _count - 1; end > 0; end--)
        {
            var (score, row) = (scores[end], rows[end]);
            (scores[end], rows[end]) = (scores[0], rows[0]);
            SiftDown(score, row, end);
        }

        new Span<float>(scores + _count, k - _count).Fill(float.NegativeInfinity);
        new Span<int>(rows + _count, k - _count).Fill(-1);
    }

    private readonly bool IsWorse(float score, int row, int other) =>
        score < scores[other] || (score == scores[other] && row > rows[other]);

    private readonly void SiftUp(int place, float score, int row)
    {
        while (place > 0 && IsWorse(score, row, (place - 1) / 2))
        {
            (scores[place], rows[place]) = (scores[(place - 1) / 2], rows[(place - 1) / 2]);
            place = (place - 1) / 2;
        }

        (scores[place], rows[place]) = (score, row);
    }

    private readonly void SiftDown(float score, int row, int count)
    {
        var place = 0;
        while ((2 * place) + 1 < count)
        {
            var child = (2 * place) + 1;
            if (child + 1 < count && IsWorse(scores[child + 1], rows[child + 1], child))
            {
                child++;
            }

            if (IsWorse(score, row, child))
            {
                break;
            }

            (scores[place], rows[place]) = (scores[child], rows[child]);
            place = child;
        }

        (scores[place], rows[place]) = (score, row);
    }
}
