using System.Text.RegularExpressions;

namespace Tandem;

/// <summary>
/// A file that exists only until it takes its final name, named <c>.tandem-{32 hexadecimal digits}.tmp</c>. The writer holds a lock on it all the while.
/// The system drops the lock when the process ends, however it ends; so a file of such a name that is not locked was left by a writer that was killed.
/// </summary>
internal sealed partial class TemporaryFile : IDisposable
{
    private const int Attempts = 10;

    private readonly string _path;
    private bool _hasMoved;

    /// <summary>Creates and locks a file.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="isPrivate">Whether others must not read it; else its mode is as for any new file.</param>
    public TemporaryFile(string folder, bool isPrivate)
    {
        for (var attempt = 1; ; attempt++)
        {
            _path = Path.Combine(folder, $".tandem-{Guid.NewGuid():N}.tmp");
            try
            {
                Stream = new FileStream(_path, Options(isPrivate));
            }
            catch (IOException) when (attempt < Attempts && File.Exists(_path))
            {
                // Another writer saw the file before it was locked, took it for remains, and holds the lock to delete it.
                continue;
            }

            if (File.Exists(_path))
            {
                return;
            }

            // Another writer has deleted it before it was locked.
            Stream.Dispose();
            if (attempt == Attempts)
            {
                throw new IOException($"Temporary files in \"{folder}\" are deleted as soon as they are created: find out what does so, or write to another folder.");
            }
        }
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Gives the file its final name, in place of a file that has it.</summary>
    public void MoveTo(string target)
    {
        // It stays locked until it has the name: before that, an unlocked file would be deleted as remains.
        File.Move(_path, target, overwrite: true);
        _hasMoved = true;
    }

    /// <summary>Deletes the file unless it was moved.</summary>
    public void Dispose()
    {
        if (!_hasMoved)
        {
            File.Delete(_path);
        }

        Stream.Dispose();
    }

    /// <summary>Deletes what writers left in a folder when they were killed. Files that a process is writing stay, and so do all files of other names.</summary>
    public static void DeleteRemains(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, ".tandem-*.tmp").Where(path => Name().IsMatch(Path.GetFileName(path))))
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

    private static void DeleteIfUnlocked(string path)
    {
        using var locked = OpenLocked(path);
        if (LocksHold(path))
        {
            File.Delete(path);
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

    private static FileStream OpenLocked(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, LockedShare, bufferSize: 0);

    private static FileStreamOptions Options(bool isPrivate)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = LockedShare, BufferSize = 1 << 16 };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Locks: Windows refuses to rename or delete an open file unless that is shared; elsewhere only "none" is an exclusive lock.</summary>
    private static FileShare LockedShare => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    [GeneratedRegex(@"^\.tandem-[0-9a-f]{32}\.tmp$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
