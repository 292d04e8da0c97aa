using System.IO.Compression;

namespace Tandem;

/// <summary>
/// Brings a data set's files into a data folder, all of them or none: they are unpacked beside it, compared with what is known of the published ones, and
/// then moved to their places.
/// </summary>
internal sealed class DatasetImport : IDisposable
{
    private const int BufferLength = 1 << 17;

    /// <summary>How many times its packed size a file of unknown size may unpack to. Ratings and reviews pack to a tenth; 1,000 times is a trap.</summary>
    private const int MostRatio = 200;
    private const int SmallFile = 1 << 20;
    private const int LinkType = 0xa000;

    private readonly DatasetInfo _info;
    private readonly string _staging;
    private readonly string _target;
    private readonly CancellationToken _cancellation;

    /// <summary>Tells other processes that the folder is in use.</summary>
    private readonly TemporaryFile _sign;
    private readonly List<DatasetVariant> _editions = [];
    private readonly Dictionary<DatasetFile, string> _vouched = [];

    /// <param name="info">The data set.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="cancellation">Stops the import; nothing is left of it.</param>
    public DatasetImport(DatasetInfo info, string folder, CancellationToken cancellation)
    {
        _info = info;
        _staging = Path.Combine(folder, $".{info.Name}.{Guid.NewGuid():N}.tmp");
        _target = Path.Combine(folder, info.Directory);
        _cancellation = cancellation;
        Directory.CreateDirectory(folder);
        foreach (var remains in Directory.EnumerateDirectories(folder, $".{info.Name}.*.tmp").Where(remains => !TemporaryFile.IsWrittenIn(remains)))
        {
            Directory.Delete(remains, recursive: true);
        }

        Directory.CreateDirectory(StagedFolder);
        _sign = new TemporaryFile(_staging, isPrivate: false);
    }

    /// <summary>Where files of the data set may also be written, under their names in the data folder.</summary>
    public string StagedFolder => Path.Combine(_staging, _info.Directory);

    /// <summary>Takes what there is of the data set in a folder, in a zip archive, or in a file, plain or packed with gzip.</summary>
    /// <exception cref="DatasetException">There is nothing at the path, it is damaged, or it has none of the data set's files.</exception>
    public void Add(string source)
    {
        if (Directory.Exists(source))
        {
            AddFolder(source);
        }
        else if (!File.Exists(source))
        {
            throw new DatasetException($"There is no file or folder {Path.GetFullPath(source)}: give the path of the archive, the file or the folder to import.");
        }
        else if (IsZip(source))
        {
            AddArchive(source);
        }
        else
        {
            AddFile(source, NameOf(source) ?? throw Nothing(source));
        }
    }

    /// <summary>Notes where those files came from of which the catalogue knows no checksum.</summary>
    public void Vouch(string note)
    {
        var states = States().Where(state => state.Status == DatasetFileStatus.Unchecked).ToArray();
        Describe(states, DatasetFileStatus.Published, note);
        Array.ForEach(states, state => _vouched[state.File] = note);
    }

    /// <summary>Notes what all files are.</summary>
    public void Describe(DatasetFileStatus status, string note) => Describe(States(), status, note);

    /// <summary>Checks the files and moves them into the data folder.</summary>
    /// <returns>What the files are.</returns>
    /// <exception cref="DatasetException">A file is missing, or is another than the published one.</exception>
    public IReadOnlyList<DatasetFileState> Complete()
    {
        WriteEdition();
        var states = States();
        RequireUsable(states);
        _cancellation.ThrowIfCancellationRequested();
        if (!Directory.Exists(_target))
        {
            Directory.Move(StagedFolder, _target);
        }
        else
        {
            foreach (var file in Directory.EnumerateFiles(StagedFolder))
            {
                File.Move(file, Path.Combine(_target, Path.GetFileName(file)), overwrite: true);
            }
        }

        return [.. states.Select(Arrived)];
    }

    public void Dispose()
    {
        _sign.Dispose();
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
    }

    /// <summary>A file in its final place. What was seen to come from a known archive is the publisher's own; later, only a checksum can tell.</summary>
    private DatasetFileState Arrived(DatasetFileState state)
    {
        var moved = state with { FoundPath = Path.Combine(_target, Path.GetFileName(state.FoundPath!)) };
        return _vouched.TryGetValue(state.File, out var note) ? moved with { Status = DatasetFileStatus.Published, Note = note } : moved;
    }

    private DatasetFileState[] States() => [.. new DatasetFolder(_info, _staging).States.Where(state => state.FoundPath is not null)];

    private void Describe(IEnumerable<DatasetFileState> states, DatasetFileStatus status, string note) => _editions.AddRange(
        states.Select(state => new DatasetVariant(status, FileDigests.Sha256(state.FoundPath!), note, state.File.Path)));

    private void AddFolder(string source)
    {
        string[] places = [source, Path.Combine(source, _info.Directory)];
        var found = places.Where(Directory.Exists)
            .Select(place => _info.Files.Select(file => FileNames(file).Select(name => Path.Combine(place, name)).FirstOrDefault(File.Exists)).OfType<string>().ToArray())
            .MaxBy(files => files.Length)!;
        if (found.Length == 0)
        {
            throw Nothing(source);
        }

        foreach (var file in found)
        {
            AddFile(file, NameOf(file)!);
        }

        var edition = Path.Combine(Path.GetDirectoryName(found[0])!, FolderEdition.FileName);
        if (File.Exists(edition))
        {
            _editions.AddRange(FolderEdition.ReadFile(edition).Where(variant => _info.Files.Any(file => file.Path == variant.Path)));
        }
    }

