using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Turns whole numbers into indices, as Keras' layer of the same name: the mask value (if any) comes first, then the indices of what is outside
/// the vocabulary (unless that is forbidden), then the vocabulary. Immutable.
/// </summary>
/// <remarks>With several out-of-vocabulary indices a number falls to the one that its remainder gives, as in Keras.</remarks>
public sealed class IntegerLookup : ColumnIndexer
{
    /// <summary>What stands for every number outside the vocabulary.</summary>
    public const long OutOfVocabularyValue = -1;

    private const string Remedy = "adapt the lookup on data that has it, or allow numbers outside the vocabulary (outOfVocabularyIndices: 1).";

    private readonly Vocabulary<long> _vocabulary;

    /// <summary>Creates a lookup from a vocabulary.</summary>
    /// <param name="vocabulary">The numbers, in order of their indices, without mask and out-of-vocabulary value.</param>
    /// <param name="maskValue">The number, and the one for rows without a value, that gets index 0; null (the default) for none.</param>
    /// <param name="outOfVocabularyIndices">How many indices the numbers outside the vocabulary share; 0 makes them an error.</param>
    /// <param name="inverseDocumentFrequencies">For <see cref="EncodingMode.TfIdf"/>, the weight of each number of the vocabulary; empty otherwise.</param>
    /// <exception cref="ArgumentException">A number occurs twice, or is the mask or the out-of-vocabulary value, −1; or the weights do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outOfVocabularyIndices"/> is negative.</exception>
    public IntegerLookup(
        IEnumerable<long> vocabulary, long? maskValue = null, int outOfVocabularyIndices = 1, ReadOnlySpan<float> inverseDocumentFrequencies = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        MaskValue = maskValue;
        _vocabulary = new Vocabulary<long>([.. vocabulary], Mask(maskValue), OutOfVocabularyValue, outOfVocabularyIndices, inverseDocumentFrequencies);
    }

    /// <summary>The number of indices, including those of mask and out-of-vocabulary value: the rows an embedding table needs.</summary>
    public override int VocabularySize => _vocabulary.Tokens.Length;

    /// <summary>All numbers in order of their indices, including mask and out-of-vocabulary values.</summary>
    public ReadOnlySpan<long> Vocabulary => _vocabulary.Tokens;

    /// <summary>The number with index 0 that stands for no value; <see langword="null"/> for none.</summary>
    public long? MaskValue { get; }

    /// <summary>How many indices the numbers outside the vocabulary share.</summary>
    public int OutOfVocabularyIndices => _vocabulary.OutOfVocabularyIndices;

    /// <summary>How many indices come before the vocabulary's: the mask's and those of what is outside it.</summary>
    public int ReservedIndices => _vocabulary.Reserved;

    /// <summary>The weight of each number of the vocabulary without the reserved ones; empty when there are none.</summary>
    public ReadOnlySpan<float> InverseDocumentFrequencies => _vocabulary.Weights;

    /// <summary>The index of a number.</summary>
    /// <exception cref="ArgumentException">The number is outside the vocabulary, and the lookup forbids that.</exception>
    public int this[long value] => Find(value) is >= 0 and var index
        ? index
        : throw new ArgumentException($"{value} is not in the vocabulary of {VocabularySize} numbers: {Remedy}");

    /// <summary>Makes a lookup of the values of a column: the most frequent first, ties in descending order.</summary>
    /// <param name="column">A column of whole numbers; rows without a value do not count.</param>
    /// <param name="maskValue">As in the constructor; it is not counted.</param>
    /// <param name="outOfVocabularyIndices">As in the constructor.</param>
    /// <param name="maxTokens">The most indices the lookup may have, mask and out-of-vocabulary value included; null for no limit.</param>
    /// <param name="tfIdf">Whether to learn the inverse document frequencies that the encoding <see cref="EncodingMode.TfIdf"/> needs.</param>
    /// <exception cref="ArgumentException">The column has no values, or does not hold whole numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> leaves no place for a number.</exception>
    public static IntegerLookup Adapt(Column column, long? maskValue = null, int outOfVocabularyIndices = 1, int? maxTokens = null, bool tfIdf = false)
    {
        var numbers = Numbers(column);
        Vocabulary<long>.RequireValues(numbers);
        var counts = Enumerable.Range(0, numbers.Length).Where(row => !numbers.IsNull(row)).CountBy(row => numbers.Values[row]).ToDictionary();
        long[] reserved = [.. Mask(maskValue), .. outOfVocabularyIndices > 0 ? (long[])[OutOfVocabularyValue] : []];
        var values = Vocabulary<long>.ByFrequency(
            counts.Select(pair => (pair.Key, pair.Value)), Comparer<long>.Default, reserved, Mask(maskValue).Length + Math.Max(0, outOfVocabularyIndices), maxTokens);
        var weights = tfIdf ? Vocabulary<long>.InverseDocumentFrequencies(values, counts, numbers.Length - numbers.NullCount) : [];
        return new IntegerLookup(values, maskValue, outOfVocabularyIndices, weights);
    }

    /// <summary>The index of each row's value.</summary>
    /// <exception cref="ArgumentException">
    /// The column does not hold whole numbers, a value is outside the vocabulary and the lookup forbids that, or a row has no value and there is no mask value.
    /// </exception>
    public override int[] Apply(Column column)
    {
        var numbers = Numbers(column);
        var indices = GC.AllocateUninitializedArray<int>(numbers.Length);
        for (var row = 0; row < indices.Length; row++)
        {
            indices[row] = !numbers.IsNull(row) ? Find(numbers.Values[row]) : MaskValue is null ? -1 : 0;
            if (indices[row] < 0)
            {
                throw Error(numbers, row);
            }
        }

        return indices;
    }

    /// <summary>The values of a column as rows of numbers, one column an index but the mask's: <c>[rows, indices]</c>.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Apply(Column)"/>.</exception>
    /// <exception cref="InvalidOperationException">The mode is <see cref="EncodingMode.TfIdf"/> and there are no inverse document frequencies.</exception>
    public Tensor Encode(Column column, EncodingMode mode) => _vocabulary.Encode(HotRows.Singles(Apply(column)), mode);

    /// <summary>The number of an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public long Value(int index) => _vocabulary.Token(index);

    private static long[] Mask(long? maskValue) => maskValue is { } mask ? [mask] : [];

    private static LongColumn Numbers(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column as LongColumn ?? throw new ArgumentException(
            $"Column '{column.Name}' holds {column.Type} values, and an IntegerLookup looks up whole numbers: read the column as long, or use a StringLookup.", nameof(column));
    }

    private int Find(long value) => _vocabulary[value, static (outside, buckets) => (ulong)(((outside % (long)buckets) + (long)buckets) % (long)buckets)];

    private ArgumentException Error(LongColumn column, int row) => column.IsNull(row)
        ? NoValue(column, row, ", or give the lookup a mask value")
        : new($"Column '{column.Name}', row {row}: {column.Values[row]} is not in the vocabulary of {VocabularySize} numbers: {Remedy}", nameof(column));
}
