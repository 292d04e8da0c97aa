using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes outputs and texts as nbformat 4 has them, without regard to lay-out.</summary>
internal static class IpynbOutputs
{
    public static void Write(Utf8JsonWriter json, CellResults results)
    {
        json.WriteStartArray();
        foreach (var output in results.Outputs)
        {
            WriteOutput(json, output, results.ExecutionCount);
        }

        json.WriteEndArray();
    }

    /// <summary>Text as nbformat keeps it: an array of lines that end in <c>\n</c>, the last as it is.</summary>
    public static void WriteLines(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            WriteText(json, text[start..end]);
            start = end;
        }

        json.WriteEndArray();
    }

    private static void WriteOutput(Utf8JsonWriter json, CellOutput output, int? executionCount)
    {
        json.WriteStartObject();
        switch (output)
        {
            case StreamOutput stream:
                json.WriteString("name", stream.IsError ? "stderr" : "stdout");
                json.WriteString("output_type", "stream");
                json.WritePropertyName("text");
                WriteLines(json, TerminalText.WithoutLinks(stream.Text));
                break;
            case DisplayOutput display:
                WriteContent(json, display.Content);
                json.WriteString("output_type", "display_data");
                break;
            case ResultOutput result:
                WriteContent(json, result.Content, executionCount ?? 0);
                break;
            case ErrorOutput error:
                WriteError(json, error.Failure);
                break;
            default:
                throw new InvalidOperationException($"An output of the type {output.GetType().Name} has no form in an .ipynb file.");
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, MimeBundle content, int executionCount)
    {
        WriteData(json, content);
        json.WriteNumber("execution_count", executionCount);
        WriteNoMetadata(json);
        json.WriteString("output_type", "execute_result");
    }

    private static void WriteContent(Utf8JsonWriter json, MimeBundle content)
    {
        WriteData(json, content);
        WriteNoMetadata(json);
    }

    private static void WriteData(Utf8JsonWriter json, MimeBundle content)
    {
        json.WriteStartObject("data");
        foreach (var (mimeType, text) in content.Contents)
        {
            json.WritePropertyName(WellFormed.Text(mimeType));
            if (MimeTypes.IsJson(mimeType) && WellFormed.Json(text) is { } value)
            {
                json.WriteRawValue(value, skipInputValidation: true);
            }
            else
            {
                WriteLines(json, text);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteNoMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, CellFailure failure)
    {
        json.WritePropertyName("ename");
        WriteText(json, failure.Kind);
        json.WritePropertyName("evalue");
        WriteText(json, failure.Message);
        json.WriteString("output_type", "error");
        json.WriteStartArray("traceback");
        foreach (var line in failure.Details.Prepend(failure.ToString()))
        {
            WriteText(json, line);
        }

        json.WriteEndArray();
    }

    /// <summary>The library's own escaping would hide characters beyond the basic plane.</summary>
    public static void WriteText(Utf8JsonWriter json, string text) => json.WriteRawValue(JsonStrings.Quote(text), skipInputValidation: true);
}
