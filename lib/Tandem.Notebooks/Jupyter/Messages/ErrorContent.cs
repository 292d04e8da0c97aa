using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>A cell's failure as the Jupyter protocol writes it, its lines coloured with the escape codes that front ends know.</summary>
internal static class ErrorContent
{
    private const string Red = "\e[31;1m", Green = "\e[32m", Plain = "\e[0m";

    public static JsonObject Of(CellFailure failure) =>
        new() { ["ename"] = failure.Kind, ["evalue"] = failure.Message, ["traceback"] = ReplyContent.Texts(Traceback(failure)) };

    /// <summary>What went wrong, the cell's line, and the rest of what is known.</summary>
    private static IEnumerable<string> Traceback(CellFailure failure)
    {
        yield return $"{Red}{failure.Kind}{Plain}: {failure.Message}";
        if (failure.SourceLine.Length > 0)
        {
            yield return $"{Green}cell {failure.CellNumber}, line {failure.Line}{Plain}: {failure.SourceLine}";
        }

        foreach (var detail in failure.Details)
        {
            yield return detail;
        }
    }
}
