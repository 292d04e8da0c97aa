namespace Tandem;

/// <summary>
/// Orders the rows of a column by their values: each value becomes a key of 64 bits in the same order, and the keys are sorted digit by digit from the lowest (radix sort), which keeps the
/// order of equal ones.
/// </summary>
internal static class SortedRows
{
    private const int DigitBits = 11;
    private const int Digits = (64 + DigitBits - 1) / DigitBits;
    private const int DigitValues = 1 << DigitBits;

    /// <summary>The rows in order; equal ones keep their order, and rows without a value come last.</summary>
    public static int[] Of(Column column, bool descending)
    {
        var rows = new int[column.Length];
        var valued = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            if (!column.IsNull(row))
            {
                rows[valued++] = row;
            }
        }

        var sorted = Sort(Keys(column, rows.AsSpan(0, valued), descending), rows[..valued]);
        sorted.CopyTo(rows, 0);
        for (var row = 0; valued < rows.Length; row++)
        {
            if (column.IsNull(row))
            {
                rows[valued++] = row;
            }
        }

        return rows;
    }

    private static ulong[] Keys(Column column, ReadOnlySpan<int> rows, bool descending)
    {
        var keys = new ulong[rows.Length];
        var flip = descending ? ulong.MaxValue : 0;
        switch (column)
        {
            case LongColumn longs:
                Fill(longs.ValueArray, rows, keys, value => Key(value) ^ flip);
                break;
            case DoubleColumn doubles:
                Fill(doubles.ValueArray, rows, keys, value => Key(value) ^ flip);
                break;
            case BoolColumn bools:
                Fill(bools.ValueArray, rows, keys, value => (value ? 1UL : 0) ^ flip);
                break;
            case TimestampColumn times:
                Fill(times.ValueArray, rows, keys, value => (ulong)value.Ticks ^ flip);
                break;
            default:
                var ranks = Ranks((StringColumn)column);
                var codes = ((StringColumn)column).Codes;
                for (var i = 0; i < rows.Length; i++)
                {
                    keys[i] = (ulong)ranks[codes[rows[i]]] ^ flip;
                }

                break;
        }

        return keys;
    }

    private static void Fill<T>(T[] values, ReadOnlySpan<int> rows, ulong[] keys, Func<T, ulong> key)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            keys[i] = key(values[rows[i]]);
        }
    }

    private static ulong Key(long value) => (ulong)value ^ (1UL << 63);

    /// <summary>As <see cref="double.CompareTo(double)"/> orders: NaN first, and both zeros alike.</summary>
    private static ulong Key(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        return bits < 0 ? ~(ulong)bits : (ulong)bits ^ (1UL << 63);
    }

    /// <summary>The place of each text of a dictionary among all of them in order.</summary>
    private static int[] Ranks(StringColumn column)
    {
        var texts = Enumerable.Range(0, column.Dictionary.Count).Select(code => column.Dictionary[code]).ToArray();
        var codes = Enumerable.Range(0, texts.Length).ToArray();
        Array.Sort(texts, codes, StringComparer.Ordinal);
        var ranks = new int[codes.Length];
        for (var place = 1; place < codes.Length; place++)
        {
            ranks[codes[place]] = ranks[codes[place - 1]] + (texts[place] == texts[place - 1] ? 0 : 1);
        }

        return ranks;
    }

    private static int[] Sort(ulong[] keys, int[] rows)
    {
        var counts = Count(keys);
        var (nextKeys, nextRows) = (new ulong[keys.Length], new int[rows.Length]);
        for (var digit = 0; digit < Digits; digit++)
        {
            var count = counts.AsSpan(digit * DigitValues, DigitValues);
            if (count.Contains(keys.Length))
            {
                // All keys agree in this digit.
                continue;
            }

            var start = 0;
            foreach (ref var value in count)
            {
                (value, start) = (start, start + value);
            }

            for (var i = 0; i < keys.Length; i++)
            {
                var place = count[DigitOf(keys[i], digit)]++;
                (nextKeys[place], nextRows[place]) = (keys[i], rows[i]);
            }

            (keys, nextKeys, rows, nextRows) = (nextKeys, keys, nextRows, rows);
        }

        return rows;
    }

    /// <summary>How often each value of each digit occurs.</summary>
    private static int[] Count(ulong[] keys)
    {
        var counts = new int[Digits * DigitValues];
        foreach (var key in keys)
        {
            for (var digit = 0; digit < Digits; digit++)
            {
                counts[(digit * DigitValues) + DigitOf(key, digit)]++;
            }
        }

        return counts;
    }

    private static int DigitOf(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (DigitValues - 1);
}
