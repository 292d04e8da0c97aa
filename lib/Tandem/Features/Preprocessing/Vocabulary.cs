using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The indices of tokens, in Keras' order: the mask (if any), the buckets for what is outside the vocabulary (if any), the vocabulary. What
/// <see cref="StringLookup"/> and <see cref="IntegerLookup"/> have in common.
/// </summary>
/// <typeparam name="T">The type of a token.</typeparam>
internal sealed class Vocabulary<T>
    where T : IEquatable<T>
{
    private readonly Dictionary<T, int> _indices;
    private readonly T[] _tokens;
    private readonly float[]? _weights;

    /// <param name="tokens">The vocabulary without reserved tokens.</param>
    /// <param name="mask">The mask, or none.</param>
    /// <param name="outOfVocabularyToken">What stands for a bucket in the list of all tokens.</param>
    /// <param name="outOfVocabularyIndices">The number of buckets.</param>
    /// <param name="inverseDocumentFrequencies">A weight for each token of the vocabulary; empty for none.</param>
    public Vocabulary(T[] tokens, T[] mask, T outOfVocabularyToken, int outOfVocabularyIndices, ReadOnlySpan<float> inverseDocumentFrequencies)
    {
        if (outOfVocabularyIndices < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(outOfVocabularyIndices), outOfVocabularyIndices, "The number of indices for what is outside the vocabulary is 0 (nothing may be) or more.");
        }

        (MaskIndices, OutOfVocabularyIndices) = (mask.Length, outOfVocabularyIndices);
        _tokens = [.. mask, .. Enumerable.Repeat(outOfVocabularyToken, outOfVocabularyIndices), .. tokens];
        _indices = Index(tokens, [.. mask, .. _tokens.AsSpan(MaskIndices, Math.Min(1, outOfVocabularyIndices))]);
        if (mask.Length > 0)
        {
            _indices.Add(mask[0], 0);
        }

        _weights = inverseDocumentFrequencies.IsEmpty ? null : CheckWeights(inverseDocumentFrequencies, tokens.Length);
    }

    public int MaskIndices { get; }

    public int OutOfVocabularyIndices { get; }

    /// <summary>The indices before the vocabulary's.</summary>
    public int Reserved => MaskIndices + OutOfVocabularyIndices;

    public ReadOnlySpan<T> Tokens => _tokens;

    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The index of a token; −1 when it is outside the vocabulary and nothing may be.</summary>
    public int this[T token, Func<T, ulong, ulong> bucketOf] =>
        _indices.TryGetValue(token, out var index) ? index
        : OutOfVocabularyIndices == 0 ? -1
        : OutOfVocabularyIndices == 1 ? MaskIndices
        : MaskIndices + (int)bucketOf(token, (ulong)OutOfVocabularyIndices);

    public T Token(int index) =>
        (uint)index < (uint)_tokens.Length
            ? _tokens[index]
            : throw new ArgumentOutOfRangeException(nameof(index), $"Index {index} is outside the vocabulary, whose indices are 0 to {_tokens.Length - 1}.");

    /// <summary>Encodes bags of indices. The mask has no column: it stands for nothing.</summary>
    public Tensor Encode(Bags bags, EncodingMode mode)
    {
        var masked = MaskIndices > 0 ? bags.Without(0) : bags;
        return HotRows.Encode(masked, _tokens.Length - MaskIndices, mode, mode == EncodingMode.TfIdf ? ColumnWeights() : null, firstIndex: MaskIndices);
    }

    /// <exception cref="ArgumentException">A column has no values to learn from.</exception>
    public static void RequireValues(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.NullCount == column.Length)
        {
            throw new ArgumentException($"Column '{column.Name}' has no values, so there is no vocabulary to learn from it: give a column that has some.", nameof(column));
        }
    }

    /// <summary>The tokens that occur in a list of counts: most frequent first, ties in descending order.</summary>
    public static T[] ByFrequency(IEnumerable<(T Token, int Count)> counts, IComparer<T> order, IReadOnlyList<T> reserved, int reservedIndices, int? maxTokens)
    {
        if (maxTokens <= reservedIndices)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxTokens), $"{maxTokens} indices leave no place for a token beside {reservedIndices} reserved ones: allow at least {reservedIndices + 1}.");
        }

        var tokens = counts
            .Where(token => token.Count > 0 && !reserved.Contains(token.Token))
            .OrderByDescending(token => token.Count)
            .ThenByDescending(token => token.Token, order)
            .Select(token => token.Token);
        return [.. maxTokens is { } most ? tokens.Take(most - reservedIndices) : tokens];
    }

    /// <summary>Keras' weight of a token: <c>ln(1 + documents / (1 + documents that have it))</c>.</summary>
    public static float[] InverseDocumentFrequencies(ReadOnlySpan<T> tokens, IReadOnlyDictionary<T, int> documentsWith, int documents)
    {
        var weights = new float[tokens.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)Math.Log(1 + (documents / (1.0 + documentsWith[tokens[i]])));
        }

        return weights;
    }

    /// <summary>What is outside the vocabulary weighs as much as its tokens do on average.</summary>
    private float[] ColumnWeights()
    {
        if (_weights is null)
        {
            throw new InvalidOperationException("This vocabulary has no inverse document frequencies, which the encoding TfIdf needs: adapt it with tfIdf: true, or give them to the constructor.");
        }

        return [.. Enumerable.Repeat((float)_weights.Average(weight => (double)weight), OutOfVocabularyIndices), .. _weights];
    }

    private Dictionary<T, int> Index(T[] tokens, T[] reserved)
    {
        var indices = new Dictionary<T, int>(tokens.Length + 1);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] is null)
            {
                throw new ArgumentException($"The vocabulary's entry {i} is null: leave it out.", nameof(tokens));
            }

            if (reserved.Contains(tokens[i]))
            {
                throw new ArgumentException($"The vocabulary contains '{tokens[i]}', which the lookup adds itself: leave it out.", nameof(tokens));
            }

            if (!indices.TryAdd(tokens[i], Reserved + i))
            {
                var times = tokens.Count(token => token.Equals(tokens[i]));
                throw new ArgumentException(
                    $"The vocabulary contains '{tokens[i]}' {times} times, at positions {indices[tokens[i]] - Reserved} and {i}: give each token once.", nameof(tokens));
            }
        }

        return indices;
    }

    private static float[] CheckWeights(ReadOnlySpan<float> weights, int tokens)
    {
        if (weights.Length != tokens)
        {
            throw new ArgumentException($"{weights.Length} inverse document frequencies do not fit {tokens} tokens: give one a token, or none.");
        }

        for (var i = 0; i < weights.Length; i++)
        {
            if (!(float.IsFinite(weights[i]) && weights[i] >= 0))
            {
                throw new ArgumentException($"An inverse document frequency is a finite number, 0 or more; that of token {i} is {weights[i]}.");
            }
        }

        return weights.ToArray();
    }
}
