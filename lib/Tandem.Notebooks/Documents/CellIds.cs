using System.Security.Cryptography;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// The ids that cells are written with. nbformat 4.5 asks for 1 to 64 letters, digits, hyphens and underscores, and for each id once. A cell keeps its id if
/// it is such a one and no earlier cell has it; otherwise it gets a new one.
/// </summary>
internal sealed class CellIds
{
    private const int LongestId = 64;

    private readonly HashSet<string> _taken;

    public CellIds(IReadOnlyList<NotebookCell> cells)
    {
        var firsts = cells.Index().Where(cell => cell.Item.Id is { } id && IsValid(id)).GroupBy(cell => cell.Item.Id!).ToDictionary(same => same.Key, same => same.First().Index);
        _taken = [.. firsts.Keys];
        Written = [.. cells.Select((cell, i) => cell.Id is { } id && firsts.TryGetValue(id, out var first) && first == i ? id : NewId(cell, i))];
        Repairs =
        [
            .. cells.Index().Where(cell => cell.Item.Id is not null && cell.Item.Id != Written[cell.Index])
                .Select(cell => $"cell {cell.Index + 1}: the id '{cell.Item.Id}' {(firsts.TryGetValue(cell.Item.Id!, out var first) ? $"is that of cell {first + 1}" : "is not a valid one")}; it became '{Written[cell.Index]}'"),
        ];
    }

    /// <summary>The ids, cell by cell.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>Which ids had to be replaced, and why.</summary>
    public IReadOnlyList<string> Repairs { get; }

    /// <summary>Whether nbformat 4.5 takes an id.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= LongestId && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>An id that depends on the cell's place and text only, so that the same notebook gives the same file.</summary>
    private string NewId(NotebookCell cell, int index)
    {
        for (var attempt = 0; ; attempt++)
        {
            var seed = $"{index + 1}\n{cell.Kernel}\n{cell.Source}{(attempt == 0 ? "" : $"\n{attempt}")}";
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 4));
            if (_taken.Add(id))
            {
                return id;
            }
        }
    }
}
