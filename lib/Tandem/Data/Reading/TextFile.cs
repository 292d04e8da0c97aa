using System.Text;

namespace Tandem;

/// <summary>The bytes of a text file, unpacked if it is a gzip file, whatever its name.</summary>
internal sealed class TextFile : IDisposable
{
    private readonly NativeBytes _bytes;

    private TextFile(string path, Encoding encoding, NativeBytes bytes, long firstLine) => (Path, Encoding, _bytes, FirstLine) = (path, encoding, bytes, firstLine);

    public string Path { get; }

    public Encoding Encoding { get; }

    public long Length => _bytes.Length;

    /// <summary>The number of the first line, from 1: that of a part is within its file.</summary>
    public long FirstLine { get; }

    /// <summary>Where the text begins: after a byte order mark, if there is one.</summary>
    public long TextStart => FirstLine == 1 && Encoding is UTF8Encoding && Length >= 3 && Slice(0, 3).SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;

    /// <summary>Lines of a file that is not read as a whole.</summary>
    public static TextFile Part(string path, Encoding encoding, NativeBytes bytes, long firstLine) => RequireText(new TextFile(path, encoding, bytes, firstLine));

    public static TextFile Open(string path, Encoding encoding)
    {
        RequireFile(path, encoding);
        return RequireText(new TextFile(path, encoding, Read(path), firstLine: 1));
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a directory.</exception>
    /// <exception cref="ArgumentException">Text in this encoding cannot be read.</exception>
    public static void RequireFile(string path, Encoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSupported(encoding);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} is a directory: give the path of the file to read in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {System.IO.Path.GetFullPath(path)}: check the path, or download the file first.", path);
        }
    }

    private static TextFile RequireText(TextFile file)
    {
        if (file.Length > file.TextStart)
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException($"{file.Path} is empty: check that it was downloaded or written completely.");
    }

    public ReadOnlySpan<byte> Slice(long start, int length) => _bytes.Slice(start, length);

    public Stream OpenStream(long start) => _bytes.OpenStream(start);

    public void Dispose() => _bytes.Dispose();

    private static void RequireSupported(Encoding encoding)
    {
        if (encoding is not (UTF8Encoding or ASCIIEncoding) && encoding.CodePage != Encoding.Latin1.CodePage)
        {
            throw new ArgumentException($"Files in {encoding.EncodingName} cannot be read: use UTF-8, Latin-1 or ASCII, or convert the file first.");
        }
    }

    /// <summary>The bytes of a file, which may be packed.</summary>
    public static FileStream OpenStream(string path, out bool isGzip)
    {
        // Parts are large: a buffer in between would only cost a copy.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[2];
        isGzip = Gzip.Begins(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        stream.Position = 0;
        return stream;
    }

    private static NativeBytes Read(string path)
    {
        using var stream = OpenStream(path, out var isGzip);
        var bytes = new NativeBytes(stream.Length);
        try
        {
            Fill(stream, isGzip, path, bytes);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static void Fill(FileStream stream, bool isGzip, string path, NativeBytes bytes)
    {
        if (isGzip)
        {
            foreach (var part in Gzip.Unpack(stream, path))
            {
                bytes.Append(part.Span);
            }

            return;
        }

        const int Part = 1 << 30;
        for (var length = stream.Length; bytes.Length < length;)
        {
            var read = stream.Read(bytes.Room((int)Math.Min(Part, length - bytes.Length)));
            if (read == 0)
            {
                throw new InvalidDataException($"{path} became shorter while it was read: wait until it is written completely.");
            }

            bytes.Take(read);
        }
    }
}