    private void AddArchive(string source)
    {
        try
        {
            using var archive = ZipFile.OpenRead(source);
            var entries = archive.Entries.Where(entry => !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToLookup(entry => entry.Name);
            var wanted = _info.Files.SelectMany(FileNames).Where(entries.Contains).ToArray();
            if (wanted.Length == 0)
            {
                throw Nothing(source);
            }

            foreach (var name in wanted)
            {
                // Only the name is taken from the archive, never a path: it cannot lead out of the folder.
                var entry = entries[name].MinBy(entry => entry.FullName.Length)!;
                AddEntry(entry, name);
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new DatasetException($"{source} is a zip archive that is damaged or not complete: get it again. ({damaged.Message})", damaged);
        }
    }

    /// <summary>Takes a file from an archive, and compares it with the length and the checksum that the archive has of it, which .NET does not.</summary>
    /// <exception cref="InvalidDataException">It is another.</exception>
    private void AddEntry(ZipArchiveEntry entry, string name)
    {
        if (((entry.ExternalAttributes >> 16) & 0xf000) == LinkType)
        {
            throw new InvalidDataException($"{entry.FullName} is a symbolic link in it.");
        }

        using var content = new ZipEntryStream(entry);
        Write(content, name, entry.CompressedLength);
        content.RequireWhole();
    }

    private void AddFile(string source, string name)
    {
        try
        {
            using var content = File.OpenRead(source);
            Write(content, name, content.Length);
        }
        catch (InvalidDataException damaged)
        {
            throw new DatasetException(damaged.Message, damaged);
        }
    }

    /// <summary>Writes a file, unpacked when it is packed with gzip.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="packedLength">How many bytes it takes where it comes from.</param>
    private void Write(Stream content, string name, long packedLength)
    {
        var start = new byte[2];
        var length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var isGzip = Gzip.Begins(start.AsSpan(0, length));
        using var whole = new FollowedStream(new MemoryStream(start, 0, length), content);
        var plainName = isGzip && name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        var most = MostBytes(plainName, packedLength);
        using var file = new FileStream(Path.Combine(StagedFolder, plainName), FileMode.Create, FileAccess.Write, FileShare.None, BufferLength);
        if (isGzip)
        {
            foreach (var part in Gzip.Unpack(whole, name))
            {
                Take(part.Span);
            }
        }
        else
        {
            var buffer = new byte[BufferLength];
            for (int read; (read = whole.Read(buffer)) > 0;)
            {
                Take(buffer.AsSpan(0, read));
            }
        }

        file.Flush(flushToDisk: true);

        void Take(ReadOnlySpan<byte> part)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (file.Position + part.Length > most)
            {
                throw new DatasetException($"{name} unpacks to more than {most:N0} bytes, which the file of {_info.Title} does not have. Nothing was changed. Get it again from {_info.Url}; a larger edition of your own can be imported unpacked, as a folder.");
            }

            file.Write(part);
        }
    }

    /// <summary>How long a file may be: as long as where it comes from, if it lies there unpacked, or as it is known to be; an edition that stands in its place may be twice as long.</summary>
    private long MostBytes(string name, long packedLength)
    {
        var known = _info.Files.Where(file => FileNames(file).Contains(name)).Max(file => file.Variants is null or [] ? file.Bytes : 2 * file.Bytes);
        return Math.Max(packedLength, known ?? ((packedLength * MostRatio) + SmallFile));
    }

    /// <summary>The name in the data folder of a file to import; null when it is none of the data set's.</summary>
    private string? NameOf(string path)
    {
        var name = Path.GetFileName(path);
        return _info.Files.SelectMany(FileNames).Contains(name) ? name : _info.Files.Count == 1 ? Path.GetFileName(_info.Files[0].Path) : null;
    }

    private static IEnumerable<string> FileNames(DatasetFile file)
    {
        var names = (file.Variants ?? []).Select(variant => variant.Path).OfType<string>().Prepend(file.Path).Select(path => Path.GetFileName(path)!);
        return names.SelectMany(name => (string[])[name, name + ".gz"]);
    }

    private static bool IsZip(string path)
    {
        var start = new byte[4];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>Says of the files what is known, and what is known already of those that stay.</summary>
    private void WriteEdition()
    {
        var path = Path.Combine(_target, FolderEdition.FileName);
        var replaced = States().Select(state => state.File.Path).ToHashSet();
        var staying = File.Exists(path) ? FolderEdition.ReadFile(path).Where(variant => !replaced.Contains(variant.Path ?? "")) : [];
        DatasetVariant[] all = [.. staying, .. _editions];
        if (all.Length > 0 || File.Exists(path))
        {
            AtomicFile.WriteText(Path.Combine(StagedFolder, FolderEdition.FileName), writer => writer.Write(FolderEdition.ToJson(all)));
        }
    }

    private void RequireUsable(DatasetFileState[] states)
    {
        var missing = _info.Files.Where(file => !file.Optional && states.All(state => state.File != file)).Select(file => Path.GetFileName(file.Path)).ToArray();
        if (missing.Length > 0)
        {
            throw new DatasetException($"{_info.Title} is not complete: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing. Nothing was changed.");
        }

        if (states.FirstOrDefault(state => state.Status == DatasetFileStatus.Different) is { } different)
        {
            throw new DatasetException(
                $"{Path.GetFileName(different.File.Path)} is not the file that is published as {_info.Title}: {different.Note}. Nothing was changed. Get it again from {_info.Url}; "
                + $"a file of your own making can stand in its place when a file {FolderEdition.FileName} beside it says how it was made.");
        }
    }

    private DatasetException Nothing(string source) => new(
        $"{source} has none of the files of {_info.Title}: {string.Join(", ", _info.Files.Select(file => Path.GetFileName(file.Path)))}.");
}
