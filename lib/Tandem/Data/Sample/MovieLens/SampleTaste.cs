using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Somebody's hidden taste. All of it is whole numbers: nothing that rounds differently on another machine decides what is drawn.
/// </summary>
internal sealed class SampleTaste
{
    private const int StyleLength = 3;
    private const int StyleRange = 3;
    private const int MostAffinity = 20;

    // How many times likelier a film is watched at each affinity: a factor of 3/2 a step.
    private static readonly int[] _appeals = GrowByHalf(2 * MostAffinity + 1);

    private readonly int[] _genres;
    private readonly int[] _style;

    /// <param name="leaning">The genres that people of the same sex and age like a little.</param>
    /// <param name="random">Decides.</param>
    public SampleTaste(ReadOnlySpan<int> leaning, SeededRandom random)
    {
        _style = DrawStyle(random);
        _genres = Draws.Many(SampleMovies.GenreCount, () => random.NextInt(7) - 5);
        foreach (var genre in leaning)
        {
            _genres[genre] += 4;
        }

        for (var favourites = 0; favourites < 3; favourites++)
        {
            _genres[random.NextInt(_genres.Length)] += 9;
        }
    }

    /// <summary>A few traits that no genre tells of.</summary>
    public static int[] DrawStyle(SeededRandom random) =>
        Draws.Many(StyleLength, () => random.NextInt(2 * StyleRange + 1) - StyleRange);

    /// <summary>How much a film fits: the mean liking of its genres and the agreement in style, from −20 to 20.</summary>
    public int Affinity(SampleMovies movies, int movie)
    {
        var genres = movies.Genres[movie];
        var affinity = 0;
        foreach (var genre in genres)
        {
            affinity += _genres[genre];
        }

        affinity /= genres.Length;
        for (var trait = 0; trait < StyleLength; trait++)
        {
            affinity += _style[trait] * movies.Style[movie][trait];
        }

        return Math.Clamp(affinity, -MostAffinity, MostAffinity);
    }

    /// <summary>The factor by which an affinity makes watching likelier.</summary>
    public static int Appeal(int affinity) => _appeals[affinity + MostAffinity];

    private static int[] GrowByHalf(int length)
    {
        var values = new int[length];
        var value = 16L << 16;
        for (var i = 0; i < length; i++)
        {
            values[i] = (int)(value >> 16);
            value = value * 3 / 2;
        }

        return values;
    }
}
