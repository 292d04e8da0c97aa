using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes a changed document as nbformat 4.5: in the file's own words where nothing changed, in its style where something did.</summary>
internal sealed class IpynbDocumentWriter
{
    private const int LatestMinor = 5;
    private const int CellsDepth = 1;
    private const int CellDepth = 2;
    private const int CellMemberDepth = 3;

    /// <summary>Where a cell's metadata name its kernel, for older and newer readers.</summary>
    private static readonly (string Name, string Key)[] _kernelKeys = [("dotnet_interactive", "language"), ("polyglot_notebook", "kernelName")];

    private readonly IpynbOrigin _origin;
    private readonly NotebookDocument _document;
    private readonly JsonStyle _style;
    private readonly IReadOnlyList<string> _ids;

    public IpynbDocumentWriter(IpynbOrigin origin, NotebookDocument document)
    {
        _origin = origin;
        _document = document;
        _style = origin.Style;
        _ids = new CellIds(document.Cells).Written;
    }

    public void Write(Stream stream)
    {
        var root = JsonText.Parse(_origin.IsVersion3 ? _style.Layout(Nbformat3.Upgrade(_origin.Text), 0) : _origin.Text);
        if (_origin.Minor < LatestMinor)
        {
            root.Set("nbformat_minor", Encoding.UTF8.GetBytes(LatestMinor.ToString(CultureInfo.InvariantCulture)), _style, 0);
        }

        if (root.Find("metadata") is null)
        {
            root.Set("metadata", "{}"u8.ToArray(), _style, 0);
        }

        ChangeMetadata(root);
        var cells = JsonText.Parse(root.Find("cells")!.Value);
        cells.ReplaceItems([.. _document.Cells.Select((cell, index) => (IndexOf(cell), CellText(cell, index)))], _style, CellsDepth);
        root.WriteTo(stream, "cells", cells);
    }

    private void ChangeMetadata(JsonText root)
    {
        if (_document.NewMetadata.Count == 0)
        {
            return;
        }

        var metadata = root.Find("metadata") is { IsObject: true } known ? JsonText.Parse(known.Value) : JsonText.Parse("{}"u8.ToArray());
        foreach (var (name, value) in _document.NewMetadata)
        {
            if (value is null)
            {
                metadata.Remove(name);
            }
            else
            {
                metadata.Set(name, _style.Layout(Encoding.UTF8.GetBytes(value), 2), _style, 1);
            }
        }

        root.Set("metadata", metadata.ToBytes(), _style, 0);
    }

    private int? IndexOf(NotebookCell cell) => cell.Origin is IpynbCellOrigin origin && origin.Owner == _origin && !_origin.IsVersion3 ? origin.Index : null;

    private ReadOnlyMemory<byte> CellText(NotebookCell cell, int index)
    {
        if (cell.Origin is not IpynbCellOrigin origin)
        {
            return _style.Layout(NewCell(cell, _ids[index]), CellDepth);
        }

        var text = origin.IsVersion3 ? _style.Layout(Nbformat3.UpgradeCell(origin.Text), CellDepth)
            : origin.Owner == _origin ? origin.Text
            : _style.Layout(origin.Text.Span, CellDepth);
        var json = JsonText.Parse(text);
        var isAsWritten = cell.Id == _ids[index] && cell.NewResults is null && origin.Describes(cell) && !RequiredMembers.MissingIn(json, cell).Any();
        return isAsWritten ? text : Changed(json, cell, origin.AsRead!, _ids[index]);
    }

