namespace Tandem;

/// <summary>
/// Puts values into a fixed number of bins by a hash of their text: a vocabulary that need not be learnt, at the price of values that share a
/// bin. As Keras' layer of the same name, and the same on every machine and in every version. Immutable.
/// </summary>
/// <remarks>
/// Without a salt FarmHash's fingerprint decides, with one SipHash-2-4, of the UTF-8 bytes of the value's text; whole numbers are hashed by
/// their decimal digits. Different salts give unrelated bins.
/// </remarks>
public sealed class Hashing : ColumnIndexer
{
    /// <summary>Creates a hashing.</summary>
    /// <param name="bins">The number of bins, that of the mask included.</param>
    /// <param name="maskValue">The text, and the one for rows without a value, that has bin 0 for itself; null (the default) for none.</param>
    /// <param name="salt">The key of SipHash; null for FarmHash. Keras' salt of one number stands for that number twice.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no bin, or none beside the mask's.</exception>
    public Hashing(int bins, string? maskValue = null, (ulong First, ulong Second)? salt = null)
    {
        var least = maskValue is null ? 1 : 2;
        if (bins < least)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"Hashing needs at least {least} {(least == 1 ? "bin" : "bins, one of them for the mask")}.");
        }

        (VocabularySize, MaskValue, Salt) = (bins, maskValue, salt);
    }

    /// <summary>The number of bins.</summary>
    public override int VocabularySize { get; }

    /// <summary>The text with bin 0 for itself; <see langword="null"/> for none.</summary>
    public string? MaskValue { get; }

    /// <summary>The key of SipHash; <see langword="null"/> for FarmHash.</summary>
    public (ulong First, ulong Second)? Salt { get; }

    /// <summary>The bin of a text.</summary>
    public int this[string text]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(text);
            if (text == MaskValue)
            {
                return 0;
            }

            var hash = Salt is { } key ? SipHash.Hash(text, key) : FarmHash.Fingerprint(text);
            var masked = MaskValue is null ? 0u : 1u;
            return (int)((hash % ((uint)VocabularySize - masked)) + masked);
        }
    }

    /// <summary>The bin of each row's value.</summary>
    /// <exception cref="ArgumentException">A row has no value, and there is no mask value.</exception>
    public override int[] Apply(Column column) => ApplyToTexts(
        column, text => this[text], MaskValue is null ? -1 : 0, static (holed, row) => NoValue(holed, row, ", or give the hashing a mask value"));
}
