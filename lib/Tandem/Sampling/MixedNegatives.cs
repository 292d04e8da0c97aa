using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Mixed negative sampling: beside the candidates of a batch, which popular ones dominate, candidates drawn evenly from the whole corpus, so that
/// those that no row of the training data holds are negatives too (Yang et al., <i>Mixed negative sampling for learning two-tower neural networks in
/// recommendations</i>, WWW 2020).
/// </summary>
/// <remarks>
/// With B rows in the batch, B′ drawn from N candidates, and q the share of training rows that hold a candidate, each of the B + B′ columns holds it with
/// probability <c>(B·q + B′/N) / (B + B′)</c>, which is what the logQ correction needs. Without its divisor it would be the number of columns expected to
/// hold it: one number is then added to all logits of a row, and the softmax is the same.
/// </remarks>
/// <example><code>
/// var popularity = new Popularity(train["movie_title"]);
/// var mixed = new MixedNegatives(ml.Movies, count: 2048, popularity.Probability);
/// // in ComputeLoss(batch, training)
/// var negatives = mixed.Draw();
/// var loss = task.Loss(
///     users.Embed(batch),
///     EmbeddedRows.Concat(movies.Embed(batch), movies.Embed(negatives)),
///     candidateSamplingProbability: mixed.Probability(batch, negatives));
/// </code></example>
public sealed class MixedNegatives : IResumable
{
    private readonly Table _corpus;
    private readonly int _count;
    private readonly Func<Batch, float[]> _shareOfRows;
    private readonly SeededRandom _random;

    /// <summary>Chooses where negatives come from.</summary>
    /// <param name="corpus">All candidates, one a row, with the columns that the candidate tower reads.</param>
    /// <param name="count">How many are drawn for a batch.</param>
    /// <param name="shareOfRows">
    /// For each row of a batch the share of training rows that hold its candidate, such as <see cref="Popularity.Probability"/> or
    /// <see cref="StreamingFrequencyEstimator.Probability"/>.
    /// </param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">The corpus is empty, or no negatives are asked for.</exception>
    public MixedNegatives(Table corpus, int count, Func<Batch, float[]> shareOfRows, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(shareOfRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (corpus.RowCount == 0)
        {
            throw new ArgumentException("MixedNegatives: the table of candidates has no rows to draw from.", nameof(corpus));
        }

        _corpus = corpus;
        _count = count;
        _shareOfRows = shareOfRows;
        _random = new SeededRandom(seed);
    }

    /// <summary>Draws candidates evenly, each as if the others had not been drawn. Every call draws others.</summary>
    public Batch Draw()
    {
        var rows = new int[_count];
        foreach (ref var row in rows.AsSpan())
        {
            row = _random.NextInt(_corpus.RowCount);
        }

        return new Batch(_corpus, rows);
    }

    /// <inheritdoc/>
    public void SaveState(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (a, b, c, d) = _random.State;
        state.Write("random", unchecked([(long)a, (long)b, (long)c, (long)d]));
    }

    /// <inheritdoc/>
    public void LoadState(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _random.State = state.Longs("random") is [var a, var b, var c, var d]
            ? unchecked(((ulong)a, (ulong)b, (ulong)c, (ulong)d))
            : throw new InvalidDataException("The state of mixed negatives is that of a generator, four numbers.");
    }

    /// <summary>For each candidate of a batch, and then of what was drawn for it, how likely a column is to hold it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="negatives">What <see cref="Draw"/> returned for it.</param>
    /// <returns>Numbers above 0 and at most 1, one for each row of the batch and then for each negative.</returns>
    public float[] Probability(Batch batch, Batch negatives)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(negatives);
        var (inBatch, drawn) = (batch.Count, (double)negatives.Count);
        return [.. _shareOfRows(batch).Concat(_shareOfRows(negatives)).Select(Mix)];

        float Mix(float share) => (float)(((inBatch * share) + (drawn / _corpus.RowCount)) / (inBatch + drawn));
    }
}
