using System.Text;

namespace Tandem;

/// <summary>
/// Writes a file whole or not at all: the content goes into a <see cref="TemporaryFile"/> in the same folder and reaches the disk before the file
/// takes the target's name. Every file that the library writes goes through here.
/// </summary>
/// <remarks>
/// A symbolic link is followed to the file at its end. A file that is replaced keeps its mode and, as far as the process may set them, owner and group.
/// What is no regular file (a device, a pipe) cannot be replaced, so the content is written into it as it comes.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>Writes a file; an existing one keeps its content until the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written, or the path leads to a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = WriteTarget.Of(path);
        if (target.IsReplaceable)
        {
            Replace(target, write);
        }
        else
        {
            using var stream = new FileStream(target.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            write(stream);
        }
    }

    /// <summary>Writes a file of text in UTF-8, its lines ended by line feeds, as <see cref="Write"/> does.</summary>
    public static void WriteText(string path, Action<TextWriter> write) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Makes a folder if need be, and makes sure that files can be written there.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">They cannot.</exception>
    public static void RequireWritable(string folder)
    {
        Directory.CreateDirectory(folder);
        using var probe = new TemporaryFile(Path.GetFullPath(folder), isPrivate: true);
    }

    private static void Replace(WriteTarget target, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(target.Path)!;
        Directory.CreateDirectory(folder);
        TemporaryFile.DeleteRemains(folder);
        using var temporary = new TemporaryFile(folder, isPrivate: target.Existing is not null);
        write(temporary.Stream);
        temporary.Stream.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows() && target.Existing is { } existing)
        {
            existing.GiveModeAndOwner(temporary.Stream.SafeFileHandle);
        }

        temporary.MoveTo(target.Path);
        UnixFile.FlushFolder(folder);
    }
}
