using System.Globalization;
using System.Text;

namespace Tandem;

/// <summary>
/// MovieLens as TensorFlow Datasets gives it (<c>movielens/1m-ratings</c> and <c>movielens/1m-movies</c>), written by
/// <c>tfds.as_dataframe(…).to_csv(…)</c>: ratings with the film and the user in each row, text as Python writes bytes, genres as numbers.
/// </summary>
internal static class MovieLensExport
{
    public const string Ratings = "ml-1m/1m-ratings.csv";

    private const string Movies = "ml-1m/1m-movies.csv";

    // The labels of the feature "movie_genres" in their order, with GroupLens' spelling of the fourth.
    private static readonly string[] _genres =
    [
        "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "IMAX", "Musical",
        "Mystery", "Romance", "Sci-Fi", "Thriller", "Unknown", "War", "Western", "(no genres listed)",
    ];

    private static readonly ColumnSpec[] _movieColumns = Array.ConvertAll(["movie_id", "movie_title", "movie_genres"], ColumnSpec.String);
    private static readonly ColumnSpec[] _ratingColumns =
    [
        .. _movieColumns,
        ColumnSpec.String("user_id"),
        ColumnSpec.Double("user_rating"),
        ColumnSpec.Timestamp("timestamp"),
        ColumnSpec.Bool("user_gender"),
        ColumnSpec.Double("bucketized_user_age"),
        ColumnSpec.Long("user_occupation_label"),
        ColumnSpec.String("user_zip_code"),
    ];

    public static MovieLens Read(DataSource source)
    {
        var rows = ReadFile(source, Ratings, _ratingColumns);
        var movies = source.Files.Has(Movies) ? ReadFile(source, Movies, _movieColumns) : FirstOfEach(rows, "movie_id", _movieColumns);
        var users = FirstOfEach(rows, "user_id", [.. _ratingColumns.Where(column => column.Name.Contains("user_", StringComparison.Ordinal))]);
        return new MovieLens(
            rows.Select("user_id", "movie_id", "user_rating", "timestamp").Rename("user_rating", "rating"),
            movies.WithColumn("movie_genres", row => GenresOf(row.String("movie_genres"))).Select("movie_id", "movie_title", "movie_genres").Rename("movie_genres", "genres"),
            Table.FromColumns(
                users["user_id"],
                new StringColumn("gender", users.Rows.Select(row => row.Bool("user_gender") ? "M" : "F")),
                new LongColumn("age", users.Rows.Select(row => (long)row.Double("bucketized_user_age")).ToArray()),
                new LongColumn("occupation", users.Column<LongColumn>("user_occupation_label").Values),
                new StringColumn("zip_code", users.Rows.Select(row => row.String("user_zip_code")))),
            source);
    }

    /// <summary>The text of a Python literal of bytes in UTF-8, such as <c>b'Caf\xc3\xa9'</c>; other text is left as it is.</summary>
    public static string Text(string cell)
    {
        if (cell.Length < 3 || cell[0] != 'b' || cell[1] is not ('\'' or '"') || cell[^1] != cell[1])
        {
            return cell;
        }

        var bytes = new List<byte>(cell.Length);
        for (var i = 2; i < cell.Length - 1; i++)
        {
            if (cell[i] == '\\' && i + 4 < cell.Length && cell[i + 1] == 'x' && byte.TryParse(cell.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                bytes.Add(code);
                i += 3;
            }
            else
            {
                bytes.Add((byte)(cell[i] == '\\' && i + 2 < cell.Length ? cell[++i] : cell[i]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static Table ReadFile(DataSource source, string path, ColumnSpec[] columns)
    {
        var table = source.Files.Read(path, columns, full => Table.ReadCsv(full, new ReadOptions { Keep = columns }));
        return columns.Where(column => column.Type == ColumnType.String)
            .Aggregate(table, (decoded, column) => decoded.WithColumn(Decoded(decoded.Column<StringColumn>(column.Name))));
    }

    private static StringColumn Decoded(StringColumn column)
    {
        var texts = Enumerable.Range(0, column.Dictionary.Count).Select(code => Text(column.Dictionary[code])).ToArray();
        return new StringColumn(column.Name, column.Codes.ToArray().Select(code => code < 0 ? null : texts[code]));
    }

    private static Table FirstOfEach(Table rows, string id, ColumnSpec[] columns)
    {
        var codes = rows.Column<StringColumn>(id).Codes.ToArray();
        var first = codes.Index().DistinctBy(row => row.Item).Select(row => row.Index).ToHashSet();
        return rows.Select(columns.Select(column => column.Name)).Where(row => first.Contains(row.Index));
    }

    private static string GenresOf(string numbers) => string.Join('|', numbers.Trim('[', ']')
        .Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
        .Select(genre => int.TryParse(genre, CultureInfo.InvariantCulture, out var number) && number >= 0 && number < _genres.Length ? _genres[number] : genre));
}
