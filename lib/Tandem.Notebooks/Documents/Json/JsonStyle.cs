using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>How a file writes JSON.</summary>
/// <param name="NewLine">What ends a line; empty when the file is a single line.</param>
/// <param name="Indent">What a line begins with for each level.</param>
/// <param name="Colon">The colon after a name, with the space around it.</param>
/// <param name="Comma">The comma between elements of one line, with the space after it.</param>
/// <param name="IsAscii">Whether characters beyond ASCII are written as <c>\u</c> escapes.</param>
internal sealed record JsonStyle(string NewLine, string Indent, string Colon, string Comma, bool IsAscii)
{
    /// <summary>Jupyter's way: one space a level, text as it is.</summary>
    public static JsonStyle Jupyter { get; } = new("\n", " ", ": ", ",", false);

    /// <summary>No white space at all.</summary>
    public static JsonStyle Compact { get; } = new("", "", ":", ",", false);

    /// <summary>The style of a file.</summary>
    public static JsonStyle Of(JsonText root, ReadOnlySpan<byte> text)
    {
        if (root.Elements.Count == 0)
        {
            return Jupyter;
        }

        var first = root.Elements[0];
        var label = Encoding.UTF8.GetString(first.Label.Span);
        var colon = label[(label.LastIndexOf('"') + 1)..];
        var before = Encoding.UTF8.GetString(first.Before.Span);
        before = before[(before.IndexOf('{', StringComparison.Ordinal) + 1)..];
        var isAscii = EscapesNonAscii(text);
        if (!before.Contains('\n', StringComparison.Ordinal))
        {
            var comma = root.Elements.Count > 1 ? Encoding.UTF8.GetString(root.Elements[1].Before.Span) : ",";
            return new JsonStyle("", "", colon, comma, isAscii);
        }

        var newLine = before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return new JsonStyle(newLine, before[(before.LastIndexOf('\n') + 1)..], colon, ",", isAscii);
    }

    public byte[] Label(string name) => [.. JsonStrings.Quote(name), .. Encoding.UTF8.GetBytes(Colon)];

    /// <summary>What stands before the first element of a container that lies at a depth.</summary>
    public byte[] First(byte bracket, int depth) => [bracket, .. Line(depth + 1)];

    public byte[] Separator(int depth) => NewLine.Length == 0 ? Encoding.UTF8.GetBytes(Comma) : [(byte)',', .. Line(depth + 1)];

    /// <summary>What stands after the last element.</summary>
    public byte[] Last(ReadOnlySpan<byte> end, int depth) => [.. Line(depth), .. end];

    /// <summary>Writes a JSON value in this style; numbers and escapes stay as they are.</summary>
    /// <param name="json">The value.</param>
    /// <param name="depth">How deep it lies in the file.</param>
    public byte[] Layout(ReadOnlySpan<byte> json, int depth)
    {
        var target = new ArrayBufferWriter<byte>(json.Length + 16);
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                case (byte)'"':
                    var length = StringLength(json[i..]);
                    WriteString(target, json.Slice(i, length));
                    i += length - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    target.Write(json.Slice(i, 1));
                    var rest = json[(i + 1)..].TrimStart(" \t\r\n"u8);
                    if (rest[0] is (byte)'}' or (byte)']')
                    {
                        target.Write(rest[..1]);
                        i = json.Length - rest.Length;
                    }
                    else
                    {
                        target.Write(Line(++depth));
                    }

                    break;
                case (byte)'}' or (byte)']':
                    target.Write(Line(--depth));
                    target.Write(json.Slice(i, 1));
                    break;
                case (byte)',':
                    target.Write(Separator(depth - 1));
                    break;
                case (byte)':':
                    target.Write(Encoding.UTF8.GetBytes(Colon));
                    break;
                default:
                    target.Write(json.Slice(i, 1));
                    break;
            }
        }

        return target.WrittenSpan.ToArray();
    }

    private byte[] Line(int depth) => NewLine.Length == 0 ? [] : Encoding.UTF8.GetBytes(NewLine + string.Concat(Enumerable.Repeat(Indent, depth)));

    private static int StringLength(ReadOnlySpan<byte> json)
    {
        var i = 1;
        while (json[i] != '"')
        {
            i += json[i] == '\\' ? 2 : 1;
        }

        return i + 1;
    }

    private void WriteString(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> quoted)
    {
        if (!IsAscii || Ascii.IsValid(quoted))
        {
            target.Write(quoted);
            return;
        }

        var ascii = new StringBuilder();
        foreach (var character in Encoding.UTF8.GetString(quoted))
        {
            _ = char.IsAscii(character) ? ascii.Append(character) : ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        target.Write(Encoding.UTF8.GetBytes(ascii.ToString()));
    }

    private static bool EscapesNonAscii(ReadOnlySpan<byte> text)
    {
        if (!Ascii.IsValid(text))
        {
            return false;
        }

        for (var next = text.IndexOf((byte)'\\'); next >= 0 && next + 6 <= text.Length; next = text.IndexOf((byte)'\\'))
        {
            if (text[next + 1] == 'u' && ushort.TryParse(text.Slice(next + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) && code >= 0x80)
            {
                return true;
            }

            text = text[(next + 2)..];
        }

        return false;
    }
}
