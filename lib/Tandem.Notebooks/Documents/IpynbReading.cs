using System.Globalization;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Goes through one .ipynb file.</summary>
internal sealed class IpynbReading(ReadOnlyMemory<byte> file, string path)
{
    /// <summary>The newest minor version of nbformat 4 that this code was written for. Newer ones may have cells of other kinds.</summary>
    private const int KnownMinor = 5;

    private int _line = 1;
    private int _counted;
    private bool _isNewer;

    public NotebookDocument Read(JsonText root, int start)
    {
        if (!root.IsObject)
        {
            throw Refuse(start, "the file is JSON but not a Jupyter notebook, which is an object");
        }

        var major = ReadVersion(root, start);
        var cellTexts = major == 3 ? CellsOfWorksheets(root, start) : ItemsOf(root, "cells", start);
        var metadata = ObjectIn(root, "metadata");
        var (declared, kernels) = ReadKernels(metadata);
        var names = KernelNames.Of(kernels, cellTexts.Where(cell => cell.IsObject && cell.Value.Span.IndexOf("#!connect"u8) >= 0).Select(SourceOf));
        var language = declared ?? LanguageOf(metadata) ?? (major == 3 ? LanguageOfCells(cellTexts) : null) ?? "csharp";
        var defaultKernel = names.Resolve(language) ?? KernelNames.OfLanguage(language) ?? language;
        var origin = new IpynbOrigin(file, start, major, root);
        var cells = cellTexts.Select((text, index) => ReadCell(text, index, major == 3, origin, defaultKernel, names)).ToList();
        origin.CellCount = cells.Count;
        return new NotebookDocument(path, defaultKernel, kernels, cells) { Origin = origin };
    }

