using System.Text;

namespace Tandem;

/// <summary>Writes a file whole or not at all: into a temporary file beside it, which reaches the disk before it takes the name.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>Writes a file; an existing one keeps its content until the new one is complete.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a file of text in UTF-8, its lines ended by line feeds, as <see cref="Write"/> does.</summary>
    public static void WriteText(string path, Action<TextWriter> write) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Deletes what writers of a file left behind when they were killed.</summary>
    public static void DeleteRemains(string folder, string pattern)
    {
        foreach (var remains in Directory.EnumerateFiles(folder, pattern + ".*" + Suffix))
        {
            File.Delete(remains);
        }
    }
}
