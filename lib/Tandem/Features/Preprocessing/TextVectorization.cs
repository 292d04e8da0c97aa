using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Turns texts into lists of token indices, as Keras' layer of the same name: index 0 pads, 1 stands for all tokens outside the
/// vocabulary, the vocabulary follows. Immutable.
/// </summary>
/// <example><code>
/// var text = TextVectorization.Adapt(movies["title"], maxTokens: 10_000);
/// var genres = TextVectorization.Adapt(movies["genres"], new TextOptions { Standardization = TextStandardization.None, Separator = "|" });
/// </code></example>
public sealed class TextVectorization
{
    private const string Padding = "";

    private readonly StringLookup _lookup;

    /// <summary>Creates a vectorisation from a vocabulary.</summary>
    /// <param name="vocabulary">The tokens, in order of their indices, without "" and <see cref="StringLookup.OutOfVocabularyToken"/>.</param>
    /// <param name="options">How texts become tokens; Keras' defaults when null.</param>
    /// <param name="inverseDocumentFrequencies">For <see cref="EncodingMode.TfIdf"/>, the weight of each token; empty otherwise.</param>
    /// <exception cref="ArgumentException">A token occurs twice or is reserved, the weights do not fit, or the options contradict themselves.</exception>
    public TextVectorization(IEnumerable<string> vocabulary, TextOptions? options = null, ReadOnlySpan<float> inverseDocumentFrequencies = default)
    {
        Options = options ?? new TextOptions();
        Options.Check();
        _lookup = new StringLookup(vocabulary, Padding, outOfVocabularyIndices: 1, inverseDocumentFrequencies);
    }

    /// <summary>How texts become tokens.</summary>
    public TextOptions Options { get; }

    /// <summary>The number of indices, those of padding and unknown tokens included: the rows an embedding table needs.</summary>
    public int VocabularySize => _lookup.VocabularySize;

    /// <summary>All tokens in order of their indices: "", <see cref="StringLookup.OutOfVocabularyToken"/> and the vocabulary.</summary>
    public ReadOnlySpan<string> Vocabulary => _lookup.Vocabulary;

    /// <summary>The weight of each token of the vocabulary without the first two; empty when there are none.</summary>
    public ReadOnlySpan<float> InverseDocumentFrequencies => _lookup.InverseDocumentFrequencies;

    /// <summary>Learns the tokens of a column of texts: the most frequent first, ties in descending order of their code points.</summary>
    /// <param name="column">The texts; rows without a value do not count.</param>
    /// <param name="options">How texts become tokens; Keras' defaults when null.</param>
    /// <param name="maxTokens">The most indices, padding and unknown tokens included; null for no limit.</param>
    /// <param name="tfIdf">Whether to learn the inverse document frequencies that the encoding <see cref="EncodingMode.TfIdf"/> needs.</param>
    /// <exception cref="ArgumentException">The column has no values, or the options contradict themselves.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> leaves no place for a token.</exception>
    public static TextVectorization Adapt(Column column, TextOptions? options = null, int? maxTokens = null, bool tfIdf = false)
    {
        Vocabulary<string>.RequireValues(column);
        options ??= new TextOptions();
        options.Check();
        var (counts, documentsWith) = Count(column.AsStrings(), options);
        var tokens = StringLookup.ByFrequency(counts, Padding, outOfVocabularyIndices: 1, maxTokens);
        var weights = tfIdf ? Vocabulary<string>.InverseDocumentFrequencies(tokens, documentsWith, column.Length - column.NullCount) : [];
        return new TextVectorization(tokens, options, weights);
    }

    /// <summary>The token indices of a text, without padding.</summary>
    public int[] this[string text]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(text);
            return [.. TextTokens.Of(text, Options).Select(token => _lookup[token])];
        }
    }

    /// <summary>The token indices of each row's text, without padding; <see cref="Bags.ToPadded"/> gives Keras' matrix.</summary>
    /// <exception cref="ArgumentException">A row has no value; the message names it.</exception>
    public Bags Apply(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var (tokens, codes) = ApplyToDistinct(column);
        return tokens.Take(codes);
    }

    /// <summary>The texts of a column as rows of numbers, one column an index but the padding's: <c>[rows, VocabularySize − 1]</c>.</summary>
    /// <exception cref="ArgumentException">A row has no value, or the mode is <see cref="EncodingMode.OneHot"/> and a text does not have exactly one token.</exception>
    /// <exception cref="InvalidOperationException">The mode is <see cref="EncodingMode.TfIdf"/> and there are no inverse document frequencies.</exception>
    public Tensor Encode(Column column, EncodingMode mode) => _lookup.Encode(Apply(column), mode);

    /// <summary>The token indices of a column's distinct texts, and which of them each row has.</summary>
    internal (Bags Tokens, int[] Codes) ApplyToDistinct(Column column)
    {
        var texts = column.AsStrings();
        if (texts.HasNulls)
        {
            var row = texts.Codes.IndexOf(-1);
            throw new ArgumentException(
                $"Column '{column.Name}', row {row}: there is no text. Leave such rows out with DropNulls(\"{column.Name}\"), or fill them in: FillNulls(\"{column.Name}\", \"\").", nameof(column));
        }

        return (Bags.Of(texts.Dictionary.Values.ToArray().Select(text => this[text])), texts.Codes.ToArray());
    }

    /// <summary>How often each token occurs, and in how many rows.</summary>
    private static (Dictionary<string, int> Counts, Dictionary<string, int> DocumentsWith) Count(StringColumn column, TextOptions options)
    {
        var (counts, documentsWith) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        var rowsWith = column.CountCodes();
        for (var code = 0; code < rowsWith.Length; code++)
        {
            foreach (var (token, times) in TextTokens.Of(column.Dictionary[code], options with { Length = null }).CountBy(token => token))
            {
                counts[token] = counts.GetValueOrDefault(token) + (times * rowsWith[code]);
                documentsWith[token] = documentsWith.GetValueOrDefault(token) + rowsWith[code];
            }
        }

        return (counts, documentsWith);
    }
}
