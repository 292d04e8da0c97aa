using System.Buffers;
using System.Text;

namespace Tandem;

/// <summary>
/// The bytes of a text file, unpacked if it is a gzip file, whatever its name. A file that is not packed is read part by part when the parts are asked for, so that it takes no memory beside the
/// table that is made of it.
/// </summary>
internal sealed class TextFile : IDisposable
{
    // Larger parts hold a line of their size: rare, and too much to keep for the next one.
    private const int MostRented = 1 << 24;

    private readonly FileStream? _file;
    private readonly NativeBytes? _bytes;

    private TextFile(string path, Encoding encoding, FileStream? file, NativeBytes? bytes, long firstLine = 1)
    {
        (Path, Encoding, _file, _bytes, FirstLine) = (path, encoding, file, bytes, firstLine);
        Length = bytes?.Length ?? file!.Length;
        TextStart = firstLine == 1 && encoding is UTF8Encoding && StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
    }

    /// <summary>What to call the file in messages.</summary>
    public string Path { get; }

    public Encoding Encoding { get; }

    public long Length { get; }

    /// <summary>The number of the first line, from 1: that of a part is within its file.</summary>
    public long FirstLine { get; }

    /// <summary>Where the text begins: after a byte order mark, if there is one.</summary>
    public long TextStart { get; }

    public static TextFile Open(string path, Encoding encoding)
    {
        var file = OpenFile(path, encoding);
        try
        {
            if (file.CanSeek && !Gzip.Begins(Start(file)))
            {
                return RequireText(new TextFile(path, encoding, file, bytes: null));
            }

            using (file)
            {
                if (file.CanSeek)
                {
                    file.Position = 0;
                }

                return RequireText(new TextFile(path, encoding, file: null, ReadAll(file, path)));
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public static TextFile Open(Stream stream, Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RequireSupported(encoding);
        var name = stream is FileStream file ? file.Name : "the stream";
        return RequireText(new TextFile(name, encoding, file: null, ReadAll(stream, name)));
    }

    /// <summary>Lines of a file that is not read as a whole.</summary>
    public static TextFile Part(string path, Encoding encoding, NativeBytes bytes, long firstLine) => RequireText(new TextFile(path, encoding, file: null, bytes, firstLine));

    /// <summary>Opens a file whose text can be read.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a directory.</exception>
    /// <exception cref="ArgumentException">Text in this encoding cannot be read.</exception>
    public static FileStream OpenFile(string path, Encoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSupported(encoding);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} is a directory: give the path of the file to read in it.");
        }

        return File.Exists(path)
            ? OpenFile(path)
            : throw new FileNotFoundException($"There is no file {System.IO.Path.GetFullPath(path)}: check the path, or download the file first.", path);
    }

    /// <summary>The text of a stream to its end, unpacked if it is packed by gzip. Each block is overwritten by the next.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="name">What to call it in an error.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Blocks(Stream stream, string name)
    {
        var start = Start(stream);
        using var whole = new FollowedStream(new MemoryStream(start), stream);
        if (Gzip.Begins(start))
        {
            foreach (var block in Gzip.Unpack(whole, name))
            {
                yield return block;
            }

            yield break;
        }

        var buffer = new byte[1 << 20];
        while (whole.Read(buffer) is > 0 and var read)
        {
            yield return buffer.AsMemory(0, read);
        }
    }

    /// <summary>Some bytes, to be disposed of when they are no longer needed.</summary>
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public TextPart Read(long start, int length)
    {
        if (_bytes is not null)
        {
            return new TextPart(_bytes.Slice(start, length));
        }

        var isRented = length <= MostRented;
        var room = isRented ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(_file!.SafeFileHandle, room.AsSpan(read, length - read), start + read);
            read += count > 0 ? count : throw Changed();
        }

        return isRented ? new TextPart(room, length) : new TextPart(room);
    }

    public Stream OpenStream(long start)
    {
        if (_bytes is not null)
        {
            return _bytes.OpenStream(start);
        }

        var stream = OpenFile(Path);
        stream.Position = start;
        return stream;
    }

    /// <summary>The error of a file that is no longer what it was when reading began.</summary>
    public InvalidDataException Changed() => new($"{Path} changed while it was read: wait until it is written completely.");

    public void Dispose()
    {
        _bytes?.Dispose();
        _file?.Dispose();
    }

    private bool StartsWith(ReadOnlySpan<byte> bytes)
    {
        using var start = Read(0, (int)Math.Min(Length, bytes.Length));
        return start.Bytes.SequenceEqual(bytes);
    }

    // Parts are large: a buffer in between would only cost a copy.
    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static TextFile RequireText(TextFile file)
    {
        if (file.Length > file.TextStart)
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException($"{file.Path} is empty: check that it was downloaded or written completely.");
    }

    private static void RequireSupported(Encoding encoding)
    {
        if (encoding is not (UTF8Encoding or ASCIIEncoding) && encoding.CodePage != Encoding.Latin1.CodePage)
        {
            throw new ArgumentException($"Files in {encoding.EncodingName} cannot be read: use UTF-8, Latin-1 or ASCII, or convert the file first.");
        }
    }

    private static byte[] Start(Stream stream)
    {
        var start = new byte[2];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static NativeBytes ReadAll(Stream stream, string name)
    {
        var bytes = new NativeBytes(stream.CanSeek ? stream.Length - stream.Position : 0);
        try
        {
            foreach (var block in Blocks(stream, name))
            {
                bytes.Append(block.Span);
            }

            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
