using System.Text;

namespace Tandem;

/// <summary>The layouts in which MovieLens is published.</summary>
internal static class MovieLensFiles
{
    /// <summary>MovieLens 1M as GroupLens publishes it, or as TensorFlow Datasets gives it.</summary>
    public static MovieLens Read1M(DataSource source) =>
        !source.Files.Has("ml-1m/ratings.dat") && source.Files.Has(MovieLensExport.Ratings) ? MovieLensExport.Read(source) : ReadPublished(source);

    /// <summary>MovieLens 100K as GroupLens publishes it.</summary>
    public static MovieLens Read100K(DataSource source)
    {
        source.Files.RequireFiles();
        var genres = Read("u.genre", "|", ColumnSpec.String("genre"), ColumnSpec.Long("number"));
        var names = Enumerable.Range(0, genres.RowCount).Select(row => genres["genre"].Text(row)!).ToArray();
        var films = Read(
            "u.item",
            "|",
            [
                ColumnSpec.String("movie_id"), ColumnSpec.String("movie_title"), ColumnSpec.String("release_date"), ColumnSpec.String("video_release_date"), ColumnSpec.String("url"),
                .. names.Select(ColumnSpec.Long),
            ]);
        var users = Read(
            "u.user", "|", ColumnSpec.String("user_id"), ColumnSpec.Long("age"), ColumnSpec.String("gender"), ColumnSpec.String("occupation"), ColumnSpec.String("zip_code"));
        return new MovieLens(
            Read("u.data", "\t", ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")),
            films.Select("movie_id", "movie_title").WithColumn(GenresOf(films, names)),
            users.Select("user_id", "gender", "age", "occupation", "zip_code"),
            source);

        Table Read(string file, string separator, params ColumnSpec[] columns) => source.Files.Read(
            $"ml-100k/{file}",
            columns,
            path => Table.ReadDelimited(path, separator, columns, new ReadOptions { Encoding = Encoding.Latin1, Quote = null }));
    }

    /// <summary>The genres of each film, of which the file has a column of 0 and 1 each.</summary>
    private static StringColumn GenresOf(Table films, string[] names)
    {
        var flags = Array.ConvertAll(names, name => films.Column<LongColumn>(name).Values.ToArray());
        return new StringColumn("genres", Enumerable.Range(0, films.RowCount).Select(row => string.Join('|', names.Where((_, genre) => flags[genre][row] == 1))));
    }

    // They are in Latin-1, as the accents of a few titles show.
    private static MovieLens ReadPublished(DataSource source)
    {
        source.Files.RequireFiles();
        return new MovieLens(
            Read("ratings.dat", ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")),
            Read("movies.dat", ColumnSpec.String("movie_id"), ColumnSpec.String("movie_title"), ColumnSpec.String("genres")),
            Read("users.dat", ColumnSpec.String("user_id"), ColumnSpec.String("gender"), ColumnSpec.Long("age"), ColumnSpec.Long("occupation"), ColumnSpec.String("zip_code")),
            source);

        Table Read(string file, params ColumnSpec[] columns) => source.Files.Read(
            $"ml-1m/{file}",
            columns,
            path => Table.ReadDelimited(path, "::", columns, new ReadOptions { Encoding = Encoding.Latin1 }));
    }
}
