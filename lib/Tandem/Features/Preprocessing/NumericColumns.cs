using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>Columns as numbers, converted and checked once for each column.</summary>
internal static class NumericColumns
{
    private static readonly ConditionalWeakTable<Column, float[]> _converted = [];

    /// <summary>The values of some rows, as a tensor <c>[rows, width]</c>, or <c>[rows]</c> when the width is 0.</summary>
    /// <exception cref="InvalidDataException">The column holds a null, NaN or infinite value; the message names its row.</exception>
    public static Tensor Gather(Column column, ReadOnlySpan<int> rows, int width)
    {
        var all = _converted.GetValue(column, static all => Array.ConvertAll(ToDoubles(all), value => (float)value));
        var values = new float[rows.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = all[rows[i]];
        }

        return Tensor.From(values, width == 0 ? new Shape(values.Length) : new Shape(values.Length, width));
    }

    /// <summary>The values in double precision; times as seconds since 1970-01-01 UTC, which float32 would round to the next two minutes.</summary>
    /// <exception cref="InvalidDataException">The column holds a null, NaN or infinite value; the message names its row.</exception>
    public static double[] ToDoubles(Column column)
    {
        var values = new double[column.Length];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = column.IsNull(row) ? double.NaN : Value(column, row);
            if (!float.IsFinite((float)values[row]))
            {
                throw new InvalidDataException(
                    $"Column \"{column.Name}\", row {row}: {column.Text(row) ?? "null"} is not a finite number. Drop such rows (DropNulls, Where) or fill them in (FillNulls) before training.");
            }
        }

        return values;
    }

    private static double Value(Column column, int row) => column switch
    {
        DoubleColumn doubles => doubles.Values[row],
        LongColumn longs => longs.Values[row],
        BoolColumn bools => bools.Values[row] ? 1 : 0,
        TimestampColumn times => (times.Values[row] - DateTime.UnixEpoch).TotalSeconds,
        _ => throw new ArgumentException(
            $"Column \"{column.Name}\" is of type {column.Type.ToString().ToLowerInvariant()}; a numeric feature, label or weight needs long, double, bool or timestamp."),
    };
}
