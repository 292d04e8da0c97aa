namespace Tandem;

/// <summary>Where the content of a file that is written goes.</summary>
/// <param name="Path">The full path, links followed.</param>
/// <param name="Existing">The file that is there, where the system tells of it.</param>
/// <param name="IsReplaceable">Whether a new file can take the name; not so for a device or a pipe.</param>
internal sealed record WriteTarget(string Path, UnixFile? Existing, bool IsReplaceable)
{
    /// <summary>As many links in a row as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>Finds out.</summary>
    /// <exception cref="IOException">The path leads to a folder, or its links lead in a circle.</exception>
    public static WriteTarget Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"\"{full}\" is a folder: give the name of a file in it.");
        }

        UnixFile? existing = OperatingSystem.IsWindows() ? null : UnixFile.At(full);
        if (IsDevice(full) || existing is { IsRegular: false })
        {
            return new WriteTarget(full, existing, IsReplaceable: false);
        }

        // A link in /proc/…/fd names a file that is open; whoever has it open would not see another one of its name.
        var target = Followed(full);
        return target.StartsWith("/proc/", StringComparison.Ordinal)
            ? new WriteTarget(full, existing, IsReplaceable: false)
            : new WriteTarget(target, existing, IsReplaceable: true);
    }

    /// <summary>The path at the end of all links, or the first one within <c>/proc</c>.</summary>
    private static string Followed(string path)
    {
        for (var links = 0; links <= MostLinks; links++)
        {
            var (folder, name) = (UnixFile.RealFolder(System.IO.Path.GetDirectoryName(path)!), System.IO.Path.GetFileName(path));
            path = System.IO.Path.Combine(folder, name);
            if (path.StartsWith("/proc/", StringComparison.Ordinal) || new FileInfo(path).LinkTarget is not { } next)
            {
                return path;
            }

            path = System.IO.Path.GetFullPath(next, folder);
        }

        throw new IOException($"\"{path}\": its symbolic links lead in a circle.");
    }

    private static bool IsDevice(string path) => OperatingSystem.IsWindows() && path.StartsWith(@"\\.\", StringComparison.Ordinal);
}
