namespace Tandem;

/// <summary>The files of one data set in a data folder: found, read, and told apart from the published ones.</summary>
internal sealed class DatasetFolder
{
    private readonly DatasetInfo _info;
    private readonly string _folder;
    private readonly DatasetVariant[] _ownVariants;

    /// <param name="info">The data set.</param>
    /// <param name="folder">The data folder, which has a folder for each data set.</param>
    public DatasetFolder(DatasetInfo info, string folder)
    {
        _info = info;
        _folder = Path.GetFullPath(folder);
        _ownVariants = FolderEdition.Read(_folder, info);
    }

    /// <summary>What each of the data set's files is.</summary>
    public IReadOnlyList<DatasetFileState> States => [.. _info.Files.Select(State)];

    /// <summary>Whether all files are there that the data set needs.</summary>
    public bool IsComplete => _info.Files.All(file => file.Optional || Find(file) is not null);

    /// <summary>Whether any file of the data set is there.</summary>
    public bool HasAny => _info.Files.Any(file => Find(file) is not null);

    /// <summary>Whether a file is there.</summary>
    /// <param name="path">The path of the published file in the data folder.</param>
    public bool Has(string path) => Find(_info.Files.Single(file => file.Path == path)) is not null;

    /// <summary>Checks that all files are there that the data set needs, before the first of them is read.</summary>
    /// <exception cref="FileNotFoundException">One is not; the message tells where it can be had.</exception>
    public void RequireFiles()
    {
        foreach (var file in _info.Files.Where(file => !file.Optional && Find(file) is null))
        {
            throw NotFound(file);
        }
    }

    /// <summary>Reads a file, and refuses what cannot be the published one.</summary>
    /// <param name="path">The path of the published file in the data folder.</param>
    /// <param name="columns">The columns that the file must have, for the message of an error.</param>
    /// <param name="read">Reads the file at a path.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, has other columns, or is incomplete.</exception>
    public Table Read(string path, IReadOnlyList<ColumnSpec> columns, Func<string, Table> read)
    {
        var file = _info.Files.Single(file => file.Path == path);
        var found = Find(file) ?? throw NotFound(file);
        Table table;
        try
        {
            table = read(found);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"{Problem(found, wrong.Message)} It should have the columns {string.Join(", ", columns.Select(column => column.Name))}. {Remedy}", wrong);
        }

