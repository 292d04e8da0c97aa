namespace Tandem;

/// <summary>Which cell of a row a quote encloses all that follows in.</summary>
internal static class QuotedCells
{
    /// <summary>The number, from 0, of the cell that begins with a quote and does not end in the text; −1 when there is none.</summary>
    public static int FindOpen(ReadOnlySpan<byte> row, byte separator, byte quote)
    {
        var cell = 0;
        while (true)
        {
            if (row.StartsWith(quote) && !TrySkipQuoted(ref row, quote))
            {
                return cell;
            }

            if (row.IndexOf(separator) is not (>= 0 and var end))
            {
                return -1;
            }

            row = row[(end + 1)..];
            cell++;
        }
    }

    private static bool TrySkipQuoted(ref ReadOnlySpan<byte> row, byte quote)
    {
        for (var rest = row[1..]; rest.IndexOf(quote) is >= 0 and var end;)
        {
            rest = rest[(end + 1)..];
            if (!rest.StartsWith(quote))
            {
                row = rest;
                return true;
            }

            rest = rest[1..];
        }

        return false;
    }
}
