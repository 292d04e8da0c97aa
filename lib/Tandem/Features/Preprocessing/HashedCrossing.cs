using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Puts the combinations of several columns' values into a fixed number of bins, as Keras' layer of the same name: "woman and under 25" is a
/// value of its own, which the sum of two embeddings cannot tell. Immutable, and the same on every machine and in every version.
/// </summary>
/// <remarks>
/// TensorFlow's hash of a cross: FarmHash's fingerprints of texts, and whole numbers as they are, joined one after another from a fixed start.
/// Other values are hashed by their text.
/// </remarks>
public sealed class HashedCrossing
{
    private const ulong Start = 0xDECAFCAFFE;

    /// <summary>Creates a crossing.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no bin.</exception>
    public HashedCrossing(int bins)
    {
        if (bins < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "A crossing needs at least 1 bin.");
        }

        Bins = bins;
    }

    /// <summary>The number of bins.</summary>
    public int Bins { get; }

    /// <summary>The bin of each row's combination.</summary>
    /// <exception cref="ArgumentException">There are fewer than two columns, their lengths differ, or a row has no value in one of them.</exception>
    public int[] Apply(params ReadOnlySpan<Column> columns)
    {
        if (columns.Length < 2)
        {
            throw new ArgumentException($"A crossing needs at least two columns, and was given {columns.Length}.", nameof(columns));
        }

        ArgumentNullException.ThrowIfNull(columns[0]);
        var joined = new ulong[columns[0].Length];
        joined.AsSpan().Fill(Start);
        foreach (var column in columns)
        {
            Join(joined, column);
        }

        return Array.ConvertAll(joined, hash => (int)(hash % (uint)Bins));
    }

    /// <summary>The bins as one-hot rows: <c>[rows, Bins]</c>.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Apply"/>.</exception>
    public Tensor Encode(params ReadOnlySpan<Column> columns) => new CategoryEncoding(Bins, EncodingMode.OneHot).Apply(Apply(columns));

    private static void Join(ulong[] joined, Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Length != joined.Length)
        {
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows where the first column has {joined.Length}: cross columns of one table.");
        }

        if (column.HasNulls)
        {
            var row = Enumerable.Range(0, column.Length).First(column.IsNull);
            throw new ArgumentException(
                $"Column '{column.Name}', row {row}: there is no value to cross. Leave such rows out with DropNulls(\"{column.Name}\"), or fill them in with FillNulls.");
        }

        var hashes = column is LongColumn ? [] : Array.ConvertAll(column.AsStrings().Dictionary.Values.ToArray(), FarmHash.Fingerprint);
        var codes = column is LongColumn ? default : column.AsStrings().Codes;
        for (var row = 0; row < joined.Length; row++)
        {
            joined[row] = FarmHash.Join(joined[row], column is LongColumn numbers ? (ulong)numbers.Values[row] : hashes[codes[row]]);
        }
    }
}
