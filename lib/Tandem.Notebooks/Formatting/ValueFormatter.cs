using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Turns values into what a notebook shows.</summary>
/// <remarks>
/// In this order: a type's own formatters (<see cref="ConventionFormatters"/>), then tables for sequences, dictionaries and objects with
/// properties, then text. A formatter that throws fails the cell that shows the value. Of a long value the beginning is shown, and how much more there is; sequences are not gone through
/// to their end, and tasks are not waited for.
/// </remarks>
public static class ValueFormatter
{
    /// <summary>The longest text that is shown whole, in characters.</summary>
    private const int LongestText = 200_000;

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The representations of a value.</summary>
    /// <param name="value">Any value, null included.</param>
    /// <returns>A bundle with at least <c>text/plain</c>.</returns>
    /// <exception cref="FormattingException">The value cannot be shown.</exception>
    public static MimeBundle Format(object? value)
    {
        try
        {
            return value switch
            {
                null => MimeBundle.Of(MimeTypes.Html, "<span class=\"null\">&lt;null&gt;</span>", "<null>"),
                MimeBundle bundle => Valid(bundle),
                _ => Valid(Complete(ConventionFormatters.Format(value), value)),
            };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new FormattingException(value!, failure);
        }
    }

    /// <summary>Some of a value's representations. JSON can be asked of every value that the platform's serialiser takes.</summary>
    /// <param name="value">Any value, null included.</param>
    /// <param name="mimeTypes">The MIME types, in the order of the result.</param>
    /// <returns>A bundle of these, and of <c>text/plain</c>.</returns>
    /// <exception cref="ArgumentException">The value has no representation of one of the types; the message names those that it has.</exception>
    /// <exception cref="FormattingException">The value cannot be shown, such as a number as JSON that is NaN.</exception>
    public static MimeBundle Format(object? value, IReadOnlyList<string> mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var all = Format(value);
        return new MimeBundle([.. mimeTypes.Append(MimeTypes.PlainText).Distinct().Select(type => KeyValuePair.Create(type, Content(type)))]);

        string Content(string type) => all.Find(type) ?? (type == MimeTypes.Json
            ? AsJson(value)
            : throw new ArgumentException(
                $"{(value is null ? "null" : TypeName.OfValue(value))} cannot be shown as {type}, only as {string.Join(", ", all.Contents.Select(content => content.Key).Append(MimeTypes.Json))}; "
                + "a text that is such content already can, by DisplayAs",
                nameof(mimeTypes)));
    }

    private static string AsJson(object? value)
    {
        try
        {
            return JsonSerializer.Serialize(value);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new FormattingException(value!, failure);
        }
    }

    /// <summary>Content that claims to be JSON has to be: the notebook's file holds it as a value, and the runner reads metrics out of it.</summary>
    private static MimeBundle Valid(MimeBundle content)
    {
        foreach (var (mimeType, text) in content.Contents)
        {
            if (MimeTypes.IsJson(mimeType))
            {
                using var json = Parse(mimeType, text);
                if (mimeType == MimeTypes.Metrics && !json.RootElement.EnumerateObject().All(metric => metric.Value.ValueKind == JsonValueKind.Number))
                {
                    throw new FormatException($"content of type {mimeType} is an object from names to numbers");
                }
            }
        }

        return content;
    }

    private static JsonDocument Parse(string mimeType, string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"it is said to be {mimeType} and is no JSON: {failure.Message}", failure);
        }
    }

    private static MimeBundle Complete(IReadOnlyList<KeyValuePair<string, string>> own, object value)
    {
        if (own.Count == 0)
        {
            return FormatPlain(value);
        }

        return own.Any(content => content.Key == MimeTypes.PlainText)
            ? new MimeBundle(own)
            : new MimeBundle([.. own, new(MimeTypes.PlainText, TypeShape.OverridesToString(value.GetType()) ? value.ToString() ?? "" : FormatPlain(value).Find(MimeTypes.PlainText)!)]);
    }

    private static MimeBundle FormatPlain(object value) => value switch
    {
        string text => Text(text),
        Exception failure => Text(ExceptionText.Describe(failure)),
        JsonElement json => Json(json),
        JsonDocument json => Json(json.RootElement),
        JsonNode json => Json(json),
        byte[] bytes => Text(HexDump.Of(bytes)),
        ReadOnlyMemory<char> text => Text(text.ToString()),
        Memory<char> text => Text(text.ToString()),
        _ when IsMemory(value.GetType()) => FormatPlain(value.GetType().GetMethod(nameof(Memory<>.ToArray))!.Invoke(value, null)!),
        _ => TableOf.Value(value)?.ToBundle(value) ?? Text(CellText.OfWhole(value)),
    };

    private static bool IsMemory(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Memory<>) || open == typeof(ReadOnlyMemory<>));

    private static MimeBundle Json<T>(T json) => Text(JsonSerializer.Serialize(json, _indented));

    private static MimeBundle Text(string text)
    {
        var shown = text.Length <= LongestText
            ? text
            : $"{text.AsSpan(0, LongestText)}…\n(the first {LongestText:N0} of {text.Length:N0} characters)";
        return MimeBundle.Of(MimeTypes.Html, $"<pre>{WebUtility.HtmlEncode(shown)}</pre>", shown);
    }
}
