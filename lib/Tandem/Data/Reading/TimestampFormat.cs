using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>Seconds since 1970-01-01 UTC, or ISO 8601.</summary>
internal readonly struct TimestampFormat : ICellFormat<DateTime>
{
    private static readonly string[] _isoFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(ReadOnlySpan<byte> cell, out DateTime value) => TryParse(cell, TimeSpan.TicksPerSecond, out value);

    /// <summary>Parses a time of which whole numbers count the given number of ticks each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> cell, long ticks, out DateTime value)
    {
        if (!LongFormat.TryParse(cell, out var count))
        {
            return TryParsePlain(cell, out value) || TryParseIso(cell, out value);
        }

        var high = Math.BigMul(count, ticks, out var low);
        var inRange = high == low >> 63 && low >= -DateTime.UnixEpoch.Ticks && low <= DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks;
        value = inRange ? DateTime.UnixEpoch.AddTicks(low) : default;
        return inRange;
    }

    /// <summary>The two usual forms, <c>2020-01-31</c> and <c>2020-01-31 23:59:59</c>, without trying one format after another.</summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> cell, out DateTime value)
    {
        value = default;
        if (cell.Length is not (10 or 19) || cell[4] != '-' || cell[7] != '-'
            || !TryParseDigits(cell[..4], 1, 9999, out var year)
            || !TryParseDigits(cell[5..7], 1, 12, out var month)
            || !TryParseDigits(cell[8..10], 1, DateTime.DaysInMonth(year, month), out var day))
        {
            return false;
        }

        value = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return cell.Length == 10 || TryAddTime(cell[10..], ref value);
    }

    private static bool TryAddTime(ReadOnlySpan<byte> cell, ref DateTime value)
    {
        if (cell[0] is not ((byte)' ' or (byte)'T') || cell[3] != ':' || cell[6] != ':'
            || !TryParseDigits(cell[1..3], 0, 23, out var hour)
            || !TryParseDigits(cell[4..6], 0, 59, out var minute)
            || !TryParseDigits(cell[7..9], 0, 59, out var second))
        {
            return false;
        }

        value += new TimeSpan(hour, minute, second);
        return true;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> digits, int least, int most, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = value * 10 + digit - '0';
        }

        return value >= least && value <= most;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> cell, out DateTime value)
    {
        Span<char> characters = stackalloc char[40];
        if (cell.Length > characters.Length || !Ascii.IsValid(cell))
        {
            value = default;
            return false;
        }

        var length = Encoding.ASCII.GetChars(cell, characters);
        return DateTime.TryParseExact(
            characters[..length],
            _isoFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out value);
    }
}
