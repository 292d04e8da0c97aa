using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The file format of docs/file-format.md, which models, indexes and checkpoints share: a header, a JSON manifest of objects and arrays,
/// the arrays, and a SHA-256 of it all. Opening a file verifies it whole; arrays are read when they are asked for.
/// </summary>
internal sealed class SavedFile : IDisposable
{
    private const uint Version = 1;
    private const int HeaderBytes = 32;
    private const int Alignment = 64;
    private const int BufferBytes = 1 << 20;

    /// <summary>How deep parts may lie within parts. The library's own kinds need fewer than ten levels.</summary>
    private const int MostLevels = 100;

    /// <summary>How many times its own length a file may fill with arrays that objects share. Files of the library fill at most about their length.</summary>
    private const int MostReads = 16;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly Dictionary<int, object> _made = [];
    private readonly HashSet<int> _making = [];
    private long _readBytes;
    private IReadOnlyList<JsonObject> _objects = [];
    private IReadOnlyList<SavedArray> _arrays = [];

    private SavedFile(string path)
    {
        _path = path;

        // A small file does not pay for a large buffer.
        var bufferBytes = (int)Math.Clamp(new FileInfo(path).Length, 1, BufferBytes);
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferBytes);
    }

    /// <summary>A byte beyond ASCII, the name, and a line feed that a text-mode transfer would change.</summary>
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'T', (byte)'A', (byte)'N', (byte)'D', (byte)'E', (byte)'M', (byte)'\n'];

    /// <summary>Writes an object and its parts; the same content gives the same bytes.</summary>
    /// <exception cref="NotSupportedException">A part cannot be saved.</exception>
    public static void Write(string path, object root)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var graph = SavedGraph.Of(root);
        AtomicFile.Write(path, stream => Write(graph, stream));
    }

    /// <summary>Opens a file, verifies it, and takes from it what is wanted.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">
    /// It is not a file of this library, newer than the library, truncated or altered; or its content makes no sense. The message names the file.
    /// </exception>
    public static T Read<T>(string path, Func<SavedFile, T> take)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new SavedFile(path);
        try
        {
            file.ReadManifest(file.Verify());
            return take(file);
        }
        catch (Exception error) when (IsOfContent(error))
        {
            throw file.Damaged(error.Message.TrimEnd('.'), error);
        }
        catch (InvalidDataException error) when (!error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"\"{path}\" cannot be loaded: {error.Message}", error);
        }
    }

    /// <summary>The length in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>The description of an array.</summary>
    public SavedArray Array(int number) => (uint)number < (uint)_arrays.Count ? _arrays[number] : throw Damaged($"there is no array {number}");

    /// <summary>The elements of an array.</summary>
    public Array ReadArray(int number)
    {
        var array = Array(number);
        _readBytes += array.Bytes;
        if (_readBytes / MostReads > _stream.Length)
        {
            throw Damaged($"its objects use the same arrays over and over, array {number} among them");
        }

        try
        {
            return ArrayContent.Read(array, _stream);
        }
        catch (Exception error) when (error is InvalidDataException || IsOfContent(error))
        {
            throw Damaged($"array {number} cannot be read: {error.Message.TrimEnd('.')}", error);
        }
    }

    /// <summary>Fills a tensor with an array.</summary>
    public void ReadInto(int number, Tensor target)
    {
        if (!Array(number).Shape.AsSpan().SequenceEqual(target.Shape.Extents) || ReadArray(number) is not float[] values)
        {
            throw Damaged($"array {number}, {Array(number)}, does not fit a tensor {target.Shape}");
        }

        target.Device.Upload(values, target);
    }

    /// <summary>Makes the object of a number, once.</summary>
    public object Object(int number)
    {
        if (_made.TryGetValue(number, out var known))
        {
            return known;
        }

        if (!_making.Add(number))
        {
            throw Damaged($"object {number} is a part of itself");
        }

        if (_making.Count > MostLevels)
        {
            throw Damaged($"object {number} is a part of a part, and so on for more than {MostLevels} levels");
        }

        var made = Make(number);
        _making.Remove(number);
        return _made[number] = made;
    }

    /// <summary>The fields of an object.</summary>
    public StateReader State(int number) => new(this, Fields(number));

    /// <summary>The fields of an object as JSON; the root has the number 0.</summary>
    public JsonObject Fields(int number) => (uint)number < (uint)_objects.Count ? _objects[number] : throw Damaged($"there is no object {number}");

    /// <summary>The error of a file whose checksum is right and whose content is not.</summary>
    public InvalidDataException Damaged(string what, Exception? cause = null) =>
        Refused($"its content makes no sense: {what}. It was written by another program, or by a library with a fault", cause);

    /// <summary>The error of a file that is something else than was asked for.</summary>
    public InvalidDataException Refused(string why, Exception? cause = null) => new($"\"{_path}\" cannot be loaded: {why}.", cause);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Whether an exception is one that constructors, conversions and the reading of JSON throw when they are given nonsense.</summary>
    private static bool IsOfContent(Exception error) => error is ArgumentException or ArithmeticException or FormatException or InvalidOperationException
        or JsonException or KeyNotFoundException or NotSupportedException or EndOfStreamException or InvalidCastException;

    private object Make(int number)
    {
        var state = State(number);
        var kind = state.Kind;
        var load = SavedKinds.Named(kind)?.Load ?? throw Unknown(kind);
        try
        {
            return load(state);
        }
        catch (Exception error) when (IsOfContent(error))
        {
            throw Damaged($"object {number}, of the kind {kind}, cannot be made: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static void Write(SavedGraph graph, Stream stream)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Saved files hold little-endian numbers, and this machine's are big-endian.");
        }

        var (manifest, arrays, length) = Layout(graph);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hashed = new HashingStream(stream, hash);
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], manifest.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], length);
        hashed.Write(header);
        hashed.Write(manifest);
        for (var i = 0; i < arrays.Length; i++)
        {
            hashed.PadTo(arrays[i].Offset);
            ArrayContent.Write(graph.Contents[i], hashed);
        }

        hashed.PadTo(length - SHA256.HashSizeInBytes);
        stream.Write(hash.GetHashAndReset());
    }

    /// <summary>Places the arrays behind the manifest, whose length depends on where they are: offsets in it count from its end.</summary>
    private static (byte[] Manifest, SavedArray[] Arrays, long Length) Layout(SavedGraph graph)
    {
        long offset = 0;
        var relative = graph.Arrays.Select(array =>
        {
            var placed = array with { Offset = offset };
            offset = Aligned(offset + array.Bytes);
            return placed;
        }).ToArray();
        var library = $"Tandem {typeof(SavedFile).Assembly.GetName().Version?.ToString(3)}";
        var manifest = new SavedManifest(library, [.. graph.Objects], relative).ToBytes();
        var start = Aligned(HeaderBytes + manifest.Length);
        return (manifest, [.. relative.Select(array => array with { Offset = start + array.Offset })], start + offset + SHA256.HashSizeInBytes);
    }

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;

    /// <summary>Checks header, length and checksum.</summary>
    /// <returns>The length of the manifest.</returns>
    private long Verify()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (_stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith(Magic))
        {
            throw Refused("it is not a file that this library saved");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) is var version && version != Version)
        {
            throw Refused($"it has version {version} of the format and this library knows version {Version}: update the library");
        }

        var (manifest, length) = (BinaryPrimitives.ReadInt64LittleEndian(header[16..]), BinaryPrimitives.ReadInt64LittleEndian(header[24..]));
        if (header[12..16].ContainsAnyExcept((byte)0))
        {
            throw Refused("the four bytes behind its version are zero in this version of the format, and they are not: update the library");
        }

        if (_stream.Length != length)
        {
            throw Refused(_stream.Length < length
                ? $"it is truncated, {_stream.Length} bytes of {length}: copy it again, or save it again"
                : $"it has {_stream.Length} bytes and should have {length}: it was altered");
        }

        if (manifest < 0 || manifest > length - HeaderBytes - SHA256.HashSizeInBytes || !ChecksumFits())
        {
            throw Refused("it was altered since it was saved, its checksum is another: copy it again, or save it again");
        }

        return manifest;
    }

    private bool ChecksumFits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        _stream.Position = 0;
        for (var left = _stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, BufferBytes));
            _stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }

        var saved = buffer.AsSpan(0, SHA256.HashSizeInBytes);
        _stream.ReadExactly(saved);
        var fits = hash.GetHashAndReset().AsSpan().SequenceEqual(saved);
        ArrayPool<byte>.Shared.Return(buffer);
        return fits;
    }

    private void ReadManifest(long length)
    {
        var bytes = new byte[length];
        _stream.Position = HeaderBytes;
        _stream.ReadExactly(bytes);
        try
        {
            var manifest = SavedManifest.Parse(bytes);
            var start = Aligned(HeaderBytes + length);
            _objects = manifest.Objects;
            _arrays = Placed(manifest.Arrays, start);
        }
        catch (JsonException error)
        {
            throw Damaged($"the manifest cannot be read ({error.Message})");
        }
    }

    private SavedArray[] Placed(SavedArray[] arrays, long start)
    {
        var end = 0L;
        foreach (var array in arrays)
        {
            if (array.Offset < end)
            {
                throw Damaged($"the array {array} does not lie behind the one before it");
            }

            end = array.Offset + Math.Max(0, array.Bytes);
        }

        return System.Array.ConvertAll(arrays, array => Placed(array, start));
    }

    private SavedArray Placed(SavedArray array, long start)
    {
        var elementBytes = array.Type is SavedType.Float64 or SavedType.Int64 ? 8 : 4;
        var room = _stream.Length - SHA256.HashSizeInBytes - start;
        var fits = array.Offset >= 0 && array.Offset <= room && array.Bytes >= 0 && array.Bytes <= room - array.Offset
            && array.HasValidShape && (array.Type == SavedType.Text ? array.Bytes >= 4L * array.Count : array.Bytes == (long)elementBytes * array.Count);
        return fits ? array with { Offset = start + array.Offset } : throw Damaged($"the array {array} does not lie within the file");
    }

    private InvalidDataException Unknown(string kind) => Refused(
        $"it holds a {kind}, which this program cannot make: register how with SavedKinds.Register before loading, or load the file into a model that has one with model.Load");
}
