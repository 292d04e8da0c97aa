using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How often each candidate occurs: the sampling probability that the logQ correction needs, and the baseline that every recommender
/// has to beat — the same most popular candidates for everybody, which is also what there is to recommend to somebody new.
/// </summary>
public sealed class Popularity : ScoringIndex
{
    /// <summary>The probability of a candidate that was never counted: the correction tells no smaller ones apart.</summary>
    private const float Unseen = 1e-6f;

    private readonly string _column;
    private readonly OrderedDictionary<string, long> _counts;
    private readonly Int128 _total;

    // Each candidate's place among the distinct counts: floats tell places apart that they could not tell as counts.
    private readonly Lazy<float[]> _places;
    private readonly ConditionalWeakTable<Column, long[]> _countsOfRows = [];

    /// <summary>Counts the values of a column of the training data. Nulls do not count.</summary>
    /// <exception cref="ArgumentException">The column holds no value.</exception>
    public Popularity(Column column)
        : this(column?.Name ?? throw new ArgumentNullException(nameof(column)), CountValues(column))
    {
    }

    private Popularity(string column, OrderedDictionary<string, long> counts)
        : base(new StringColumn(column, counts.Keys))
    {
        (_column, _counts) = (column, counts);
        foreach (var count in counts.Values)
        {
            _total += count;
        }

        _places = new Lazy<float[]>(Places);
    }

    /// <summary>A recommender of counts that were taken before.</summary>
    /// <param name="column">The name of the column that was counted.</param>
    /// <param name="counts">How often each candidate occurs: positive.</param>
    /// <exception cref="ArgumentException">There is no candidate, one occurs twice, or a count is not positive.</exception>
    public static Popularity FromCounts(string column, IEnumerable<KeyValuePair<string, long>> counts)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(counts);
        var all = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (candidate, count) in counts)
        {
            if (count < 1 || !all.TryAdd(candidate, count))
            {
                throw new ArgumentException($"Candidate \"{candidate}\" must occur once, with a positive count; its count is {count}.", nameof(counts));
            }
        }

        return new Popularity(column, all);
    }

    /// <summary>The name of the column that was counted.</summary>
    public string Column => _column;

    /// <summary>How often each candidate occurs, in the order of <see cref="TopKIndex.Identifiers"/>.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Whether the index can be queried for an id: always, since everybody gets the same.</summary>
    public override bool Knows(string id) => true;

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
            probabilities[i] = count == 0 ? Unseen : (float)((double)count / (double)_total);
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

    private protected override TopKRows Search(IReadOnlyList<string> ids, int k, RowFilter filter)
    {
        var found = Best(ids.Count, k, filter, (_, queries) => Tensor.Zeros(new Shape(queries, Count)) + Tensor.From(_places.Value));
        for (var i = 0; i < found.Rows.Length; i++)
        {
            found.Scores[i] = found.Rows[i] >= 0 ? _counts.GetAt(found.Rows[i]).Value : found.Scores[i];
        }

        return found;
    }

    private float[] Places()
    {
        var distinct = _counts.Values.Distinct().Order().ToArray();
        return [.. _counts.Values.Select(count => (float)Array.BinarySearch(distinct, count))];
    }

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter) => throw new NotSupportedException(
        "Popularity alone does not tell which candidates are alike. Ask an index that compares them, such as ItemKnn.");

    private protected override ArgumentException Unknown(string id) => throw new NotSupportedException();

    private static OrderedDictionary<string, long> CountValues(Column column)
    {
        var strings = column.AsStrings();
        var counts = strings.CountCodes();
        var found = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
            {
                found.Add(strings.Dictionary[code], counts[code]);
            }
        }

        return found.Count > 0 ? found : throw new ArgumentException($"Column \"{column.Name}\" holds no value to count.", nameof(column));
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
