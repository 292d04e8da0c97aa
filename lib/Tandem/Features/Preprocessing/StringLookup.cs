using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Turns texts into indices, as Keras' layer of the same name: the mask token (if any) comes first, then the indices of what is outside
/// the vocabulary (unless that is forbidden), then the vocabulary. Immutable.
/// </summary>
/// <remarks>
/// Columns of other types are looked up by their values' culture-independent text (<see cref="Column.Text"/>), so ids may as well be numbers.
/// A text column is looked up once for each distinct text, then a row costs an array index.
/// With several out-of-vocabulary indices a text falls to the one that FarmHash's fingerprint of its UTF-8 bytes gives, as in TensorFlow.
/// </remarks>
public sealed class StringLookup : ColumnIndexer
{
    /// <summary>What stands for every text outside the vocabulary.</summary>
    public const string OutOfVocabularyToken = "[UNK]";

    private const string Remedy = "adapt the lookup on data that has it, or allow texts outside the vocabulary (outOfVocabularyIndices: 1).";

    private readonly Vocabulary<string> _vocabulary;

    /// <summary>Creates a lookup from a vocabulary.</summary>
    /// <param name="vocabulary">The texts, in order of their indices, without mask and out-of-vocabulary tokens.</param>
    /// <param name="maskToken">The text, and the one for rows without a value, that gets index 0; null (the default) for none.</param>
    /// <param name="outOfVocabularyIndices">How many indices the texts outside the vocabulary share; 0 makes them an error.</param>
    /// <param name="inverseDocumentFrequencies">For <see cref="EncodingMode.TfIdf"/>, the weight of each text of the vocabulary; empty otherwise.</param>
    /// <exception cref="ArgumentException">A text occurs twice, or is the mask or the out-of-vocabulary token; or the weights do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outOfVocabularyIndices"/> is negative.</exception>
    public StringLookup(
        IEnumerable<string> vocabulary, string? maskToken = null, int outOfVocabularyIndices = 1, ReadOnlySpan<float> inverseDocumentFrequencies = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        MaskToken = maskToken;
        _vocabulary = new Vocabulary<string>([.. vocabulary], Mask(maskToken), OutOfVocabularyToken, outOfVocabularyIndices, inverseDocumentFrequencies);
    }

    /// <summary>The number of indices, including those of mask and out-of-vocabulary token: the rows an embedding table needs.</summary>
    public override int VocabularySize => _vocabulary.Tokens.Length;

    /// <summary>All texts in order of their indices, including mask and out-of-vocabulary tokens.</summary>
    public ReadOnlySpan<string> Vocabulary => _vocabulary.Tokens;

    /// <summary>The text with index 0 that stands for no value; <see langword="null"/> for none.</summary>
    public string? MaskToken { get; }

    /// <summary>How many indices the texts outside the vocabulary share.</summary>
    public int OutOfVocabularyIndices => _vocabulary.OutOfVocabularyIndices;

    /// <summary>How many indices come before the vocabulary's: the mask's and those of what is outside it.</summary>
    public int ReservedIndices => _vocabulary.Reserved;

    /// <summary>The weight of each text of the vocabulary without the reserved ones; empty when there are none.</summary>
    public ReadOnlySpan<float> InverseDocumentFrequencies => _vocabulary.Weights;

    /// <summary>The index of a text.</summary>
    /// <exception cref="ArgumentException">The text is outside the vocabulary, and the lookup forbids that.</exception>
    public int this[string text] => Find(text) is >= 0 and var index
        ? index
        : throw new ArgumentException($"'{text}' is not in the vocabulary of {VocabularySize} texts: {Remedy}");

