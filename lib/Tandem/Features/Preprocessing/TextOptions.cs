namespace Tandem;

/// <summary>How texts become tokens.</summary>
public sealed record TextOptions
{
    /// <summary>The n-grams of a text take memory as the square of their length, and longer ones do not occur twice.</summary>
    private const int MostWords = 100;

    /// <summary>What is done to a text first; letters are lowered and punctuation removed by default.</summary>
    public TextStandardization Standardization { get; init; } = TextStandardization.LowerAndStripPunctuation;

    /// <summary>
    /// What stands between two tokens, such as <c>|</c> in a list of genres; <see langword="null"/> (the default) for spaces, tabs and line ends, "" to
    /// make every character a token. Tokens without characters are left out.
    /// </summary>
    public string? Separator { get; init; }

    /// <summary>The fewest neighbouring words a token is made of; 1 by default.</summary>
    public int SmallestNGram { get; init; } = 1;

    /// <summary>The most neighbouring words a token is made of, joined by a space; 1 by default, at most 100. Shorter ones come first.</summary>
    public int LargestNGram { get; init; } = 1;

    /// <summary>Texts are cut after this many tokens; <see langword="null"/> (the default) for never.</summary>
    public int? Length { get; init; }

    internal void Check()
    {
        Standardization.Checked(nameof(Standardization));
        if (SmallestNGram < 1 || LargestNGram < SmallestNGram || LargestNGram > MostWords)
        {
            throw new ArgumentException(
                $"N-grams of {SmallestNGram} to {LargestNGram} words: the smallest is at least 1, the largest at least the smallest and at most {MostWords}.");
        }

        if (Length < 1)
        {
            throw new ArgumentException($"Texts cannot be cut after {Length} tokens: keep at least 1, or give null to keep all.");
        }
    }
}
