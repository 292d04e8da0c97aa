using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>Splits lines without quoted cells.</summary>
internal static class PlainRows
{
    /// <summary>The cells of one line as text.</summary>
    public static string[] Split(ReadOnlySpan<byte> line, ReadOnlySpan<byte> separator, Encoding encoding)
    {
        var cells = new List<string>();
        foreach (var range in line.Split(separator))
        {
            cells.Add(encoding.GetString(line[range]));
        }

        return [.. cells];
    }

    /// <summary>Hands each line of a chunk to the sink, until the end or until the sink has enough.</summary>
    // Optimised at once: a loop over millions of bytes is over before tiered compilation would have noticed it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(TextFile file, TextChunk chunk, ReadOnlySpan<byte> separator, int fieldCount, RowSink sink)
    {
        using var part = file.Read(chunk.Start, chunk.Length);
        var rest = part.Bytes;
        var cells = new CellSpan[fieldCount];
        for (var line = chunk.FirstLine; !rest.IsEmpty; line++)
        {
            var cellCount = SplitLine(rest, separator, cells, out var length, out var lineEnd);
            var blank = length == 0 && fieldCount > 1;
            if (!blank && !sink.Add(rest[..length], cells, cellCount, line))
            {
                return;
            }

            rest = rest[lineEnd..];
        }
    }

    /// <summary>Finds the first line's cells.</summary>
    /// <param name="text">The line and what follows it.</param>
    /// <param name="separator">What stands between two cells.</param>
    /// <param name="cells">Receives as many cells as it can hold.</param>
    /// <param name="length">The line's length without its end.</param>
    /// <param name="next">Where the next line begins.</param>
    /// <returns>The number of cells.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SplitLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, Span<CellSpan> cells, out int length, out int next)
    {
        var first = separator[0];
        var count = 0;
        var start = 0;
        var position = 0;
        for (; position < text.Length; position++)
        {
            var character = text[position];
            if (character <= '\r' && character is (byte)'\n' or (byte)'\r')
            {
                break;
            }

            if (character == first && (separator.Length == 1 || text[position..].StartsWith(separator)))
            {
                if (count < cells.Length)
                {
                    cells[count] = new CellSpan(start, position - start);
                }

                count++;
                position += separator.Length - 1;
                start = position + 1;
            }
        }

        length = position;
        next = position == text.Length ? position : position + TextChunks.LengthOfLineEnd(text[position..]);
        if (count < cells.Length)
        {
            cells[count] = new CellSpan(start, length - start);
        }

        return count + 1;
    }
}
