using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>
/// How often each candidate occurs: the sampling probability that the logQ correction needs, and the baseline that every recommender
/// has to beat — the same most popular candidates for everybody.
/// </summary>
public sealed class Popularity
{
    /// <summary>The probability of a candidate that was never counted: the correction tells no smaller ones apart.</summary>
    private const float Unseen = 1e-6f;

    private readonly string _column;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly long _total;
    private readonly ConditionalWeakTable<Column, long[]> _countsOfRows = [];

    /// <summary>Counts the values of a column of the training data. Nulls do not count.</summary>
    /// <exception cref="ArgumentException">The column holds no value.</exception>
    public Popularity(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        _column = column.Name;
        var strings = column.AsStrings();
        var counts = strings.CountCodes();
        _total = counts.Sum(count => (long)count);
        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
            {
                _counts.Add(strings.Dictionary[code], counts[code]);
            }
        }

        if (_total == 0)
        {
            throw new ArgumentException($"Column \"{_column}\" holds no value to count.", nameof(column));
        }
    }

    /// <summary>For each row of a batch, the share of the training rows that have its candidate: 1e-6 for one that none has.</summary>
    /// <exception cref="ArgumentException">The batch lacks the column that was counted.</exception>
    public float[] Probability(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var counts = CountsOf(batch.Table[_column]);
        var probabilities = new float[batch.Count];
        for (var i = 0; i < probabilities.Length; i++)
        {
            var count = counts[batch.Rows[i]];
            probabilities[i] = count == 0 ? Unseen : (float)((double)count / _total);
        }

        return probabilities;
    }

    /// <summary>
    /// How often the true candidate is among the k most popular: the top-k accuracy of recommending those to everybody. A tie is a hit, as in
    /// <see cref="FactorizedTopK"/>.
    /// </summary>
    /// <param name="trueCandidates">The true candidate of each test row.</param>
    /// <param name="k">How many are recommended.</param>
    /// <exception cref="ArgumentException">The column is empty, or k not positive.</exception>
    public double TopKAccuracy(Column trueCandidates, int k)
    {
        ArgumentNullException.ThrowIfNull(trueCandidates);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (trueCandidates.Length == 0)
        {
            throw new ArgumentException($"Column \"{trueCandidates.Name}\" is empty: there is nothing to measure.", nameof(trueCandidates));
        }

        // The k-th largest count: whoever has it, or more, has fewer than k strictly above.
        var least = _counts.Values.OrderDescending().ElementAtOrDefault(k - 1);
        return CountsOf(trueCandidates).Count(count => count >= least) / (double)trueCandidates.Length;
    }

    private long[] CountsOf(Column column) => _countsOfRows.GetValue(column, rows =>
    {
        var strings = rows.AsStrings();
        var byCode = strings.Dictionary.Values.ToArray().Select(value => _counts.GetValueOrDefault(value)).ToArray();
        var counts = new long[strings.Length];
        for (var row = 0; row < counts.Length; row++)
        {
            counts[row] = strings.Codes[row] is >= 0 and var code ? byCode[code] : 0;
        }

        return counts;
    });
}
