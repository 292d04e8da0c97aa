using System.Net;

namespace Tandem;

/// <summary>Shows what <see cref="object.ToString"/> says, where a notebook would otherwise list the value's properties.</summary>
internal sealed class TextFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<object>("text/html", (value, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(value.ToString())}</pre>")),
        new Formatter<object>("text/plain", (value, writer) => writer.Write(value)),
    ];
}