    private int ReadVersion(JsonText root, int start)
    {
        var version = root.Find("nbformat") ?? throw Refuse(start, "the file is JSON but not a Jupyter notebook: it has no 'nbformat'");
        if (!int.TryParse(version.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            throw Refuse(version.Position, "the file is not a Jupyter notebook: its 'nbformat' is not a number");
        }

        _isNewer = major == 4 && root.Find("nbformat_minor") is { } value && int.TryParse(value.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && minor > KnownMinor;
        return major switch
        {
            3 or 4 => major,
            < 3 => throw Refuse(version.Position, $"nbformat {major} is older than what is read here, 3 and 4; open the notebook in Jupyter and save it again"),
            _ => throw Refuse(version.Position, $"nbformat {major} is newer than what is read here, 3 and 4; save the notebook as nbformat 4"),
        };
    }

    private List<JsonElementText> CellsOfWorksheets(JsonText root, int start)
    {
        var cells = new List<JsonElementText>();
        foreach (var worksheet in root.Find("worksheets") is null ? [] : ItemsOf(root, "worksheets", start))
        {
            if (!worksheet.IsObject)
            {
                throw Refuse(worksheet.Position, "the file is not a Jupyter notebook: one of its 'worksheets' is not an object");
            }

            var sheet = Parse(worksheet);
            cells.AddRange(sheet.Find("cells") is null ? [] : ItemsOf(sheet, "cells", worksheet.Position));
        }

        return cells;
    }

    private IReadOnlyList<JsonElementText> ItemsOf(JsonText parent, string name, int position)
    {
        var items = parent.Find(name) ?? throw Refuse(position, $"the file is JSON but not a Jupyter notebook: it has no '{name}'");
        return items.IsArray ? Parse(items).Elements : throw Refuse(items.Position, $"the file is JSON but not a Jupyter notebook: its '{name}' is not an array");
    }

    private JsonText? ObjectIn(JsonText parent, string name, string where = "the notebook")
    {
        var value = parent.Find(name);
        return value is null ? null
            : value.IsObject ? Parse(value)
            : throw Refuse(value.Position, $"'{name}' of {where} is not an object");
    }

    private (string? DefaultKernel, IReadOnlyList<KernelInfo> Kernels) ReadKernels(JsonText? metadata)
    {
        if (metadata?.Find("polyglot_notebook") is not { } polyglot)
        {
            return (null, []);
        }

        try
        {
            using var json = JsonDocument.Parse(polyglot.Value);
            return KernelMetadata.Read(json.RootElement);
        }
        catch (Exception failure) when (failure is InvalidOperationException or JsonException)
        {
            throw Refuse(polyglot.Position, "'metadata.polyglot_notebook' is not of the shape {\"kernelInfo\":{\"defaultKernelName\":…,\"items\":[{\"name\":…}]}}; correct it or delete it");
        }
    }

    /// <summary>The language that the notebook's kernel runs, by name or as a kernel's name.</summary>
    private string? LanguageOf(JsonText? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        var kernel = ObjectIn(metadata, "kernelspec", "the notebook's metadata");
        var language = ObjectIn(metadata, "language_info", "the notebook's metadata");
        // VS Code says 'polyglot-notebook' where others name the language.
        return StringIn(kernel, "language") ?? LanguageOfKernel(StringIn(kernel, "name")) ?? (StringIn(language, "name") is { } name and not "polyglot-notebook" ? name : null);
    }

    private static string? LanguageOfKernel(string? name) => name switch
    {
        "tandem" => "csharp",
        not null when name.StartsWith(".net-", StringComparison.Ordinal) => name[".net-".Length..],
        _ => name,
    };

    private static string? StringIn(JsonText? parent, string name) =>
        parent?.Find(name) is { IsString: true } value ? KernelName(JsonStrings.Read(value.Value.Span)) : null;

    private static string? LanguageOfCells(IReadOnlyList<JsonElementText> cells) =>
        cells.Where(cell => cell.IsObject).Select(cell => StringIn(Parse(cell), "language")).FirstOrDefault(language => language is not null);

    private NotebookCell ReadCell(JsonElementText text, int index, bool isVersion3, IpynbOrigin origin, string defaultKernel, KernelNames names)
    {
        var where = $"cell {index + 1}";
        if (!text.IsObject)
        {
            throw Refuse(text.Position, $"{where} is not an object");
        }

        var json = Parse(text);
        var type = RequiredString(json, "cell_type", where, text.Position);
        var metadata = ObjectIn(json, "metadata", where);
        var (source, line) = ReadSource(json, isVersion3 && type == "code" ? "input" : "source", where, text.Position);
        if (isVersion3 && type == "heading")
        {
            source = Nbformat3.Heading(json, source);
        }

        var kernel = type switch
        {
            "code" => KernelOf(source, metadata, where, names) ?? defaultKernel,
            "markdown" => "markdown",
            "raw" => NotebookCell.RawKernel,
            "heading" or "html" when isVersion3 => "markdown",
            _ when _isNewer => NotebookCell.RawKernel,
            _ => throw Refuse(json.Find("cell_type")!.Position, $"{where} is of the type '{type}'; known are code, markdown and raw"),
        };
        var cellOrigin = new IpynbCellOrigin(origin, index, text.Value, isVersion3);
        var cell = new NotebookCell(kernel, source, line) { Id = ReadId(json, where), Tags = ReadTags(metadata, where), Origin = cellOrigin };
        cellOrigin.AsRead = cell;
        return cell;
    }

    private static string SourceOf(JsonElementText cell) => Parse(cell).Find("source") is { } source ? IpynbReader.TextOf(source) ?? "" : "";

    private (string Source, int Line) ReadSource(JsonText cell, string name, string where, int position)
    {
        if (cell.Find(name) is not { } source)
        {
            return _isNewer ? ("", LineAt(position)) : throw Refuse(position, $"{where} has no '{name}'");
        }

        var text = IpynbReader.TextOf(source) ?? throw Refuse(source.Position, $"'{name}' of {where} is neither a string nor an array of strings");
        var firstLine = source.Value.Span.IndexOf((byte)'"');
        return (TextLines.Normalise(text), LineAt(source.Position + Math.Max(firstLine, 0)));
    }

    private string RequiredString(JsonText cell, string name, string where, int position)
    {
        var value = cell.Find(name) ?? throw Refuse(position, $"the file is not a Jupyter notebook: {where} has no '{name}'");
        return value.IsString ? JsonStrings.Read(value.Value.Span) : throw Refuse(value.Position, $"'{name}' of {where} is not a string");
    }

    private string? ReadId(JsonText cell, string where) => cell.Find("id") is null ? null : RequiredString(cell, "id", where, 0);

    private string[] ReadTags(JsonText? metadata, string where)
    {
        if (metadata?.Find("tags") is not { } tags)
        {
            return [];
        }

        var items = tags.IsArray ? Parse(tags).Elements : null;
        return items is not null && items.All(item => item.IsString)
            ? [.. items.Select(item => JsonStrings.Read(item.Value.Span))]
            : throw Refuse(tags.Position, $"'metadata.tags' of {where} is not an array of strings");
    }

    private string? KernelOf(string source, JsonText? metadata, string where, KernelNames names)
    {
        if (DibFormat.KernelAt(source.Split('\n', 2)[0], names) is { } named)
        {
            return named;
        }

        var name = metadata is null ? null : KernelIn(metadata, "polyglot_notebook", "kernelName", where) ?? KernelIn(metadata, "dotnet_interactive", "language", where);
        return name is null ? null : names.Resolve(name) ?? name;
    }

    private string? KernelIn(JsonText metadata, string section, string name, string where)
    {
        var inner = ObjectIn(metadata, section, $"{where}'s metadata");
        return inner?.Find(name) is null ? null : KernelName(RequiredString(inner, name, $"{where}'s 'metadata.{section}'", 0));
    }

    private static string? KernelName(string name) => KernelMetadata.IsName(name) ? name : null;

    private static JsonText Parse(JsonElementText element) => JsonText.Parse(element.Value, element.Position);

    private int LineAt(int position)
    {
        _line += file.Span[_counted..position].Count((byte)'\n');
        _counted = position;
        return _line;
    }

    private NotebookFormatException Refuse(int position, string reason) => NotebookFormatException.At(path, file.Span, position, reason);
}
