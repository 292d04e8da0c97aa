namespace Tandem;

/// <summary>Tables of text in lines, for consoles and logs.</summary>
internal static class AlignedText
{
    /// <summary>A line for each row, the columns two spaces apart and each as wide as its longest cell, aligned right.</summary>
    public static string Of(IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        var widths = Enumerable.Range(0, all[0].Count).Select(column => all.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadLeft(widths[column]))).TrimEnd()));
    }
}
