using System.Globalization;

namespace Tandem;

/// <summary>Values of types that have no column type of their own, as values of one that has.</summary>
internal static class ValueConversion
{
    /// <summary>Makes a column of values.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">The values' type.</param>
    /// <param name="values">The values; null for none.</param>
    /// <exception cref="ArgumentException">The type has no column type, or a value does not fit the column.</exception>
    public static Column ToColumn(string name, Type type, IEnumerable<object?> values)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(kind) switch
        {
            _ when kind.IsEnum || kind == typeof(Guid) => Texts(value => value.ToString()!),
            TypeCode.String or TypeCode.Char => Texts(value => value.ToString()!),
            TypeCode.Boolean => Column.Of(name, values.Select(value => (bool?)value)),
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 => Column.Of(name, Converted(Whole)),
            TypeCode.Single or TypeCode.Double => Column.Of(name, Converted<double>((value, _) => Convert.ToDouble(value, CultureInfo.InvariantCulture))),
            TypeCode.Decimal => Column.Of(name, Converted(Exact)),
            TypeCode.DateTime => Column.Of(name, values.Select(value => (DateTime?)value)),
            _ when kind == typeof(DateTimeOffset) => Column.Of(name, Converted<DateTime>((value, _) => ((DateTimeOffset)value).UtcDateTime)),
            _ when kind == typeof(DateOnly) => Column.Of(name, Converted<DateTime>((value, _) => ((DateOnly)value).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))),
            _ => throw new ArgumentException(
                $"Column '{name}' cannot hold {kind.Name} values: use whole numbers, double, float, decimal, bool, DateTime, DateTimeOffset, DateOnly, string, char, Guid or an enum."),
        };

        StringColumn Texts(Func<object, string> text) => new(name, values.Select(value => value is null ? null : text(value)));

        IEnumerable<T?> Converted<T>(Func<object, int, T> convert)
            where T : struct => values.Select((value, row) => value is null ? (T?)null : convert(value, row));

        long Whole(object value, int row) => value is not ulong or <= (ulong)long.MaxValue
            ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
            : throw DoesNotFit(value, row, "whole numbers have 64 bits with a sign, so the largest is 9223372036854775807");

        double Exact(object value, int row)
        {
            var number = (double)(decimal)value;
            return decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) == (decimal)value
                ? number
                : throw DoesNotFit(value, row, "it has more digits than a double holds, which are 15 to 17");
        }

        ArgumentException DoesNotFit(object value, int row, string why) =>
            new($"Column '{name}', row {row}: {value} does not fit, since {why}. Make it text: values.Select(value => value.ToString()).");
    }
}
