using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Unicode;

namespace Tandem;

/// <summary>
/// Cuts a file into chunks of whole lines and checks that it is text. The cuts depend on the file alone, not on the number of threads.
/// </summary>
internal static class TextChunks
{
    /// <summary>Bytes: a chunk stays in a core's cache between reading and parsing.</summary>
    public const int DefaultSize = 1 << 20;

    /// <summary>Bytes: the longest line, or row of lines in quotes. Its text still fits in a string.</summary>
    public const int LongestLine = 1_000_000_000;

    /// <summary>Cuts the whole file.</summary>
    /// <returns>The chunks, and whether the byte <paramref name="sought"/> occurs in any.</returns>
    public static (TextChunk[] Chunks, bool Found) Cut(TextFile file, int size, int longestLine, ParallelOptions parallel, byte? sought = null)
    {
        var chunks = CutAtLineEnds(file, size, longestLine).ToArray();
        var isText = new bool[chunks.Length];
        var found = false;
        InOrder(chunks.Length, parallel, i =>
        {
            using var part = file.Read(chunks[i].Start, chunks[i].Length);
            isText[i] = IsText(file, part.Bytes);
            chunks[i] = chunks[i] with { Lines = CountLines(part.Bytes) };
            if (sought is { } value && !Volatile.Read(ref found) && part.Bytes.Contains(value))
            {
                Volatile.Write(ref found, true);
            }
        });

        var slots = 0L;
        for (var i = 0; i < chunks.Length; i++)
        {
            if (!isText[i])
            {
                throw NotText(file, chunks[i]);
            }

            chunks[i] = chunks[i] with { FirstLine = file.FirstLine + slots, FirstSlot = (int)slots };
            slots += chunks[i].Lines;
            if (slots > Array.MaxLength)
            {
                throw new InvalidDataException($"{file.Path} has more than {Array.MaxLength:N0} lines, too many for one table: read it in parts.");
            }
        }

        return (chunks, found);
    }

    /// <summary>The chunks without the lines before <paramref name="firstLine"/>, which begins at <paramref name="start"/>.</summary>
    public static TextChunk[] From(TextChunk[] chunks, long start, long firstLine)
    {
        return [.. chunks.Where(chunk => chunk.Start + chunk.Length > start).Select(Rest)];

        TextChunk Rest(TextChunk chunk)
        {
            var left = (int)Math.Max(0, firstLine - chunk.FirstLine);
            return new TextChunk(
                Math.Max(chunk.Start, start),
                (int)(chunk.Start + chunk.Length - Math.Max(chunk.Start, start)),
                chunk.Lines - left,
                chunk.FirstLine + left,
                (int)(chunk.FirstLine + left - firstLine));
        }
    }

    /// <summary>
    /// Does something with every chunk, on several threads. These take the chunks in order: what depends on earlier ones waits for few of them, and what is not put together yet is never much.
    /// </summary>
    public static void InOrder(int count, ParallelOptions parallel, Action<int> work)
    {
        var next = -1;
        try
        {
            Parallel.For(0, Math.Min(count, parallel.MaxDegreeOfParallelism), parallel, _ =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;)
                {
                    work(i);
                }
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

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
        using var part = file.Read(chunk.Start, chunk.Length);
        var bytes = part.Bytes;
        return bytes.IndexOf((byte)0) is >= 0 and var zero
            ? new InvalidDataException(
                $"{file.Path}, line {LineAt(file, chunk.Start + zero)}: there is a zero byte, so this is not a text file in UTF-8, Latin-1 or ASCII. "
                + "Check that it is the right file, unpacked, and not in UTF-16.")
            : new InvalidDataException(
                $"{file.Path}, line {LineAt(file, chunk.Start + FirstInvalid(file, bytes))}: the text is not valid {file.Encoding.WebName.ToUpperInvariant()}. "
                + "Older files are often in Latin-1: pass Encoding = Encoding.Latin1.");
    }

    private static IEnumerable<TextChunk> CutAtLineEnds(TextFile file, int size, int longestLine)
    {
        for (var start = file.TextStart; start < file.Length;)
        {
            var end = file.Length - start <= size ? file.Length : EndOfLine(file, start + size);
            yield return end - start <= (long)size + longestLine
                ? new TextChunk(start, (int)(end - start), 0, 0, 0)
                : throw TooLong(file, LineAt(file, start + size), longestLine);
            start = end;
        }
    }

    /// <summary>Where the line after the one that holds a byte begins.</summary>
    private static long EndOfLine(TextFile file, long position)
    {
        const int Window = 1 << 12;
        for (; position < file.Length; position += Window)
        {
            // One more byte than is looked through: a carriage return and its line feed are not parted.
            using var part = file.Read(position, (int)Math.Min(Window + 1, file.Length - position));
            if (part.Bytes[..Math.Min(Window, part.Bytes.Length)].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
            {
                return position + end + LengthOfLineEnd(part.Bytes[end..]);
            }
        }

        return file.Length;
    }

    private static InvalidDataException TooLong(TextFile file, long line, int longestLine) => new(
        $"{file.Path}, line {line}: the line has more than {longestLine:N0} bytes, too many for a row. "
        + "Check that this is a text file whose lines end with a line feed or a carriage return.");

    private static int CountLines(ReadOnlySpan<byte> bytes) => CountLineEnds(bytes) + (bytes[^1] is (byte)'\n' or (byte)'\r' ? 0 : 1);

    private static int CountLineEnds(ReadOnlySpan<byte> bytes) =>
        bytes.Count((byte)'\n') + (bytes.Count((byte)'\r') is > 0 and var returns ? returns - bytes.Count("\r\n"u8) : 0);

    private static long LineAt(TextFile file, long position)
    {
        // Only an error asks, so counting from the beginning is fine.
        var line = file.FirstLine;
        for (var start = 0L; start < position;)
        {
            using var part = WholeLineEnds(file, start, position);
            line += CountLineEnds(part.Bytes);
            start += part.Bytes.Length;
        }

        return line;
    }

    /// <summary>The next bytes, of which the last is no carriage return whose line feed may follow.</summary>
    private static TextPart WholeLineEnds(TextFile file, long start, long end)
    {
        var length = (int)Math.Min(DefaultSize, end - start);
        var part = file.Read(start, length);
        if (length == 1 || part.Bytes[^1] != '\r' || start + length == end)
        {
            return part;
        }

        part.Dispose();
        return file.Read(start, length - 1);
    }

    /// <summary>Where a line begins, by its number from 1.</summary>
    public static long StartOfLine(TextFile file, long line)
    {
        var start = file.TextStart;
        for (var left = line - file.FirstLine; left > 0;)
        {
            using var part = WholeLineEnds(file, start, file.Length);
            var ends = CountLineEnds(part.Bytes);
            if (ends <= left)
            {
                (start, left) = (start + part.Bytes.Length, left - ends);
                continue;
            }

            for (var rest = part.Bytes; left > 0; left--)
            {
                var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
                var length = end + LengthOfLineEnd(rest[end..]);
                rest = rest[length..];
                start += length;
            }
        }

        return start;
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
