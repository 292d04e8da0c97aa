using System.Text;

namespace Tandem;

/// <summary>The layouts in which MovieLens is published.</summary>
internal static class MovieLensFiles
{
    /// <summary>MovieLens 1M as GroupLens publishes it, or as TensorFlow Datasets gives it.</summary>
    public static MovieLens Read1M(DataSource source) =>
        !source.Files.Has("ml-1m/ratings.dat") && source.Files.Has(MovieLensExport.Ratings) ? MovieLensExport.Read(source) : ReadPublished(source);

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
