using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes an executed notebook as a Jupyter notebook (nbformat 4.5), with outputs. The same run gives the same bytes, times aside.</summary>
public static class IpynbWriter
{
    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(NotebookRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        using var buffer = new MemoryStream();
        // Jupyter indents by one space; relaxed escaping leaves formulas and HTML readable.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteNotebook(json, run);
        }

        writer.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        writer.Write('\n');
    }

    private static void WriteNotebook(Utf8JsonWriter json, NotebookRun run)
    {
        json.WriteStartObject();
        json.WriteStartArray("cells");
        foreach (var cell in run.Cells)
        {
            WriteCell(json, cell);
        }

        json.WriteEndArray();
        WriteMetadata(json, run);
        json.WriteNumber("nbformat", 4);
        json.WriteNumber("nbformat_minor", 5);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, NotebookRun run)
    {
        json.WriteStartObject("metadata");
        json.WriteStartObject("kernelspec");
        json.WriteString("display_name", ".NET (C#)");
        json.WriteString("language", "C#");
        json.WriteString("name", ".net-csharp");
        json.WriteEndObject();
        json.WriteStartObject("language_info");
        json.WriteString("file_extension", ".cs");
        json.WriteString("mimetype", "text/x-csharp");
        json.WriteString("name", "C#");
        json.WriteString("pygments_lexer", "csharp");
        json.WriteString("version", "14.0");
        json.WriteEndObject();
        WriteKernels(json, run.Document);
        if (run.Status != RunStatus.Succeeded)
        {
            json.WriteStartObject("tandem");
            json.WriteString("status", run.Status.ToString().ToLowerInvariant());
            json.WriteString("summary", run.Summary);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteKernels(Utf8JsonWriter json, NotebookDocument document)
    {
        var kernels = document.Kernels.Count > 0 ? document.Kernels : [new KernelInfo("csharp", "C#", [])];
        json.WriteStartObject("polyglot_notebook");
        json.WriteStartObject("kernelInfo");
        json.WriteString("defaultKernelName", document.DefaultKernel);
        json.WriteStartArray("items");
        foreach (var kernel in kernels)
        {
            json.WriteStartObject();
            json.WriteStartArray("aliases");
            foreach (var alias in kernel.Aliases)
            {
                json.WriteStringValue(alias);
            }

            json.WriteEndArray();
            if (kernel.LanguageName is not null)
            {
                json.WriteString("languageName", kernel.LanguageName);
            }

            json.WriteString("name", kernel.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, CellRun run)
    {
        json.WriteStartObject();
        json.WriteString("cell_type", run.Cell.IsMarkdown ? "markdown" : "code");
        if (!run.Cell.IsMarkdown)
        {
            json.WritePropertyName("execution_count");
            if (run.ExecutionCount is { } count)
            {
                json.WriteNumberValue(count);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteString("id", IdOf(run));
        WriteCellMetadata(json, run.Cell);
        if (!run.Cell.IsMarkdown)
        {
            json.WriteStartArray("outputs");
            foreach (var output in run.Outputs)
            {
                WriteOutput(json, output, run.ExecutionCount);
            }

            json.WriteEndArray();
        }

        WriteLines(json, "source", run.Cell.Source);
        json.WriteEndObject();
    }

    private static void WriteCellMetadata(Utf8JsonWriter json, NotebookCell cell)
    {
        json.WriteStartObject("metadata");
        if (!cell.IsMarkdown)
        {
            json.WriteStartObject("dotnet_interactive");
            json.WriteString("language", cell.Kernel);
            json.WriteEndObject();
            json.WriteStartObject("polyglot_notebook");
            json.WriteString("kernelName", cell.Kernel);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, CellOutput output, int? executionCount)
    {
        json.WriteStartObject();
        switch (output)
        {
            case StreamOutput stream:
                json.WriteString("name", stream.IsError ? "stderr" : "stdout");
                json.WriteString("output_type", "stream");
                WriteLines(json, "text", stream.Text);
                break;
            case DisplayOutput display:
                WriteContent(json, display.Content);
                json.WriteString("output_type", "display_data");
                break;
            case ResultOutput result:
                WriteContent(json, result.Content);
                json.WriteNumber("execution_count", executionCount ?? 0);
                json.WriteString("output_type", "execute_result");
                break;
            case ErrorOutput error:
                json.WriteString("ename", error.Failure.Kind);
                json.WriteString("evalue", error.Failure.Message);
                json.WriteString("output_type", "error");
                json.WriteStartArray("traceback");
                foreach (var line in error.Failure.Details.Prepend(error.Failure.ToString()))
                {
                    json.WriteStringValue(line);
                }

                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, MimeBundle content)
    {
        json.WriteStartObject("data");
        foreach (var (mimeType, text) in content.Contents)
        {
            if (MimeTypes.IsJson(mimeType))
            {
                json.WritePropertyName(mimeType);
                using var value = JsonDocument.Parse(text);
                value.RootElement.WriteTo(json);
            }
            else
            {
                WriteLines(json, mimeType, text);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteEndObject();
    }

    /// <summary>Text as nbformat keeps it: an array of lines that end in <c>\n</c>, the last as it is.</summary>
    private static void WriteLines(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartArray(name);
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            json.WriteStringValue(text.AsSpan(start, end - start));
            start = end;
        }

        json.WriteEndArray();
    }

    /// <summary>An id that depends on the cell's place and text only, so that the same notebook gives the same file.</summary>
    private static string IdOf(CellRun run)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Number}\n{run.Cell.Kernel}\n{run.Cell.Source}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 4));
    }
}
