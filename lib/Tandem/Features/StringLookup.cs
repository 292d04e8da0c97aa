namespace Tandem;

/// <summary>
/// Turns texts into indices, as Keras' layer of the same name: the mask token (if any) comes first, then the index of what is outside
/// the vocabulary (unless that is forbidden), then the vocabulary. Immutable.
/// </summary>
/// <remarks>
/// Columns of other types are looked up by their values' culture-independent text (<see cref="Column.Text"/>), so ids may as well be numbers.
/// A text column is looked up once for each distinct text, then a row costs an array index.
/// </remarks>
public sealed class StringLookup
{
    /// <summary>What stands for every text outside the vocabulary.</summary>
    public const string OutOfVocabularyToken = "[UNK]";

    private const string Remedy = "adapt the lookup on data that has it, or allow texts outside the vocabulary (allowOutOfVocabulary: true).";

    private readonly StringDictionary _tokens;
    private readonly string? _maskToken;

    // −1 when a text outside the vocabulary is an error.
    private readonly int _outOfVocabulary;

    /// <summary>Creates a lookup from a vocabulary.</summary>
    /// <param name="vocabulary">The texts, in order of their indices, without mask and out-of-vocabulary tokens.</param>
    /// <param name="maskToken">The text, and the one for rows without a value, that gets index 0; null (the default) for none.</param>
    /// <param name="allowOutOfVocabulary">
    /// Whether texts outside the vocabulary share an index (the default: 0, or 1 after a mask token), or are an error.
    /// </param>
    /// <exception cref="ArgumentException">A text occurs twice, or is the mask or the out-of-vocabulary token.</exception>
    public StringLookup(IEnumerable<string> vocabulary, string? maskToken = null, bool allowOutOfVocabulary = true)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _maskToken = maskToken;
        _outOfVocabulary = !allowOutOfVocabulary ? -1 : maskToken is null ? 0 : 1;
        string[] special = [.. maskToken is null ? [] : (string[])[maskToken], .. allowOutOfVocabulary ? (string[])[OutOfVocabularyToken] : []];
        _tokens = WithoutRepetition([.. special, .. vocabulary], special.Length);
    }

    /// <summary>The text that gets index 0 beside rows without a value; <see langword="null"/> for none.</summary>
    public string? MaskToken => _maskToken;

    /// <summary>Whether texts outside the vocabulary share an index, or are an error.</summary>
    public bool AllowsOutOfVocabulary => _outOfVocabulary >= 0;

    /// <summary>The number of indices before the vocabulary's.</summary>
    internal int SpecialTokens => (_maskToken is null ? 0 : 1) + (AllowsOutOfVocabulary ? 1 : 0);

    /// <summary>The number of indices, including those of mask and out-of-vocabulary token: the rows an embedding table needs.</summary>
    public int VocabularySize => _tokens.Count;

    /// <summary>All texts in order of their indices, including mask and out-of-vocabulary token.</summary>
    public ReadOnlySpan<string> Vocabulary => _tokens.Values;

    /// <summary>The index of a text.</summary>
    /// <exception cref="ArgumentException">The text is outside the vocabulary, and the lookup forbids that.</exception>
    public int this[string text] =>
        _tokens.TryGetCode(text, out var index) ? index
        : _outOfVocabulary >= 0 ? _outOfVocabulary
        : throw new ArgumentException($"'{text}' is not in the vocabulary of {VocabularySize} texts: {Remedy}");

    /// <summary>Makes a lookup of the values of a column: the most frequent first, ties by the texts in descending order of their code points.</summary>
    /// <param name="column">A column; rows without a value do not count.</param>
    /// <param name="maskToken">As in the constructor; it is not counted.</param>
    /// <param name="allowOutOfVocabulary">As in the constructor.</param>
    /// <param name="maxTokens">The most indices the lookup may have, mask and out-of-vocabulary token included; null for no limit.</param>
    /// <exception cref="ArgumentException">The column has no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> leaves no place for a text.</exception>
    public static StringLookup Adapt(Column column, string? maskToken = null, bool allowOutOfVocabulary = true, int? maxTokens = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.NullCount == column.Length)
        {
            throw new ArgumentException($"Column '{column.Name}' has no values, so there is no vocabulary to learn from it.", nameof(column));
        }

        var special = (maskToken is null ? 0 : 1) + (allowOutOfVocabulary ? 1 : 0);
        if (maxTokens <= special)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxTokens), $"{maxTokens} indices leave no place for a text beside {special} reserved ones: allow at least {special + 1}.");
        }

        var texts = CountTexts(column.AsStrings())
            .Where(text => text.Count > 0 && text.Text != maskToken && !(allowOutOfVocabulary && text.Text == OutOfVocabularyToken))
            .OrderByDescending(text => text.Count)
            .ThenByDescending(text => text.Text, CodePointOrder.Instance)
            .Select(text => text.Text);
        return new StringLookup(maxTokens is { } most ? texts.Take(most - special) : texts, maskToken, allowOutOfVocabulary);
    }

    /// <summary>The index of each row's value.</summary>
    /// <exception cref="ArgumentException">
    /// A value is outside the vocabulary and the lookup forbids that, or a row has no value and there is no mask token.
    /// </exception>
    public int[] Apply(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var texts = column.AsStrings();
        var indices = IndicesOfCodes(texts);
        var result = GC.AllocateUninitializedArray<int>(texts.Length);
        var codes = texts.Codes;
        for (var row = 0; row < result.Length; row++)
        {
            var index = codes[row] < 0 ? IndexOfNull(texts, row) : indices[codes[row]];
            result[row] = index >= 0 ? index : throw OutsideVocabulary(texts, row);
        }

        return result;
    }

    /// <summary>The text of an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public string Token(int index) =>
        (uint)index < (uint)VocabularySize
            ? _tokens[index]
            : throw new ArgumentOutOfRangeException(nameof(index), $"Index {index} is outside the vocabulary, whose indices are 0 to {VocabularySize - 1}.");

    private static StringDictionary WithoutRepetition(string[] tokens, int special)
    {
        var tooMany = tokens.Index().GroupBy(token => token.Item).FirstOrDefault(same => same.Count() > 1);
        return tooMany is null
            ? new StringDictionary(tokens)
            : throw new ArgumentException(tooMany.First().Index < special
                ? $"The vocabulary contains '{tooMany.Key}', which the lookup adds itself: leave it out."
                : $"The vocabulary contains '{tooMany.Key}' {tooMany.Count()} times: give each text once.");
    }

    private static IEnumerable<(string Text, int Count)> CountTexts(StringColumn column) =>
        column.CountCodes().Select((count, code) => (column.Dictionary[code], count));

    /// <summary>The index of each code of the column's dictionary; −1 for a forbidden text, which no row need have.</summary>
    private int[] IndicesOfCodes(StringColumn column)
    {
        var indices = new int[column.Dictionary.Count];
        for (var code = 0; code < indices.Length; code++)
        {
            indices[code] = _tokens.TryGetCode(column.Dictionary[code], out var index) ? index : _outOfVocabulary;
        }

        return indices;
    }

    private int IndexOfNull(StringColumn column, int row) =>
        _maskToken is not null
            ? 0
            : throw new ArgumentException(
                $"Column '{column.Name}', row {row}: there is no value. Leave such rows out with DropNulls(\"{column.Name}\"), or give the lookup a mask token.",
                nameof(column));

    private ArgumentException OutsideVocabulary(StringColumn column, int row) =>
        new($"Column '{column.Name}', row {row}: '{column.Text(row)}' is not in the vocabulary of {VocabularySize} texts: {Remedy}", nameof(column));
}
