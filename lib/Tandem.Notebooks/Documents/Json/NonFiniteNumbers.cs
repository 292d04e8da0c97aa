namespace Tandem.Notebooks;

/// <summary>The numbers that Python writes and JSON does not have: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.</summary>
internal static class NonFiniteNumbers
{
    /// <summary>A copy of a JSON text with <c>0.0</c> of the same length in the place of each such number, so that all positions stay; null when there is none.</summary>
    public static byte[]? Mask(ReadOnlySpan<byte> json)
    {
        byte[]? masked = null;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                i = EndOfString(json, i);
            }
            else if (LengthAt(json[i..]) is > 0 and var length)
            {
                masked ??= json.ToArray();
                masked.AsSpan(i, length).Fill((byte)'0');
                masked[i + 1] = (byte)'.';
                i += length - 1;
            }
        }

        return masked;
    }

    private static int LengthAt(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3
        : json.StartsWith("Infinity"u8) ? 8
        : json.StartsWith("-Infinity"u8) ? 9
        : 0;

    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        for (var i = start + 1; i < json.Length; i++)
        {
            var next = json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            i += next;
            if (json[i] == '"')
            {
                return i;
            }

            i++;
        }

        return json.Length;
    }
}
