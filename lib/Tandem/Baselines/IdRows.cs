namespace Tandem;

/// <summary>The distinct values of a column, numbered in the order in which they first occur.</summary>
internal sealed class IdRows
{
    private readonly Column _column;

    public IdRows(Column column)
    {
        _column = column;
        var ids = new List<string>();
        var texts = column.AsStrings();
        var seen = new bool[texts.Dictionary.Count];
        for (var row = 0; row < texts.Length; row++)
        {
            var code = Code(texts, row);
            if (!seen[code])
            {
                seen[code] = true;
                Rows.Add(texts.Dictionary[code], ids.Count);
                ids.Add(texts.Dictionary[code]);
            }
        }

        Ids = ids;
    }

    /// <summary>The values.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Their numbers.</summary>
    public Dictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of each row's value in another column, or the same.</summary>
    public int[] RowsOf(Column column)
    {
        var texts = column.AsStrings();
        var byCode = new int[texts.Dictionary.Count];
        for (var code = 0; code < byCode.Length; code++)
        {
            byCode[code] = Rows.GetValueOrDefault(texts.Dictionary[code], -1);
        }

        var rows = new int[texts.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = byCode[Code(texts, row)] is >= 0 and var number ? number : throw new ArgumentException(
                $"Column \"{column.Name}\", row {row}: \"{texts.Text(row)}\" is not among the {Ids.Count} values of column \"{_column.Name}\" that were given as all there are. Add it there, or leave its rows out.");
        }

        return rows;
    }

    private static int Code(StringColumn texts, int row) => texts.Codes[row] is >= 0 and var code ? code : throw new ArgumentException(
        $"Column \"{texts.Name}\", row {row}: there is no value. Leave such rows out with DropNulls(\"{texts.Name}\").");
}
