using System.Text.RegularExpressions;

namespace Tandem;

/// <summary>
/// A file that exists only until it takes its final name: <c>.tandem-{32 hexadecimal digits}.tmp</c>. Beside it lies an empty one that ends in
/// <c>.lock</c>, which its writer creates first, keeps locked, and deletes last. The system drops the lock when the process ends, however it ends; so a
/// temporary file whose lock is free, or gone, was left by a writer that was killed.
/// </summary>
/// <remarks>The lock is on a file of its own, because one on the content would for a moment shut out readers of the final name.</remarks>
internal sealed partial class TemporaryFile : IDisposable
{
    private const string ContentExtension = ".tmp";
    private const string LockExtension = ".lock";
    private const int Attempts = 10;

    private readonly string _path;
    private readonly FileStream _lock;
    private bool _hasMoved;

    /// <summary>Creates a file.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="isPrivate">Whether others must not read it; else its mode is as for any new file.</param>
    public TemporaryFile(string folder, bool isPrivate)
    {
        _lock = CreateLock(folder);
        try
        {
            _path = Path.ChangeExtension(_lock.Name, ContentExtension);
            Stream = new FileStream(_path, Options(isPrivate));
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Closes the file and gives it its final name, in place of a file that has it.</summary>
    public void MoveTo(string target)
    {
        Stream.Dispose();
        File.Move(_path, target, overwrite: true);
        _hasMoved = true;
    }

    /// <summary>Deletes the file unless it was moved.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_hasMoved)
        {
            File.Delete(_path);
        }

        _lock.Dispose();
    }

    /// <summary>Deletes what writers left in a folder when they were killed. Files that a process is writing stay, and so do all files of other names.</summary>
    public static void DeleteRemains(string folder)
    {
        foreach (var path in In(folder).Select(path => Path.ChangeExtension(path, LockExtension)).Distinct())
        {
            try
            {
                DeleteIfUnlocked(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Its writer is alive, or it is another user's: it is not ours to delete.
            }
        }
    }

    /// <summary>Whether a process is writing such a file in a folder; remains are deleted.</summary>
    public static bool IsWrittenIn(string folder)
    {
        DeleteRemains(folder);
        return In(folder).Any();
    }

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder, ".tandem-*").Where(path => Name().IsMatch(Path.GetFileName(path)));

    private static FileStream CreateLock(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(folder, $".tandem-{Guid.NewGuid():N}{LockExtension}");
            try
            {
                var created = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                if (File.Exists(path))
                {
                    return created;
                }

                // Another writer took it for remains before it was locked, and has deleted it.
                created.Dispose();
            }
            catch (IOException) when (attempt < Attempts && Directory.Exists(folder))
            {
                // Another writer took it for remains before it was locked, and is deleting it.
            }

            if (attempt == Attempts)
            {
                throw new IOException($"Files in \"{folder}\" are deleted as soon as they are created: find out what does so, or write to another folder.");
            }
        }
    }

    private static void DeleteIfUnlocked(string lockPath)
    {
        var content = Path.ChangeExtension(lockPath, ContentExtension);
        if (!File.Exists(lockPath))
        {
            File.Delete(content);
            return;
        }

        using var locked = OpenLocked(lockPath);
        if (LocksHold(lockPath))
        {
            File.Delete(content);
            File.Delete(lockPath);
        }
    }

    /// <summary>Whether a second lock on a locked file is refused: there are file systems without locks, where the first one proves nothing.</summary>
    private static bool LocksHold(string path)
    {
        try
        {
            using var second = OpenLocked(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static FileStream OpenLocked(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private static FileStreamOptions Options(bool isPrivate)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [GeneratedRegex(@"^\.tandem-[0-9a-f]{32}\.(tmp|lock)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
