using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Shows what a server answered: status, time, headers, and the body by its type.</summary>
internal static class HttpAnswerView
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static MimeBundle Of(HttpCellRequest request, HttpAnswer answer)
    {
        var size = answer.Body.Length.ToString("N0", CultureInfo.InvariantCulture);
        var time = answer.Elapsed.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture);
        var summary = $"{request.Method} {request.Address}: {answer.Status} ({time} ms, {size} bytes{(answer.IsCut ? " shown, and there are more" : "")})";
        var image = ImageOf(answer);
        var body = image is null ? TextOf(answer) : $"(an image, {answer.MediaType})";
        return MimeBundle.Of(MimeTypes.Html, Html(summary, answer, image ?? $"<pre>{WebUtility.HtmlEncode(body)}</pre>"), Plain(summary, answer, body));
    }

    private static string Plain(string summary, HttpAnswer answer, string body)
    {
        var text = new StringBuilder(summary).Append('\n');
        foreach (var (name, value) in answer.Headers)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }

        return text.Append('\n').Append(body).ToString().TrimEnd();
    }

    private static string Html(string summary, HttpAnswer answer, string body)
    {
        var rows = string.Concat(answer.Headers.Select(header => $"<tr><td>{WebUtility.HtmlEncode(header.Key)}</td><td>{WebUtility.HtmlEncode(header.Value)}</td></tr>"));
        return $"<div><p><strong>{WebUtility.HtmlEncode(summary)}</strong></p><details><summary>Headers</summary><table><tbody>{rows}</tbody></table></details>{(answer.Body.Length == 0 ? "" : body)}</div>";
    }

    private static string? ImageOf(HttpAnswer answer) =>
        answer is { IsCut: false, MediaType: "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "image/svg+xml" }
            ? $"<img alt=\"\" src=\"data:{answer.MediaType};base64,{Convert.ToBase64String(answer.Body)}\">"
            : null;

    private static string TextOf(HttpAnswer answer)
    {
        var type = answer.MediaType ?? MimeTypes.PlainText;
        return MimeTypes.IsJson(type) ? Indented(answer.Text())
            : type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal) || type is MimeTypes.JavaScript or "application/x-www-form-urlencoded" or "application/x-ndjson" ? answer.Text()
            : answer.Body.Length == 0 ? ""
            : $"({type}, not shown)";
    }

    private static string Indented(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document, _indented);
        }
        catch (JsonException)
        {
            // Cut off, or not what the server says it is: the reader sees what came.
            return json;
        }
    }
}
