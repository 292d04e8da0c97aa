using System.Text;
using System.Text.Json;

namespace Tandem;

/// <summary>The data sets of the notebooks. Their files are never part of the library: see <see cref="All"/> for where to get them.</summary>
public static class Datasets
{
    /// <summary>The environment variable that names the data folder.</summary>
    public const string FolderVariable = "TANDEM_DATA";

    private const string Catalogue = "Tandem.datasets.json";
    private static readonly Lazy<DatasetInfo[]> _known = new(ReadCatalogue);

    /// <summary>The data sets that the library knows: source, licence, citation and files of each.</summary>
    public static IReadOnlyList<DatasetInfo> All => _known.Value;

    /// <summary>
    /// MovieLens 1M: from a folder, else from the one that <see cref="FolderVariable"/> names, else the invented
    /// <see cref="MovieLensSample"/>. Print its <see cref="MovieLens.Description"/>, which tells which.
    /// </summary>
    /// <param name="folder">The data folder, which holds <c>ml-1m/ratings.dat</c>, <c>ml-1m/movies.dat</c> and <c>ml-1m/users.dat</c>.</param>
    /// <exception cref="FileNotFoundException">A folder is named, and a file is not in it. The sample is never taken in its stead.</exception>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is blank.</exception>
    /// <exception cref="InvalidDataException">A file is damaged: the message names the line.</exception>
    public static MovieLens MovieLens1M(string? folder = null)
    {
        if (folder is null && Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            folder = named;
        }

        return folder is null ? MovieLensSample() : ReadMovieLens1M(folder);
    }

    /// <summary>
    /// The invented sample: 100,000 ratings of 700 films by 1,200 users, with the columns and the shape of MovieLens, and tastes that a model
    /// can learn. The same on every machine.
    /// </summary>
    public static MovieLens MovieLensSample() => Tandem.MovieLensSample.Generate();

    private static MovieLens ReadMovieLens1M(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);

        // The files are in Latin-1, as the accents of a few titles show.
        Table Read(string file, params ColumnSpec[] columns) => Table.ReadDelimited(
            Require(folder, "ml-1m", file), "::", columns, new ReadOptions { Encoding = Encoding.Latin1 });

        return new MovieLens(
            Read("ratings.dat", ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")),
            Read("movies.dat", ColumnSpec.String("movie_id"), ColumnSpec.String("movie_title"), ColumnSpec.String("genres")),
            Read("users.dat", ColumnSpec.String("user_id"), ColumnSpec.String("gender"), ColumnSpec.Long("age"), ColumnSpec.Long("occupation"), ColumnSpec.String("zip_code")),
            new DataSource(Path.GetFullPath(folder)));
    }

    private static string Require(string folder, string dataset, string file)
    {
        var path = Path.Combine(Path.GetFullPath(folder), dataset, file);
        if (File.Exists(path))
        {
            return path;
        }

        var info = All.First(known => known.Name == dataset);
        throw new FileNotFoundException(
            $"There is no file {path}. Download {info.Title} from {info.Url} and unpack it so that the folder has {dataset}/{file}, "
            + $"or leave out the folder (and unset {FolderVariable}) to use the invented sample.",
            path);
    }

    private static DatasetInfo[] ReadCatalogue()
    {
        using var json = typeof(Datasets).Assembly.GetManifestResourceStream(Catalogue)!;
        return JsonSerializer.Deserialize<DatasetInfo[]>(json, JsonSerializerOptions.Web)!;
    }
}
