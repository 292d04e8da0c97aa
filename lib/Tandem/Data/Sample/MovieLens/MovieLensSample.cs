using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the shape of MovieLens: a long tail of films and of people, at least 20 ratings a person, no
/// film twice, and tastes that a model can learn. It is the same on every machine.
/// </summary>
internal static class MovieLensSample
{
    private const int UserCount = 1_200;
    private const int MovieCount = 700;
    private const int RatingCount = 100_000;
    private const int FewestRatings = 20;
    private const int FirstDay = 956_700_000;
    private const int Year = 365 * 86_400;

    private static readonly long[] _ages = [1, 18, 25, 35, 45, 50, 56];
    private static readonly string[] _occupations =
    [
        "other", "educator", "artist", "administrator", "student", "entertainment", "doctor", "executive", "healthcare", "homemaker", "librarian",
        "lawyer", "programmer", "retired", "marketing", "scientist", "salesman", "technician", "engineer", "none", "writer",
    ];

    private static readonly WeightedChoice _ageShares = new([4, 18, 35, 20, 9, 8, 6]);

    // Likings of women and of men, then of each age: indices into the genres.
    private static readonly int[][] _leaningsOfSex = [[13, 11], [0, 14]];
    private static readonly int[][] _leaningsOfAge = [[2, 3], [10, 4], [14, 15], [5, 7], [1, 12], [16, 7], [17, 9]];

    public static MovieLens Generate(DataSource source)
    {
        var random = new SeededRandom(1997);
        var movies = new SampleMovies(MovieCount, random);
        var women = Draws.Many(UserCount, () => random.NextInt(100) < 28);
        var ages = Draws.Many(UserCount, () => _ageShares.Next(random));
        var ratings = DrawRatings(movies, women, ages, random);
        var users = Table.FromColumns(
            new StringColumn("user_id", [.. Enumerable.Range(0, UserCount)], UserIds()),
            new StringColumn("gender", women.Select(woman => woman ? "F" : "M")),
            new LongColumn("age", Array.ConvertAll(ages, age => _ages[age])),
            new LongColumn("occupation", Draws.Many(UserCount, () => (long)random.NextInt(21))),
            new StringColumn("zip_code", Draws.Many(UserCount, () => $"{random.NextInt(100_000):00000}")));
        return new MovieLens(ratings, movies.ToTable(), users, source);
    }

    /// <summary>The same films and people, with occupations in words, as MovieLens 100K has them.</summary>
    public static MovieLens Generate100K(DataSource source)
    {
        var data = Generate(source);
        var codes = data.Users.Column<LongColumn>("occupation").Values.ToArray();
        return data with { Users = data.Users.WithColumn(new StringColumn("occupation", codes.Select(code => _occupations[code]))) };
    }

    private static Table DrawRatings(SampleMovies movies, bool[] women, int[] ages, SeededRandom random)
    {
        var users = new List<int>(RatingCount);
        var seen = new List<int>(RatingCount);
        var stars = new List<double>(RatingCount);
        var times = new List<DateTime>(RatingCount);
        var counts = RatingsOfUsers(random);
        for (var user = 0; user < UserCount; user++)
        {
            var taste = new SampleTaste([.. _leaningsOfSex[women[user] ? 0 : 1], .. _leaningsOfAge[ages[user]]], random);
            var time = FirstDay + random.NextInt(Year);
            foreach (var movie in DrawMovies(movies, taste, counts[user], random))
            {
                time += NextPause(random);
                users.Add(user);
                seen.Add(movie);
                stars.Add(DrawStars(taste.Affinity(movies, movie) + movies.Quality[movie], random));
                times.Add(DateTime.UnixEpoch.AddSeconds(time));
            }
        }

        return Table.FromColumns(
            new StringColumn("user_id", [.. users], UserIds()),
            new StringColumn("movie_id", [.. seen], movies.Ids),
            new DoubleColumn("rating", [.. stars]),
            new TimestampColumn("timestamp", [.. times]));
    }

    private static int[] DrawMovies(SampleMovies movies, SampleTaste taste, int count, SeededRandom random)
    {
        var weights = new int[movies.Count];
        for (var movie = 0; movie < weights.Length; movie++)
        {
            weights[movie] = 1 + (int)((long)movies.Popularity[movie] * SampleTaste.Appeal(taste.Affinity(movies, movie)) >> 12);
        }

        var draw = new WeightedDraw(weights);
        var drawn = Draws.Many(count, () => draw.Next(random));

        // What somebody likes best is drawn first, but not watched first.
        random.Shuffle(drawn.AsSpan());
        return drawn;
    }

    /// <summary>A long tail of diligence, of exactly <see cref="RatingCount"/> ratings, over people in random order.</summary>
    private static int[] RatingsOfUsers(SeededRandom random)
    {
        var shares = Array.ConvertAll(random.Permutation(UserCount), rank => (int)(400_000_000L / ((rank + 350) * (rank + 350))));
        return Draws.Divide(RatingCount, shares, FewestRatings, random);
    }

    private static double DrawStars(int liking, SeededRandom random)
    {
        // The sum of three dice is close enough to a bell.
        var felt = liking + random.NextInt(13) + random.NextInt(13) + random.NextInt(13);
        return felt switch { < 16 => 1, < 20 => 2, < 26 => 3, < 33 => 4, _ => 5 };
    }

    /// <summary>Half a minute or so, and now and then some days.</summary>
    private static int NextPause(SeededRandom random) =>
        random.NextInt(30) == 0 ? 86_400 * (1 + random.NextInt(14)) + random.NextInt(43_200) : 8 + random.NextInt(60);

    private static StringDictionary UserIds() => new(Enumerable.Range(1, UserCount).Select(id => $"{id}"));
}
