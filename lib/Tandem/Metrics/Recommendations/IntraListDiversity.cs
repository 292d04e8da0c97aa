using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How unlike each other the candidates of a list are: 1 minus the mean cosine of its pairs, from 0 (all alike) to 2; the mean over lists of two or
/// more (Ziegler et al., <i>Improving recommendation lists through topic diversification</i>, WWW 2005). Absent from results when there was no such
/// list.
/// </summary>
public sealed class IntraListDiversity : RecommendationMetric
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly float[] _directions;
    private readonly int _dimension;
    private WeightedMean _mean;

    /// <summary>Creates the metric.</summary>
    /// <param name="identifiers">The candidates.</param>
    /// <param name="vectors">A row for each of them, <c>[candidates, dim]</c>: embeddings, genres, whatever tells them apart. Copied.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The rows are not one for each candidate, one is zero or not finite, or a candidate stands twice.</exception>
    public IntraListDiversity(IReadOnlyList<string> identifiers, Tensor vectors, string name = "intra_list_diversity")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Shape.Rank != 2 || vectors.Shape[0] != identifiers.Count)
        {
            throw new ArgumentException($"{name}: {identifiers.Count} candidates need a row each; the vectors have shape {vectors.Shape}.", nameof(vectors));
        }

        _dimension = vectors.Shape[1];
        _directions = vectors.ToArray();
        for (var row = 0; row < identifiers.Count; row++)
        {
            if (!_rows.TryAdd(identifiers[row], row))
            {
                throw new ArgumentException($"{name}: candidate \"{identifiers[row]}\" stands in rows {_rows[identifiers[row]]} and {row}. Candidates must differ.", nameof(identifiers));
            }

            Normalise(identifiers[row], _directions.AsSpan(row * _dimension, _dimension));
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _mean = default;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results() => PredictionMetric.Result(Name, _mean.Value);

    private protected override void Add(IReadOnlyList<string> identifiers)
    {
        var rows = identifiers.Select(identifier => _rows.TryGetValue(identifier, out var row)
            ? row
            : throw new ArgumentException($"{Name}: \"{identifier}\" was recommended, but has no vector. Give the metric all candidates of the index.", nameof(identifiers))).ToArray();
        if (rows.Length < 2)
        {
            return;
        }

        // The cosines of all ordered pairs, each candidate with itself included, sum to |Σ direction|².
        var squared = 0.0;
        for (var i = 0; i < _dimension; i++)
        {
            var sum = 0.0;
            foreach (var row in rows)
            {
                sum += _directions[(row * _dimension) + i];
            }

            squared += sum * sum;
        }

        _mean.Add(1 - ((squared - rows.Length) / (rows.Length * (rows.Length - 1.0))), 1);
    }

    private protected override bool MergeFrom(RecommendationMetric other)
    {
        var metric = (IntraListDiversity)other;
        if (!metric._directions.AsSpan().SequenceEqual(_directions) || metric._rows.Any(pair => !_rows.TryGetValue(pair.Key, out var row) || row != pair.Value))
        {
            return false;
        }

        _mean.Add(metric._mean);
        return true;
    }

    private void Normalise(string identifier, Span<float> vector)
    {
        var squared = 0.0;
        foreach (var value in vector)
        {
            squared += (double)value * value;
        }

        if (!(squared > 0) || !double.IsFinite(squared))
        {
            throw new ArgumentException($"{Name}: the vector of candidate \"{identifier}\" has length {Math.Sqrt(squared)}, and so no direction. Leave the candidate out, or give it a vector.");
        }

        var length = Math.Sqrt(squared);
        foreach (ref var value in vector)
        {
            value = (float)(value / length);
        }
    }
}
