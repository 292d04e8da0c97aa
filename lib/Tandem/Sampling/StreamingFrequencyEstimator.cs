using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>
/// Learns how often each candidate occurs while the rows go by, in fixed memory and following changes: the sampling probability of data that is too
/// large, or too new, to count. For each candidate it keeps when it last occurred and how many rows lie between two occurrences on average;
/// the probability is one over that (Yi et al., <i>Sampling-bias-corrected neural modeling for large corpus item recommendations</i>, RecSys 2019,
/// algorithm 2).
/// </summary>
/// <remarks>
/// Time is counted in rows, which makes the estimate the share of rows that hold a candidate, whatever the sizes of the batches. The paper counts batches
/// and estimates the probability that a batch holds it, about that share times the batch size: a factor that all candidates share, which
/// adds one number to all logits of a row and leaves the softmax as it is.
/// <para>
/// Candidates share the entries of a hashed array, and one that shares its entry with another looks more frequent than it is. With several arrays,
/// each hashed in its own way, the least frequent of a candidate's entries is taken. A candidate that never occurred has the probability of
/// occurring in the next row for the first time in all.
/// </para>
/// </remarks>
/// <example><code>
/// var frequencies = new StreamingFrequencyEstimator("movie_title");
/// // in ComputeLoss(batch, training)
/// if (training)
/// {
///     frequencies.Observe(batch);
/// }
///
/// var loss = task.Loss(users.Embed(batch), movies.Embed(batch), candidateSamplingProbability: frequencies.Probability(batch));
/// </code></example>
public sealed class StreamingFrequencyEstimator : IResumable
{
    private readonly string _column;
    private readonly int _buckets;
    private readonly int _hashes;
    private readonly float _learningRate;
    private readonly ulong _startOfHashes;

    // One entry for each hash and bucket.
    private readonly long[] _lastRow;
    private readonly double[] _rowsBetween;
    private readonly int[] _occurrences;
    private readonly ConditionalWeakTable<StringDictionary, ulong[]> _hashesOfTexts = [];

    /// <summary>Starts without having seen a row.</summary>
    /// <param name="column">The column that holds the candidates.</param>
    /// <param name="buckets">The length of a hashed array; several times the number of candidates makes them rarely share an entry.</param>
    /// <param name="learningRate">
    /// How much of an average the newest interval is, above 0 and at most 1: large follows changes sooner, small is steadier. A candidate's first
    /// occurrences, 1/<paramref name="learningRate"/> of them, are averaged evenly.
    /// </param>
    /// <param name="hashes">The number of arrays.</param>
    /// <param name="seed">Of the hashes.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the column has no name.</exception>
    public StreamingFrequencyEstimator(string column, int buckets = 1 << 18, float learningRate = 0.01f, int hashes = 2, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hashes);
        if ((long)buckets * hashes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(buckets), buckets, $"{hashes} arrays of that length do not fit into memory: give fewer buckets; several times the number of candidates will do.");
        }

        if (!(learningRate > 0 && learningRate <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "Give the share of the newest interval in an average: above 0 and at most 1.");
        }

        (_column, _buckets, _hashes, _learningRate) = (column, buckets, hashes, learningRate);
        _startOfHashes = StableHash.Mix((ulong)(uint)seed);
        var entries = buckets * hashes;
        (_lastRow, _rowsBetween, _occurrences) = (new long[entries], new double[entries], new int[entries]);
    }

    /// <summary>The number of rows observed.</summary>
    public long RowsSeen { get; private set; }

    /// <summary>Learns from the rows of a batch, in their order. Nulls do not count.</summary>
    /// <exception cref="ArgumentException">The batch lacks the column.</exception>
    public void Observe(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var column = batch.Table[_column].AsStrings();
        var hashes = HashesOf(column.Dictionary);
        foreach (var row in batch.Rows)
        {
            if (column.Codes[row] is >= 0 and var code)
            {
                RowsSeen++;
                for (var array = 0; array < _hashes; array++)
                {
                    Observe(Entry(hashes[code], array));
                }
            }
        }
    }

    /// <summary>For each row of a batch, the share of rows that hold its candidate: above 0, at most 1.</summary>
    /// <exception cref="ArgumentException">The batch lacks the column.</exception>
    public float[] Probability(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var column = batch.Table[_column].AsStrings();
        var hashes = HashesOf(column.Dictionary);
        var probabilities = new float[batch.Count];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = (float)(1 / (column.Codes[batch.Rows[i]] is >= 0 and var code ? RowsBetween(hashes[code]) : RowsSeen + 1));
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public void SaveState(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("rows_seen", RowsSeen);
        state.Write("last_row", _lastRow);
        state.Write("rows_between", _rowsBetween);
        state.Write("occurrences", _occurrences);
    }

    /// <inheritdoc/>
    public void LoadState(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (lastRow, rowsBetween, occurrences) = (state.Longs("last_row"), state.Doubles("rows_between"), state.Ints("occurrences"));
        if (lastRow.Length != _lastRow.Length || rowsBetween.Length != _lastRow.Length || occurrences.Length != _lastRow.Length)
        {
            throw new InvalidDataException(
                $"The frequency estimator had {lastRow.Length} entries and has {_lastRow.Length} here. Make it with the buckets and hashes that it had.");
        }

        RowsSeen = state.Long("rows_seen");
        lastRow.CopyTo(_lastRow, 0);
        rowsBetween.CopyTo(_rowsBetween, 0);
        occurrences.CopyTo(_occurrences, 0);
    }

    private void Observe(int entry)
    {
        var share = Math.Max(_learningRate, 1.0 / ++_occurrences[entry]);
        _rowsBetween[entry] += share * (RowsSeen - _lastRow[entry] - _rowsBetween[entry]);
        _lastRow[entry] = RowsSeen;
    }

    private double RowsBetween(ulong hash)
    {
        var most = 1.0;
        for (var array = 0; array < _hashes; array++)
        {
            var entry = Entry(hash, array);
            most = Math.Max(most, _occurrences[entry] == 0 ? RowsSeen + 1 : _rowsBetween[entry]);
        }

        return most;
    }

    private int Entry(ulong hash, int array) => (array * _buckets) + (int)(StableHash.Mix(hash + (ulong)array) % (ulong)_buckets);

    private ulong[] HashesOf(StringDictionary dictionary) =>
        _hashesOfTexts.GetValue(dictionary, texts => [.. texts.Values.ToArray().Select(text => StableHash.Of(text, _startOfHashes))]);
}
