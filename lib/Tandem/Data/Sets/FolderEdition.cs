using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>
/// What a data set's folder says of its own files, in a file beside them: an edition that is no published one, such as a written sample or
/// an extract, names its files, their checksums, and how they were made. Anybody can write such a file, so it is believed when it says that a file is
/// <em>not</em> the published one; that a file is, only the catalogue's checksums can tell.
/// </summary>
internal static class FolderEdition
{
    /// <summary>The file in the data set's folder: a JSON array of <see cref="DatasetVariant"/>, each with the path of the file it stands for.</summary>
    public const string FileName = "edition.json";

    /// <summary>Many times what a data set's files need.</summary>
    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    public static DatasetVariant[] Read(string folder, DatasetInfo info) =>
    [
        .. info.Files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct()
            .Select(directory => Path.Combine(folder, directory, FileName))
            .Where(File.Exists)
            .SelectMany(ReadFile),
    ];

    public static string ToJson(IEnumerable<DatasetVariant> files) => JsonSerializer.Serialize(files, _json);

    /// <summary>Reads such a file.</summary>
    /// <exception cref="InvalidDataException">It is not of the form.</exception>
    public static DatasetVariant[] ReadFile(string path)
    {
        try
        {
            var variants = new FileInfo(path).Length <= MostBytes ? JsonSerializer.Deserialize<DatasetVariant[]>(File.ReadAllText(path), _json) : null;
            return variants?.Contains(null) == false ? variants : throw new JsonException("It is not one.");
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"{path}: {wrong.Message} It should be an array of objects with path, status (derived or simulated), sha256 and note. Write it anew, or delete it.", wrong);
        }
    }
}