        RequireWhole(file, found, table.RowCount);
        return table;
    }

    /// <summary>What the files are, in sentences for a reader of a notebook.</summary>
    public string Provenance()
    {
        var states = States.Where(state => state.Status != DatasetFileStatus.Missing).ToLookup(state => state.Status);
        if (states.Count == 1 && states.Contains(DatasetFileStatus.Published))
        {
            return "The files are the publisher's own, by their checksums.";
        }

        return string.Join(' ', Sentences());

        IEnumerable<string> Sentences()
        {
            foreach (var state in states[DatasetFileStatus.Simulated].Concat(states[DatasetFileStatus.Derived]))
            {
                var status = state.Status == DatasetFileStatus.Simulated ? "SIMULATED" : "derived";
                yield return $"{Path.GetFileName(state.FoundPath)} is {status}: {state.Note}.";
            }

            foreach (var state in states[DatasetFileStatus.Different])
            {
                yield return $"{Path.GetFileName(state.FoundPath)} is not the published file: {state.Note}.";
            }

            if (states.Contains(DatasetFileStatus.Unchecked))
            {
                yield return $"{Names(states[DatasetFileStatus.Unchecked])} cannot be compared with the published data: no checksum is known.";
            }

            if (states.Contains(DatasetFileStatus.Published))
            {
                yield return $"The publisher's own: {Names(states[DatasetFileStatus.Published])}.";
            }
        }
    }

    private string Remedy => $"Get it again with `tandem data get {_info.Name}`, or from {_info.Url}.";

    /// <summary>Where the file is, be it the published one, its compressed form or a variant under a name of its own.</summary>
    private string? Find(DatasetFile file) => new[] { file.Path, file.Path + ".gz" }
        .Concat(Variants(file).Select(variant => variant.Path).OfType<string>())
        .Select(path => Path.Combine(_folder, Path.Combine(path.Split('/'))))
        .FirstOrDefault(File.Exists);

    private IEnumerable<DatasetVariant> Variants(DatasetFile file) =>
        (file.Variants ?? []).Concat(_ownVariants.Where(variant => variant.Path == file.Path));

    private DatasetFileState State(DatasetFile file)
    {
        if (Find(file) is not { } found)
        {
            return new DatasetFileState(file, null, DatasetFileStatus.Missing);
        }

        var length = new FileInfo(found).Length;
        var digest = FileDigests.Sha256(found);
        if (VariantOf(file, digest) is { } variant)
        {
            return new DatasetFileState(file, found, variant.Status, variant.Note);
        }

        if (digest == file.Sha256 || (file.GitBlob is not null && FileDigests.GitBlob(found) == file.GitBlob))
        {
            return new DatasetFileState(file, found, DatasetFileStatus.Published);
        }

        if (found.EndsWith(".gz", StringComparison.Ordinal))
        {
            return new DatasetFileState(file, found, DatasetFileStatus.Unchecked, "it is compressed, and checksums are known of the unpacked file");
        }

        if (file.Bytes is { } bytes && bytes != length)
        {
            return new DatasetFileState(file, found, DatasetFileStatus.Different, $"it has {length:N0} bytes in place of {bytes:N0}");
        }

        if (_ownVariants.Any(variant => variant.Path == file.Path) && !IsReceived(file, digest))
        {
            return new DatasetFileState(file, found, DatasetFileStatus.Different, $"it was changed since {FolderEdition.FileName} was written");
        }

        return file.Sha256 is null && file.GitBlob is null
            ? new DatasetFileState(file, found, DatasetFileStatus.Unchecked, Received(file, digest))
            : new DatasetFileState(file, found, DatasetFileStatus.Different, "its checksum is another");
    }

    private void RequireWhole(DatasetFile file, string found, int rows)
    {
        var compressed = found.EndsWith(".gz", StringComparison.Ordinal);
        var isOfSize = compressed || file.Bytes is null || file.Bytes == new FileInfo(found).Length;
        if ((isOfSize && (file.Rows is null || file.Rows == rows)) || VariantOf(file, FileDigests.Sha256(found)) is not null)
        {
            return;
        }

        var actual = file.Rows is null || file.Rows == rows
            ? $"{new FileInfo(found).Length:N0} bytes in place of {file.Bytes:N0}"
            : $"{rows:N0} rows in place of {file.Rows:N0}";
        throw new InvalidDataException(
            $"{found} has {actual}: it is cut off, converted, or another edition of {_info.Title}. {Remedy} "
            + $"A folder with an edition of your own says so in a file {FolderEdition.FileName}; or read your file with Table.ReadCsv.");
    }

    private DatasetVariant? VariantOf(DatasetFile file, string sha256) => Variants(file).FirstOrDefault(
        variant => variant.Sha256 == sha256 && (variant.Status is DatasetFileStatus.Derived or DatasetFileStatus.Simulated));

    /// <summary>What the folder says of a file that it calls the publisher's own, without a checksum in the catalogue to prove it.</summary>
    private string Received(DatasetFile file, string sha256) => IsReceived(file, sha256)
        ? $"{FolderEdition.FileName} says that it is the publisher's own, and no checksum is known to prove it"
        : "";

    private bool IsReceived(DatasetFile file, string sha256) =>
        _ownVariants.Any(variant => variant.Path == file.Path && variant.Sha256 == sha256 && variant.Status == DatasetFileStatus.Published);

    private FileNotFoundException NotFound(DatasetFile file)
    {
        var path = Path.Combine(_folder, Path.Combine(file.Path.Split('/')));
        return new FileNotFoundException(
            $"There is no file {path}. Get {_info.Title} with `tandem data get {_info.Name}`, or from {_info.Url} into {Path.GetDirectoryName(path)}; "
            + $"or leave out the folder (and unset {Datasets.FolderVariable}) to use the generated sample.",
            path);
    }

    private static string Problem(string found, string message) => message.Contains(found, StringComparison.Ordinal) ? message : $"{found}: {message}";

    private static string Names(IEnumerable<DatasetFileState> states) => string.Join(", ", states.Select(state => Path.GetFileName(state.FoundPath)));
}
