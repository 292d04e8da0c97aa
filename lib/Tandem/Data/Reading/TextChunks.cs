using System.Text;
using System.Text.Unicode;

namespace Tandem;

/// <summary>
/// Cuts a file into chunks of whole lines and checks that it is text. The cuts depend on the file alone, not on the number of threads.
/// </summary>
internal static class TextChunks
{
    /// <summary>Bytes: a chunk stays in a core's cache between the checks and the parsing.</summary>
    public const int DefaultSize = 1 << 20;

    /// <summary>Cuts the file from <paramref name="start"/> on, which is the beginning of line <paramref name="firstLine"/>.</summary>
    public static TextChunk[] Cut(TextFile file, long start, long firstLine, int size, ParallelOptions parallel)
    {
        var chunks = CutAtLineEnds(file, start, size).ToArray();
        var isText = new bool[chunks.Length];
        Parallel.For(0, chunks.Length, parallel, i =>
        {
            var bytes = file.Slice(chunks[i].Start, chunks[i].Length);
            isText[i] = IsText(file, bytes);
            chunks[i] = chunks[i] with { Lines = CountLines(bytes) };
        });

        var slots = 0L;
        for (var i = 0; i < chunks.Length; i++)
        {
            if (!isText[i])
            {
                throw NotText(file, chunks[i]);
            }

            chunks[i] = chunks[i] with { FirstLine = firstLine + slots, FirstSlot = (int)slots };
            slots += chunks[i].Lines;
            if (slots > Array.MaxLength)
            {
                throw new InvalidDataException($"{file.Path} has more than {Array.MaxLength:N0} lines, too many for one table: read it in parts.");
            }
        }

        return chunks;
    }

    /// <summary>Whether a byte occurs in any chunk.</summary>
    public static bool Contain(TextFile file, TextChunk[] chunks, byte value) =>
        chunks.Any(chunk => file.Slice(chunk.Start, chunk.Length).Contains(value));

    /// <summary>How many bytes end a line: lines end with a line feed, with a carriage return, or with both.</summary>
    /// <param name="text">The line end and what follows it.</param>
    public static int LengthOfLineEnd(ReadOnlySpan<byte> text) => text is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;

    private static bool IsText(TextFile file, ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && file.Encoding switch
    {
        UTF8Encoding => Utf8.IsValid(bytes),
        ASCIIEncoding => Ascii.IsValid(bytes),
        _ => true,
    };

    private static InvalidDataException NotText(TextFile file, TextChunk chunk)
    {
        var bytes = file.Slice(chunk.Start, chunk.Length);
        return bytes.IndexOf((byte)0) is >= 0 and var zero
            ? new InvalidDataException(
                $"{file.Path}, line {LineAt(file, chunk.Start + zero)}: there is a zero byte, so this is not a text file in UTF-8, Latin-1 or ASCII. "
                + "Check that it is the right file, unpacked, and not in UTF-16.")
            : new InvalidDataException(
                $"{file.Path}, line {LineAt(file, chunk.Start + FirstInvalid(file, bytes))}: the text is not valid {file.Encoding.WebName.ToUpperInvariant()}. "
                + "Older files are often in Latin-1: pass Encoding = Encoding.Latin1.");
    }

    private static IEnumerable<TextChunk> CutAtLineEnds(TextFile file, long start, int size)
    {
        while (start < file.Length)
        {
            var length = LengthOfChunk(file, start, size);
            yield return new TextChunk(start, length, 0, 0, 0);
            start += length;
        }
    }

    private static int LengthOfChunk(TextFile file, long start, int size)
    {
        var rest = file.Length - start;
        if (rest <= size)
        {
            return (int)rest;
        }

        var tail = (int)Math.Min(rest - size, Array.MaxLength - size);
        var text = file.Slice(start + size, tail);
        if (text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
        {
            return size + end + LengthOfLineEnd(text[end..]);
        }

        return size + tail == rest
            ? (int)rest
            : throw new InvalidDataException($"{file.Path} has a line longer than two gigabytes: check that it is a text file.");
    }

    private static int CountLines(ReadOnlySpan<byte> bytes) => CountLineEnds(bytes) + (bytes[^1] is (byte)'\n' or (byte)'\r' ? 0 : 1);

    private static int CountLineEnds(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n') + bytes.Count((byte)'\r') - bytes.Count("\r\n"u8);

    private static long LineAt(TextFile file, long position)
    {
        // Only an error asks, so counting from the beginning is fine. A carriage return and its line feed are not parted.
        var line = file.FirstLine;
        for (var start = 0L; start < position;)
        {
            var bytes = file.Slice(start, (int)Math.Min(DefaultSize, position - start));
            bytes = bytes.Length > 1 && bytes[^1] == '\r' && start + bytes.Length < position ? bytes[..^1] : bytes;
            line += CountLineEnds(bytes);
            start += bytes.Length;
        }

        return line;
    }

    private static int FirstInvalid(TextFile file, ReadOnlySpan<byte> bytes)
    {
        if (file.Encoding is ASCIIEncoding)
        {
            return bytes.IndexOfAnyExceptInRange((byte)0, (byte)127);
        }

        for (var start = 0; ;)
        {
            Rune.DecodeFromUtf8(bytes[start..], out var rune, out var consumed);
            if (rune == Rune.ReplacementChar && !bytes[start..].StartsWith("\uFFFD"u8))
            {
                return start;
            }

            start += consumed;
        }
    }
}
