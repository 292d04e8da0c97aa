namespace Tandem;

/// <summary>Gets a data set into a data folder: from its publisher, or from what the user has already downloaded.</summary>
internal sealed class DatasetGet : IDisposable
{
    private const string Claim = "claim";

    private readonly DatasetInfo _info;
    private readonly string _folder;
    private readonly string _downloads;
    private readonly FileStream _claim;

    /// <param name="info">The data set.</param>
    /// <param name="folder">The data folder; it is made if need be.</param>
    /// <exception cref="DatasetException">Another process gets the same data set at this moment.</exception>
    public DatasetGet(DatasetInfo info, string folder)
    {
        _info = info;
        _folder = Path.GetFullPath(folder);
        _downloads = Path.Combine(_folder, ".downloads", info.Name);
        Directory.CreateDirectory(_downloads);
        var claim = Path.Combine(_downloads, Claim);
        try
        {
            _claim = new FileStream(claim, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException taken) when (File.Exists(claim))
        {
            throw new DatasetException($"Another process gets {info.Title} into {_folder}: wait until it has ended.", taken);
        }
    }

    /// <summary>Downloads what is missing, unpacks it and puts it into place.</summary>
    /// <param name="downloads">The data set's downloads, or others that have its files.</param>
    /// <param name="download">How.</param>
    /// <param name="cancellation">Stops; what was downloaded stays.</param>
    /// <returns>What the files are.</returns>
    /// <exception cref="DatasetException">A server cannot be reached, or what it sends is not the data set.</exception>
    /// <exception cref="IOException">Files cannot be written. What was downloaded stays, so that the download can go on.</exception>
    public async Task<IReadOnlyList<DatasetFileState>> DownloadAsync(IReadOnlyList<DatasetDownload> downloads, Download download, CancellationToken cancellation)
    {
        // One that is there was complete and right: it waits for the others.
        foreach (var wanted in downloads.Where(wanted => !File.Exists(PathOf(wanted))))
        {
            await download.RunAsync(wanted, PathOf(wanted), cancellation).ConfigureAwait(false);
        }

        using var import = new DatasetImport(_info, _folder, cancellation);
        try
        {
            foreach (var wanted in downloads)
            {
                import.Add(PathOf(wanted));
            }

            if (downloads.All(wanted => wanted.Sha256 is not null))
            {
                import.Vouch($"from {string.Join(" and ", downloads.Select(wanted => wanted.Url))}, whose SHA-256 is as known");
            }

            return import.Complete();
        }
        finally
        {
            if (!cancellation.IsCancellationRequested)
            {
                DeleteDownloads();
            }
        }
    }

    /// <summary>Takes the files from a zip archive, a file or a folder.</summary>
    /// <returns>What the files are.</returns>
    /// <exception cref="DatasetException">It has not all files, or not the published ones.</exception>
    /// <exception cref="IOException">Files cannot be read or written.</exception>
    public IReadOnlyList<DatasetFileState> Import(string source, CancellationToken cancellation)
    {
        using var import = new DatasetImport(_info, _folder, cancellation);
        import.Add(source);
        return import.Complete();
    }

    public void Dispose()
    {
        _claim.Dispose();
        foreach (var folder in (string[])[_downloads, Path.GetDirectoryName(_downloads)!])
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    private void DeleteDownloads()
    {
        foreach (var file in Directory.EnumerateFiles(_downloads).Where(file => file != _claim.Name).ToArray())
        {
            File.Delete(file);
        }
    }

    private string PathOf(DatasetDownload wanted)
    {
        var name = Path.GetFileName(new Uri(wanted.Url).LocalPath);
        return Path.Combine(_downloads, name is "" or "." or ".." or Claim ? "download" : name);
    }
}
