using System.Text;

namespace Tandem.Notebooks;

/// <summary>A peer broke the protocol: its connection is closed, the socket lives on.</summary>
internal sealed class ZmtpException(string message) : Exception(message)
{
    /// <summary>What a peer sent, fit to stand in a message or a log: at most 40 characters, only printable ones.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var octet in text[..Math.Min(text.Length, 40)])
        {
            quoted.Append(octet is >= (byte)' ' and <= (byte)'~' ? (char)octet : '?');
        }

        return quoted.Append('"').ToString();
    }
}
