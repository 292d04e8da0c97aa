using Tandem.Tensors;

namespace Tandem;

/// <summary>The invented films: what is published of them, and the hidden traits that make people like them.</summary>
internal sealed class SampleMovies
{
    private static readonly string[] _genreNames =
    [
        "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Musical",
        "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    // How often a genre is a film's first one, roughly as in the catalogue of a video shop.
    private static readonly int[] _genreShares = [12, 6, 4, 5, 20, 7, 4, 24, 3, 2, 8, 3, 3, 8, 7, 9, 4, 3];

    private readonly string[] _titles;

    public SampleMovies(int count, SeededRandom random)
    {
        Genres = Draws.Many(count, () => DrawGenres(random));
        Style = Draws.Many(count, () => SampleTaste.DrawStyle(random));

        // A long tail over ranks, which films get in random order.
        Popularity = Draws.LongTail(count, flatness: 25, random);
        Quality = Array.ConvertAll(Popularity, popularity => random.NextInt(9) - 4 + popularity / 3_000);
        _titles = SampleTitles.Invent(Draws.Many(count, () => 2000 - Math.Min(random.NextInt(70), random.NextInt(70))), random);
    }

    public static int GenreCount => _genreNames.Length;

    public int[][] Genres { get; }

    public int[][] Style { get; }

    public int[] Popularity { get; }

    public int[] Quality { get; }

    public int Count => _titles.Length;

    public StringDictionary Ids => new(Enumerable.Range(1, Count).Select(id => $"{id}"));

    public Table ToTable() => Table.FromColumns(
        new StringColumn("movie_id", [.. Enumerable.Range(0, Count)], Ids),
        new StringColumn("movie_title", _titles),
        new StringColumn("genres", Genres.Select(genres => string.Join('|', genres.Order().Select(genre => _genreNames[genre])))));

    private static int[] DrawGenres(SeededRandom random)
    {
        var draw = new WeightedDraw(_genreShares);
        var count = 1 + (random.NextInt(10) < 6 ? 1 : 0) + (random.NextInt(10) < 2 ? 1 : 0);
        return Draws.Many(count, () => draw.Next(random));
    }
}
