using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>
/// The data sets of the notebooks. Their files are never part of the library: <see cref="All"/> tells where to get them. Each is read from the folder
/// given, else from the one that <see cref="FolderVariable"/> names, else from <see cref="DefaultFolder"/> if it is there; where no folder is named and
/// it is not there, a sample of the same columns and quirks is generated. Print the description of what you get: it tells which of these it is.
/// </summary>
public static class Datasets
{
    /// <summary>The environment variable that names the data folder.</summary>
    public const string FolderVariable = "TANDEM_DATA";

    private const string Catalogue = "Tandem.datasets.json";
    private static readonly Lazy<DatasetInfo[]> _known = new(ReadCatalogue);

    /// <summary>The folder that <c>tandem data get</c> fills when none is named: <c>tandem/data</c> in the user's folder for applications' data.</summary>
    public static string DefaultFolder => DataFolder.Default;

    /// <summary>The data sets that the library knows: source, licence, citation and files of each.</summary>
    public static IReadOnlyList<DatasetInfo> All => _known.Value;

    /// <summary>MovieLens 1M: a million ratings of films.</summary>
    /// <param name="folder">The data folder, which holds <c>ml-1m/ratings.dat</c>, <c>ml-1m/movies.dat</c> and <c>ml-1m/users.dat</c>.</param>
    /// <exception cref="FileNotFoundException">A folder is named, and a file is not in it. The sample is never taken in its stead.</exception>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is blank.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, cut off or another: the message names it, and the line where there is one.</exception>
    public static MovieLens MovieLens1M(string? folder = null) => From("ml-1m", folder, MovieLensFiles.Read1M, Tandem.MovieLensSample.Generate);

    /// <summary>MovieLens 100K: a hundred thousand ratings of films, the data set of most textbooks.</summary>
    /// <param name="folder">The data folder, which holds <c>u.data</c>, <c>u.item</c>, <c>u.user</c> and <c>u.genre</c> in <c>ml-100k/</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static MovieLens MovieLens100K(string? folder = null) => From("ml-100k", folder, MovieLensFiles.Read100K, Tandem.MovieLensSample.Generate100K);

    /// <summary>
    /// The invented sample: 100,000 ratings of 700 films by 1,200 users, with the columns and the shape of MovieLens, and tastes that a model
    /// can learn. The same on every machine.
    /// </summary>
    public static MovieLens MovieLensSample() => Tandem.MovieLensSample.Generate(Sample("ml-1m"));

    /// <summary>Olist: a hundred thousand orders from Brazilian shops.</summary>
    /// <param name="folder">The data folder, which holds the publisher's CSV files in <c>olist/</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static Olist Olist(string? folder = null) => From("olist", folder, source => new Olist(source), OlistSample.Generate);

    /// <summary>Babyshop: what customers of a shop for children's things dealt with.</summary>
    /// <param name="folder">The data folder, which holds <c>train.csv</c>, <c>test.csv</c>, <c>item_info.csv</c> and <c>user_info.csv</c> in <c>babyshop/</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static Babyshop Babyshop(string? folder = null) => From("babyshop", folder, Tandem.Babyshop.Read, BabyshopSample.Generate);

    /// <summary>Amazon's ratings of electronics from 1996 to 2014.</summary>
    /// <param name="folder">The data folder, which holds <c>amazon/ratings_Electronics.csv</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static AmazonReviews AmazonElectronics(string? folder = null) => From("amazon-electronics", folder, AmazonFiles.Electronics, AmazonElectronicsSample.Generate);

    /// <summary>Amazon's ratings of electronics in the collection of 2023.</summary>
    /// <param name="folder">The data folder, which holds <c>amazon/Electronics.csv</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static AmazonReviews AmazonReviews2023(string? folder = null) => From("amazon-reviews-2023", folder, AmazonFiles.Reviews2023, AmazonReviews2023Sample.Generate);

    /// <summary>Amazon's reviews of musical instruments from 1996 to 2014, with <c>summary</c> and <c>text</c> (text), by users and of products with at least five.</summary>
    /// <param name="folder">The data folder, which holds <c>amazon/reviews_Musical_Instruments_5.json</c>.</param>
    /// <inheritdoc cref="MovieLens1M" path="/exception"/>
    public static AmazonReviews AmazonInstruments(string? folder = null) => From("amazon-instruments", folder, AmazonFiles.Instruments, AmazonInstrumentsSample.Generate);

    internal static DatasetInfo Info(string name) => All.Single(known => known.Name == name);

    private static DataSource Sample(string name) => new(Info(name));

    private static T From<T>(string name, string? folder, Func<DataSource, T> read, Func<DataSource, T> sample)
    {
        var place = DataFolder.Choose(folder);

        // Only where nobody named a folder may the sample stand in.
        return place.Origin == DataFolderOrigin.Default && !new DatasetFolder(Info(name), place.Path).HasAny
            ? sample(Sample(name))
            : read(new DataSource(Info(name), place.Path));
    }

    private static DatasetInfo[] ReadCatalogue()
    {
        using var json = typeof(Datasets).Assembly.GetManifestResourceStream(Catalogue)!;
        var options = new JsonSerializerOptions(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() } };
        return JsonSerializer.Deserialize<DatasetInfo[]>(json, options)!;
    }
}
