using System.IO.Enumeration;

namespace Tandem.Notebooks;

/// <summary>What was run in the session so far.</summary>
internal sealed class ExecutionHistory
{
    private readonly List<Entry> _entries = [];

    /// <summary>Adds what was run last.</summary>
    public void Add(int number, string code, string? result) => _entries.Add(new Entry(number, code, result));

    /// <summary>The last entries.</summary>
    public IEnumerable<Entry> Tail(int count) => _entries.TakeLast(count);

    /// <summary>The entries whose numbers lie from start to before stop; all from start on when stop is null.</summary>
    public IEnumerable<Entry> Range(int start, int? stop) => _entries.Where(entry => entry.Number >= start && (stop is null || entry.Number < stop));

    /// <summary>The entries whose code matches a pattern with <c>*</c> and <c>?</c>; the last ones when there are more than the count.</summary>
    public IEnumerable<Entry> Search(string pattern, int? count, bool unique)
    {
        var found = _entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Code, ignoreCase: false)).ToList();
        if (unique)
        {
            found = [.. found.GroupBy(entry => entry.Code).Select(same => same.Last()).OrderBy(entry => entry.Number)];
        }

        return count is null ? found : found.TakeLast(count.Value);
    }

    /// <summary>A cell that was run.</summary>
    /// <param name="Number">The execution count that it had.</param>
    /// <param name="Code">Its text.</param>
    /// <param name="Result">The plain text of its last expression's value; null for none.</param>
    internal sealed record Entry(int Number, string Code, string? Result);
}
