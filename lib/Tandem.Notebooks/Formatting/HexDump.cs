using System.Globalization;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Bytes as lines of offset, hexadecimal values and ASCII characters.</summary>
internal static class HexDump
{
    private const int BytesPerLine = 16;
    private const int ShownLines = 20;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var shown = Math.Min(bytes.Length, ShownLines * BytesPerLine);
        for (var start = 0; start < shown; start += BytesPerLine)
        {
            AppendLine(text, start, bytes[start..Math.Min(start + BytesPerLine, shown)]);
        }

        var count = bytes.Length.ToString("N0", CultureInfo.InvariantCulture);
        return text.Append(bytes.Length > shown ? $"(first {shown} of {count} bytes)" : $"({count} {(bytes.Length == 1 ? "byte" : "bytes")})").ToString();
    }

    private static void AppendLine(StringBuilder text, int start, ReadOnlySpan<byte> bytes)
    {
        text.Append(start.ToString("x8", CultureInfo.InvariantCulture)).Append(' ');
        for (var i = 0; i < BytesPerLine; i++)
        {
            text.Append(i == BytesPerLine / 2 ? "  " : " ").Append(i < bytes.Length ? bytes[i].ToString("x2", CultureInfo.InvariantCulture) : "  ");
        }

        text.Append("  ");
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }

        text.Append('\n');
    }
}
