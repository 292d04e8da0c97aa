using System.Globalization;

namespace Tandem;

/// <content>How a table shows.</content>
public sealed partial class Table
{
    /// <summary>How many rows a table shows of itself.</summary>
    internal const int DisplayedRows = 10;

    /// <summary>How many columns a table shows of itself.</summary>
    internal const int DisplayedColumns = 100;

    /// <summary>"1,000 rows × 3 columns", and the number of rows skipped in reading when there are any.</summary>
    internal string Size =>
        $"{RowCount:N0} row{(RowCount == 1 ? "" : "s")} × {_columns.Length:N0} column{(_columns.Length == 1 ? "" : "s")}"
        + (SkippedRows > 0 ? $" ({SkippedRows:N0} malformed rows skipped in reading)" : "");

    /// <summary>What stands where columns are not shown: a title for all of them; null when all are shown.</summary>
    internal string? MoreColumns => _columns.Length > DisplayedColumns ? "…" : null;

    /// <summary>The first rows, aligned, under the columns' names and types, and the size.</summary>
    public override string ToString()
    {
        var columns = _columns.Take(DisplayedColumns).Select(DisplayColumn).ToArray();
        var lines = Enumerable.Range(0, columns[0].Length).Select(line => $"{string.Join("  ", columns.Select(column => column[line]))}  {MoreColumns}".TrimEnd());
        var more = RowCount > DisplayedRows ? "…\n" : "";
        return $"{string.Join('\n', lines)}\n{more}{Size}";
    }

    /// <summary>A cell as a reader wants to see it: numbers to six digits.</summary>
    internal static string? DisplayText(Column column, int row) =>
        column is DoubleColumn doubles && !doubles.IsNull(row)
            ? doubles.Values[row].ToString("G6", CultureInfo.InvariantCulture)
            : column.Text(row);

    private string[] DisplayColumn(Column column)
    {
        string[] cells =
        [
            column.Name,
            column.Type.ToString().ToLowerInvariant(),
            .. Enumerable.Range(0, Math.Min(RowCount, DisplayedRows)).Select(row => DisplayText(column, row) ?? "null"),
        ];
        var width = cells.Max(cell => cell.Length);
        return Array.ConvertAll(cells, cell => column.Type is ColumnType.Long or ColumnType.Double ? cell.PadLeft(width) : cell.PadRight(width));
    }
}
