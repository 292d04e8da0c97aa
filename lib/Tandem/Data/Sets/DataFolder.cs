namespace Tandem;

/// <summary>The folder that holds data sets, and what decided that it is this one.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Origin">What decided.</param>
internal sealed record DataFolder(string Path, DataFolderOrigin Origin)
{
    /// <summary>Where <c>tandem data get</c> puts data sets when no folder is named.</summary>
    public static string Default => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tandem", "data");

    /// <summary>The folder that is given, else the one that the environment names, else the default one.</summary>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is blank.</exception>
    public static DataFolder Choose(string? folder)
    {
        if (folder is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(folder);
            return new DataFolder(System.IO.Path.GetFullPath(folder), DataFolderOrigin.Argument);
        }

        return Environment.GetEnvironmentVariable(Datasets.FolderVariable) is { Length: > 0 } named
            ? new DataFolder(System.IO.Path.GetFullPath(named), DataFolderOrigin.Environment)
            : new DataFolder(Default, DataFolderOrigin.Default);
    }

    /// <summary>The folder that is given.</summary>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is blank.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static DataFolder Existing(string folder)
    {
        var chosen = Choose(folder);
        return Directory.Exists(chosen.Path) ? chosen : throw new DirectoryNotFoundException(
            $"There is no folder {chosen.Path}. Give the one that has a folder for each data set, such as {Datasets.All[0].Directory}; `tandem data get` fills {Default}.");
    }
}
