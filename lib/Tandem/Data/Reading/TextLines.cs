namespace Tandem;

/// <summary>The lines of a chunk that are not blank.</summary>
/// <param name="bytes">The chunk's bytes.</param>
/// <param name="firstLine">The number of its first line in the file, from 1.</param>
internal ref struct TextLines(ReadOnlySpan<byte> bytes, long firstLine)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The line without its end and blanks before that.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The line's number in the file, from 1.</summary>
    public long Number { get; private set; } = firstLine - 1;

    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOfAny((byte)'\n', (byte)'\r');
            Text = (end < 0 ? _rest : _rest[..end]).TrimEnd(" \t"u8);
            _rest = end < 0 ? default : _rest[(end + TextChunks.LengthOfLineEnd(_rest[end..]))..];
            Number++;
            if (!Text.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
