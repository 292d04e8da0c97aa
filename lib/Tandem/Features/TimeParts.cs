namespace Tandem;

/// <summary>Takes times apart: the hour, the weekday. Times are timestamps, or numbers of seconds since 1970-01-01; all is in UTC.</summary>
public static class TimeParts
{
    /// <summary>A part of each row's time, as a whole number. Rows without a time stay without one.</summary>
    /// <param name="times">The times.</param>
    /// <param name="part">Which part.</param>
    /// <param name="name">The name of the new column; the old one's, "_" and the part's, such as <c>timestamp_HourOfDay</c>, when null.</param>
    /// <exception cref="ArgumentException">The column holds neither timestamps nor numbers, or a number outside the years 1 to 9999; or there is no such part.</exception>
    /// <example><code>
    /// var withHours = ratings.WithColumn(TimeParts.Of(ratings["timestamp"], TimePart.HourOfDay, "hour"));
    /// </code></example>
    public static LongColumn Of(Column times, TimePart part, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        part.Checked(nameof(part));
        var (values, nulls) = (new long[times.Length], new bool[times.Length]);
        for (var row = 0; row < values.Length; row++)
        {
            nulls[row] = times.IsNull(row);
            values[row] = nulls[row] ? 0 : Whole(TimeOf(times, row), part);
        }

        return new LongColumn(name ?? $"{times.Name}_{part}", values, nulls);
    }

    /// <summary>
    /// Where each row's time stands on the circle of a part, so that 23:59 is next to 00:00: sine and cosine of its share of the day, week, month or
    /// year that has gone by, to the second.
    /// </summary>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>, or a row has no time; the message names it.</exception>
    public static (DoubleColumn Sine, DoubleColumn Cosine) Cycle(Column times, TimePart part)
    {
        ArgumentNullException.ThrowIfNull(times);
        part.Checked(nameof(part));
        var (sines, cosines) = (new double[times.Length], new double[times.Length]);
        for (var row = 0; row < sines.Length; row++)
        {
            if (times.IsNull(row))
            {
                throw new ArgumentException($"Column '{times.Name}', row {row}: there is no time. Leave such rows out with DropNulls(\"{times.Name}\"), or fill them in with FillNulls.", nameof(times));
            }

            (sines[row], cosines[row]) = Math.SinCos(2 * Math.PI * Share(TimeOf(times, row), part));
        }

        return (new DoubleColumn($"{times.Name}_{part}_sin", sines, nulls: null), new DoubleColumn($"{times.Name}_{part}_cos", cosines, nulls: null));
    }

    private static DateTime TimeOf(Column times, int row) => times switch
    {
        TimestampColumn stamps => stamps.Values[row],
        LongColumn seconds => FromSeconds(times, row, seconds.Values[row]),
        DoubleColumn seconds => FromSeconds(times, row, seconds.Values[row]),
        _ => throw new ArgumentException(
            $"Column '{times.Name}' holds {times.Type} values, not times: read it as timestamp, or as seconds since 1970-01-01.", nameof(times)),
    };

    private static DateTime FromSeconds(Column times, int row, double seconds)
    {
        // The years 1 to 9999; NaN is in none of them.
        const double earliest = -62_135_596_800, latest = 253_402_300_799;
        return seconds is >= earliest and <= latest
            ? DateTime.UnixEpoch.AddSeconds(seconds)
            : throw new ArgumentException(
                $"Column '{times.Name}', row {row}: {seconds} seconds since 1970-01-01 is no time in the years 1 to 9999. Is the column in milliseconds? Divide it by 1000.", nameof(times));
    }

    private static long Whole(DateTime time, TimePart part) => part switch
    {
        TimePart.HourOfDay => time.Hour,
        TimePart.DayOfWeek => Weekday(time),
        TimePart.DayOfMonth => time.Day,
        TimePart.DayOfYear => time.DayOfYear,
        _ => time.Month,
    };

    /// <summary>The share of a part's cycle that has gone by, from 0 to below 1. Months and years have their own length each.</summary>
    private static double Share(DateTime time, TimePart part)
    {
        var day = time.TimeOfDay.TotalDays;
        var month = (time.Day - 1 + day) / DateTime.DaysInMonth(time.Year, time.Month);
        return part switch
        {
            TimePart.HourOfDay => day,
            TimePart.DayOfWeek => (Weekday(time) + day) / 7,
            TimePart.DayOfMonth => month,
            TimePart.DayOfYear => (time.DayOfYear - 1 + day) / (DateTime.IsLeapYear(time.Year) ? 366 : 365),
            _ => (time.Month - 1 + month) / 12,
        };
    }

    private static int Weekday(DateTime time) => ((int)time.DayOfWeek + 6) % 7;
}