    /// <summary>Makes a lookup of the values of a column: the most frequent first, ties by the texts in descending order of their code points.</summary>
    /// <param name="column">A column; rows without a value do not count.</param>
    /// <param name="maskToken">As in the constructor; it is not counted.</param>
    /// <param name="outOfVocabularyIndices">As in the constructor.</param>
    /// <param name="maxTokens">The most indices the lookup may have, mask and out-of-vocabulary tokens included; null for no limit.</param>
    /// <param name="tfIdf">Whether to learn the inverse document frequencies that the encoding <see cref="EncodingMode.TfIdf"/> needs.</param>
    /// <exception cref="ArgumentException">The column has no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> leaves no place for a text.</exception>
    public static StringLookup Adapt(Column column, string? maskToken = null, int outOfVocabularyIndices = 1, int? maxTokens = null, bool tfIdf = false)
    {
        Vocabulary<string>.RequireValues(column);
        var counts = CountTexts(column.AsStrings());
        var texts = ByFrequency(counts, maskToken, outOfVocabularyIndices, maxTokens);
        var weights = tfIdf ? Vocabulary<string>.InverseDocumentFrequencies(texts, counts.ToDictionary(), column.Length - column.NullCount) : [];
        return new StringLookup(texts, maskToken, outOfVocabularyIndices, weights);
    }

    /// <summary>The index of each row's value.</summary>
    /// <exception cref="ArgumentException">
    /// A value is outside the vocabulary and the lookup forbids that, or a row has no value and there is no mask token.
    /// </exception>
    public override int[] Apply(Column column) => ApplyToTexts(column, Find, MaskToken is null ? -1 : 0, Error);

    /// <summary>The indices of lists of texts.</summary>
    /// <exception cref="ArgumentException">A text is outside the vocabulary, and the lookup forbids that.</exception>
    public Bags Apply(IEnumerable<IEnumerable<string>> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return Bags.Of(lists.Select(list => list.Select(text => this[text])));
    }

    /// <summary>The values of a column as rows of numbers, one column an index but the mask's: <c>[rows, indices]</c>.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Apply(Column)"/>.</exception>
    /// <exception cref="InvalidOperationException">The mode is <see cref="EncodingMode.TfIdf"/> and there are no inverse document frequencies.</exception>
    public Tensor Encode(Column column, EncodingMode mode) => Encode(HotRows.Singles(Apply(column)), mode);

    /// <summary>Bags of this lookup's indices as rows of numbers, one column an index but the mask's: <c>[bags, indices]</c>.</summary>
    /// <exception cref="ArgumentException">An index is out of range, or the mode is <see cref="EncodingMode.OneHot"/> and a row does not have exactly one.</exception>
    /// <exception cref="InvalidOperationException">The mode is <see cref="EncodingMode.TfIdf"/> and there are no inverse document frequencies.</exception>
    public Tensor Encode(Bags indices, EncodingMode mode)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return _vocabulary.Encode(indices, mode);
    }

    /// <summary>The text of an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public string Token(int index) => _vocabulary.Token(index);

    /// <summary>The texts of a count, as <see cref="Adapt"/> orders them.</summary>
    internal static string[] ByFrequency(IEnumerable<KeyValuePair<string, int>> counts, string? maskToken, int outOfVocabularyIndices, int? maxTokens) =>
        Vocabulary<string>.ByFrequency(
            counts.Select(pair => (pair.Key, pair.Value)),
            CodePointOrder.Instance,
            [.. Mask(maskToken), .. outOfVocabularyIndices > 0 ? (string[])[OutOfVocabularyToken] : []],
            Mask(maskToken).Length + Math.Max(0, outOfVocabularyIndices),
            maxTokens);

    private static string[] Mask(string? maskToken) => maskToken is null ? [] : [maskToken];

    private static IEnumerable<KeyValuePair<string, int>> CountTexts(StringColumn column) =>
        column.CountCodes().Index().Where(code => code.Item > 0).Select(code => KeyValuePair.Create(column.Dictionary[code.Index], code.Item));

    private int Find(string text) => _vocabulary[text, static (outside, buckets) => FarmHash.Fingerprint(outside) % buckets];

    private ArgumentException Error(Column column, int row) => column.IsNull(row)
        ? NoValue(column, row, ", or give the lookup a mask token")
        : new($"Column '{column.Name}', row {row}: '{column.Text(row)}' is not in the vocabulary of {VocabularySize} texts: {Remedy}", nameof(column));
}
