using System.Collections;
using System.Net;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Turns values into what a notebook shows.</summary>
/// <remarks>
/// In this order: a type's own formatters (<see cref="ConventionFormatters"/>), then tables for sequences, dictionaries and objects with
/// properties, then text. A formatter that throws does not fail the cell: the output says which formatter failed, and shows the value's text.
/// </remarks>
public static class ValueFormatter
{
    /// <summary>The representations of a value.</summary>
    /// <param name="value">Any value, null included.</param>
    /// <returns>A bundle with at least <c>text/plain</c>.</returns>
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
            return Text($"({value!.GetType().Name} could not be shown: {failure.Message})");
        }
    }

    /// <summary>Content that claims to be JSON has to be: the notebook's file holds it as a value, and the runner reads metrics out of it.</summary>
    private static MimeBundle Valid(MimeBundle content)
    {
        foreach (var (mimeType, text) in content.Contents)
        {
            if (MimeTypes.IsJson(mimeType))
            {
                using var json = JsonDocument.Parse(text);
                if (mimeType == MimeTypes.Metrics && !json.RootElement.EnumerateObject().All(metric => metric.Value.ValueKind == JsonValueKind.Number))
                {
                    throw new FormatException($"content of type {mimeType} is an object from names to numbers");
                }
            }
        }

        return content;
    }

    private static MimeBundle Complete(IReadOnlyList<KeyValuePair<string, string>> own, object value)
    {
        if (own.Count == 0)
        {
            return FormatPlain(value);
        }

        return own.Any(content => content.Key == MimeTypes.PlainText)
            ? new MimeBundle(own)
            : new MimeBundle([.. own, new(MimeTypes.PlainText, TypeShape.OverridesToString(value.GetType()) ? value.ToString() ?? "" : FormatPlainText(value))]);
    }

    private static string FormatPlainText(object value) => FormatPlain(value).Find(MimeTypes.PlainText)!;

    private static MimeBundle FormatPlain(object value) => value switch
    {
        string text => Text(text),
        Exception failure => Text(ExceptionText.Describe(failure)),
        Type type => Text(TypeShape.Name(type)),
        IDictionary dictionary => ValueTable.OfDictionary(dictionary).ToBundle(),
        IEnumerable sequence when TypeShape.IsPlainSequence(value.GetType()) => ValueTable.OfSequence(sequence).ToBundle(),
        _ when TypeShape.IsTuple(value.GetType()) => Text(CellText.Of(value)),
        _ when TypeShape.ShowsAsProperties(value.GetType()) => ValueTable.OfObject(value).ToBundle(),
        _ => Text(CellText.Of(value)),
    };

    private static MimeBundle Text(string text) =>
        MimeBundle.Of(MimeTypes.Html, $"<pre>{WebUtility.HtmlEncode(text)}</pre>", text);
}
