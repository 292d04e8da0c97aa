using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>
/// Text in data frames' columns. A frame holds a reference a row where a table has a dictionary and codes; a column made of a table's remembers it, so that on the way
/// back references are compared, and texts only where these differ.
/// </summary>
internal static class FrameText
{
    // Rows fetched at once: a list that stays in the processor's cache.
    private const int Rows = 4096;
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
        var same = texts.Length == origin.Length;
        for (var row = 0; same && row < origin.Length; row += Rows)
        {
            var codes = origin.Codes.Slice(row, Math.Min(Rows, origin.Length - row));
            same = Hold(CollectionsMarshal.AsSpan(texts[row, codes.Length]), codes, origin.Dictionary.Values);
        }

        return same;
    }

    private static bool Hold(ReadOnlySpan<string?> texts, ReadOnlySpan<int> codes, ReadOnlySpan<string> dictionary)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (!ReferenceEquals(texts[i], codes[i] < 0 ? null : dictionary[codes[i]]))
            {
                return false;
            }
        }

        return true;
    }
}
