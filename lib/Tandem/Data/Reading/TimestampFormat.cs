using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>Seconds since 1970-01-01 UTC, or ISO 8601.</summary>
internal readonly struct TimestampFormat : ICellFormat<DateTime>
{
    private static readonly long _firstSecond = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long _lastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static readonly string[] _isoFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> cell, out DateTime value)
    {
        if (!LongFormat.TryParse(cell, out var seconds))
        {
            return TryParseIso(cell, out value);
        }

        var inRange = seconds >= _firstSecond && seconds <= _lastSecond;
        value = inRange ? DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond) : default;
        return inRange;
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
