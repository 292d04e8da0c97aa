namespace Tandem;

/// <summary>Cuts a text file into parts of whole rows while it is read, so that one part at a time is in memory.</summary>
internal static class TextParts
{
    private const int BlockLength = 1 << 20;

    /// <summary>The parts, in order. The header belongs to the first one. Whoever takes a part disposes of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows a part has; the last one has the rest.</param>
    /// <param name="options">The format.</param>
    /// <param name="mostBytes">How long a part may become: a quoted cell that does not end would go on to the end of the file.</param>
    public static IEnumerable<TextFile> Cut(string path, int rows, ReadOptions options, long mostBytes)
    {
        using var file = TextFile.OpenFile(path, options.Encoding);
        var counter = new RowCounter((byte?)options.Quote, (byte)options.Separator[0]);
        var firstLine = 1L;
        var wanted = options.Header ? rows + 1 : rows;
        var bytes = new NativeBytes(BlockLength);
        try
        {
            foreach (var block in TextFile.Blocks(file, path))
            {
                for (var rest = block; !rest.IsEmpty;)
                {
                    var taken = counter.Take(rest.Span, wanted);
                    bytes.Append(rest.Span[..taken]);
                    rest = rest[taken..];
                    if (bytes.Length > mostBytes)
                    {
                        throw TooLong(path, firstLine, mostBytes);
                    }

                    if (!rest.IsEmpty)
                    {
                        var part = TextFile.Part(path, options.Encoding, bytes, firstLine);
                        bytes = new NativeBytes(bytes.Length);
                        yield return part;
                        firstLine = counter.Lines + 1;
                        wanted = rows;
                        counter.BeginPart();
                    }
                }
            }

            // An empty file is refused as a part is.
            if (bytes.Length > 0 || firstLine == 1)
            {
                var part = TextFile.Part(path, options.Encoding, bytes, firstLine);
                bytes = new NativeBytes(0);
                yield return part;
            }
        }
        finally
        {
            bytes.Dispose();
        }
    }

    private static InvalidDataException TooLong(string path, long firstLine, long mostBytes) => new($"{path}: the part that begins in line {firstLine} is longer than {mostBytes:N0} bytes. Read fewer rows a part; where a quoted cell does not end and quotes mean nothing in the file, pass Quote = null.");
}
