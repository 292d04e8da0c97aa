using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>Finds what nbformat 4's schema does not allow in an .ipynb file and reading does: missing members, ids that are no ids, ids that are there twice.</summary>
internal sealed class SchemaCheck
{
    /// <summary>The minor version of nbformat 4 that brought ids.</summary>
    private const int FirstWithIds = 5;

    private static readonly Dictionary<string, string[]> _membersOfOutputs = new()
    {
        ["stream"] = ["name", "text"],
        ["display_data"] = ["data", "metadata"],
        ["execute_result"] = ["data", "execution_count", "metadata"],
        ["error"] = ["ename", "evalue", "traceback"],
    };

    private readonly NotebookDocument _document;
    private readonly IpynbOrigin? _origin;
    private readonly Dictionary<string, int> _firsts;

    public SchemaCheck(NotebookDocument document)
    {
        _document = document;
        _origin = document.Origin as IpynbOrigin;
        _firsts = document.Cells.Index().Where(cell => cell.Item.Id is not null).GroupBy(cell => cell.Item.Id!).ToDictionary(same => same.Key, same => same.First().Index);
    }

    /// <summary>What the notebook lacks beside its cells.</summary>
    public IEnumerable<NotebookProblem> CheckNotebook() =>
        _origin is { IsVersion3: false } origin
            ? new[] { "metadata", "nbformat_minor" }.Where(name => !origin.Has(name)).Select(name => new NotebookProblem(_document.Path, 1, null, $"the notebook has no '{name}'"))
            : [];

    public IEnumerable<NotebookProblem> Check(NotebookCell cell, int number) => Reasons(cell, number).Select(reason => new NotebookProblem(_document.Path, cell.StartLine, number, reason));

    private IEnumerable<string> Reasons(NotebookCell cell, int number)
    {
        if (_origin is null || cell.Origin is not IpynbCellOrigin { IsVersion3: false } origin)
        {
            yield break;
        }

        var json = JsonText.Parse(origin.Text);
        if (IdProblem(cell, number) is { } problem)
        {
            yield return problem;
        }

        foreach (var name in RequiredMembers.MissingIn(json, cell))
        {
            yield return $"has no '{name}'{(json.Find(name) is null ? "" : " of the right kind")}";
        }

        if (cell.IsCode && json.Find("execution_count") is { } count && !IsCount(count))
        {
            yield return "has an 'execution_count' that is neither a whole number nor null";
        }

        var outputs = json.Find("outputs") is { IsArray: true } list && cell.IsCode ? JsonText.Parse(list.Value).Elements : [];
        foreach (var (index, output) in outputs.Index())
        {
            if (OutputProblem(output) is { } reason)
            {
                yield return $"output {index + 1} {reason}";
            }
        }
    }

    private string? IdProblem(NotebookCell cell, int number) =>
        cell.Id is null ? _origin!.Minor >= FirstWithIds ? "has no 'id', which nbformat 4.5 asks for; 'tandem convert' to another .ipynb file gives it one" : null
        : !CellIds.IsValid(cell.Id) ? $"has the id '{cell.Id}'; an id is 1 to 64 letters, digits, '-' and '_'"
        : _firsts[cell.Id] + 1 < number ? $"has the id '{cell.Id}' of cell {_firsts[cell.Id] + 1}; give it another"
        : null;

    private static bool IsCount(JsonElementText count) =>
        count.Value.Span.SequenceEqual("null"u8) || int.TryParse(count.Value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string? OutputProblem(JsonElementText output)
    {
        var json = output.IsObject ? JsonText.Parse(output.Value) : null;
        if (json?.Find("output_type") is not { IsString: true } type)
        {
            return "has no 'output_type'";
        }

        var name = JsonStrings.Read(type.Value.Span);
        return !_membersOfOutputs.TryGetValue(name, out var members) ? $"is of the type '{name}'; known are {string.Join(", ", _membersOfOutputs.Keys)}"
            : members.FirstOrDefault(member => json.Find(member) is null) is { } missing ? $"of the type '{name}' has no '{missing}'"
            : null;
    }
}
