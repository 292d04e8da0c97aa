using System.Runtime.InteropServices;
using System.Text;

namespace Tandem;

/// <summary>The bytes of a text file in native memory, given back at once when reading is over instead of when a collection comes.</summary>
internal sealed unsafe class TextFile : IDisposable
{
    private readonly byte* _bytes;

    private TextFile(string path, Encoding encoding, byte* bytes, long length)
    {
        Path = path;
        Encoding = encoding;
        _bytes = bytes;
        Length = length;
    }

    public string Path { get; }

    public Encoding Encoding { get; }

    public long Length { get; }

    /// <summary>Where the text begins: after a byte order mark, if there is one.</summary>
    public long TextStart => Encoding is UTF8Encoding && Length >= 3 && Slice(0, 3).SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;

    public static TextFile Open(string path, ReadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireSupported(options.Encoding);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} is a directory: give the path of the file to read in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {System.IO.Path.GetFullPath(path)}: check the path, or download the file first.", path);
        }

        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(handle);
        var bytes = (byte*)NativeMemory.Alloc((nuint)Math.Max(length, 1));
        var file = new TextFile(path, options.Encoding, bytes, length);
        try
        {
            file.Fill(handle);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ReadOnlySpan<byte> Slice(long start, int length) => new(_bytes + start, length);

    public Stream OpenStream(long start) => new UnmanagedMemoryStream(_bytes + start, Length - start);

    public void Dispose() => NativeMemory.Free(_bytes);

    private static void RequireSupported(Encoding encoding)
    {
        if (encoding is not (UTF8Encoding or ASCIIEncoding) && encoding.CodePage != Encoding.Latin1.CodePage)
        {
            throw new ArgumentException($"Files in {encoding.EncodingName} cannot be read: use UTF-8, Latin-1 or ASCII, or convert the file first.");
        }
    }

    private void Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        const int Part = 1 << 30;
        for (long done = 0; done < Length;)
        {
            var read = RandomAccess.Read(handle, new Span<byte>(_bytes + done, (int)Math.Min(Part, Length - done)), done);
            if (read == 0)
            {
                throw new InvalidDataException($"{Path} became shorter while it was read: wait until it is written completely.");
            }

            done += read;
        }
    }
}
