using System.Runtime.CompilerServices;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>
/// Text in data frames' columns. A frame holds a reference a row where a table has a dictionary and codes; a column made of a table's remembers it, so that on the way
/// back references are compared, and texts only where these differ.
/// </summary>
internal static class FrameText
{
    private static readonly ConditionalWeakTable<DataFrameColumn, StringColumn> _origins = [];

    public static StringDataFrameColumn Of(StringColumn column)
    {
        var texts = new StringDataFrameColumn(column.Name, Enumerable.Range(0, column.Length).Select(column.Text));
        _origins.Add(texts, column);
        return texts;
    }

    public static Column ToColumn(StringDataFrameColumn texts) =>
        _origins.TryGetValue(texts, out var origin) && Holds(texts, origin) ? origin.Rename(texts.Name) : new StringColumn(texts.Name, texts);

    /// <summary>Whether each row holds the very text that the table's column has there.</summary>
    private static bool Holds(StringDataFrameColumn texts, StringColumn origin)
    {
        if (texts.Length != origin.Length)
        {
            return false;
        }

        var row = 0;
        foreach (var text in texts)
        {
            if (!ReferenceEquals(text, origin.Text(row++)))
            {
                return false;
            }
        }

        return true;
    }
}