    private byte[] Changed(JsonText json, NotebookCell cell, NotebookCell asRead, string id)
    {
        if (cell.Kernel != asRead.Kernel)
        {
            ChangeKernel(json, cell);
        }

        if (cell.Source != asRead.Source)
        {
            json.Set("source", Source(cell.Source, json.Find("source")!), _style, CellDepth);
        }

        if (id != asRead.Id)
        {
            json.Set("id", JsonStrings.Quote(id), _style, CellDepth);
        }

        RequiredMembers.AddTo(json, cell, _style, CellDepth);

        if (!cell.Tags.SequenceEqual(asRead.Tags))
        {
            ChangeMetadata(json, metadata => metadata.Set("tags", _style.Layout(JsonOf(writer => WriteTags(writer, cell)), CellMemberDepth + 1), _style, CellMemberDepth));
        }

        if (cell is { IsCode: true, NewResults: { } results })
        {
            json.Set("execution_count", JsonOf(writer => WriteCount(writer, results.ExecutionCount)), _style, CellDepth);
            json.Set("outputs", _style.Layout(JsonOf(writer => IpynbOutputs.Write(writer, results)), CellMemberDepth), _style, CellDepth);
        }

        return json.ToBytes();
    }

    private void ChangeKernel(JsonText json, NotebookCell cell)
    {
        json.Set("cell_type", JsonStrings.Quote(TypeOf(cell)), _style, CellDepth);
        if (!cell.IsCode)
        {
            json.Remove("execution_count");
            json.Remove("outputs");
            return;
        }

        ChangeMetadata(json, metadata =>
        {
            foreach (var (name, key) in _kernelKeys)
            {
                metadata.Set(name, _style.Layout(JsonOf(writer => WriteObject(writer, key, cell.Kernel)), CellMemberDepth + 1), _style, CellMemberDepth);
            }
        });
    }

    private void ChangeMetadata(JsonText cell, Action<JsonText> change)
    {
        var metadata = cell.Find("metadata") is { } known ? JsonText.Parse(known.Value) : JsonText.Parse("{}"u8.ToArray());
        change(metadata);
        cell.Set("metadata", metadata.ToBytes(), _style, CellDepth);
    }

    /// <summary>A cell's text as the file has it: one string or one a line, and with the line ends of the text that it replaces.</summary>
    private byte[] Source(string source, JsonElementText former)
    {
        var text = IpynbReader.TextOf(former)!.Contains("\r\n", StringComparison.Ordinal) ? source.Replace("\n", "\r\n", StringComparison.Ordinal) : source;
        return _style.Layout(former.IsString ? JsonStrings.Quote(text) : JsonOf(writer => IpynbOutputs.WriteLines(writer, text)), CellMemberDepth);
    }

    private static byte[] NewCell(NotebookCell cell, string id) => JsonOf(json =>
    {
        json.WriteStartObject();
        json.WriteString("cell_type", TypeOf(cell));
        var results = cell.NewResults ?? CellResults.None;
        if (cell.IsCode)
        {
            json.WritePropertyName("execution_count");
            WriteCount(json, results.ExecutionCount);
        }

        json.WriteString("id", id);
        json.WriteStartObject("metadata");
        if (cell.IsCode)
        {
            foreach (var (name, key) in _kernelKeys)
            {
                json.WritePropertyName(name);
                WriteObject(json, key, cell.Kernel);
            }
        }

        if (cell.Tags.Count > 0)
        {
            json.WritePropertyName("tags");
            WriteTags(json, cell);
        }

        json.WriteEndObject();
        if (cell.IsCode)
        {
            json.WritePropertyName("outputs");
            IpynbOutputs.Write(json, results);
        }

        json.WritePropertyName("source");
        IpynbOutputs.WriteLines(json, cell.Source);
        json.WriteEndObject();
    });

    private static string TypeOf(NotebookCell cell) => cell.IsMarkdown ? "markdown" : cell.IsRaw ? "raw" : "code";

    private static void WriteCount(Utf8JsonWriter json, int? count)
    {
        if (count is { } number)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteObject(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WritePropertyName(name);
        IpynbOutputs.WriteText(json, value);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, NotebookCell cell)
    {
        json.WriteStartArray();
        foreach (var tag in cell.Tags)
        {
            IpynbOutputs.WriteText(json, tag);
        }

        json.WriteEndArray();
    }

    private static byte[] JsonOf(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true }))
        {
            write(json);
        }

        return stream.ToArray();
    }
}
