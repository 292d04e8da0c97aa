namespace Tandem;

/// <summary>Milliseconds since 1970-01-01 UTC, or ISO 8601.</summary>
internal readonly struct MillisecondTimestampFormat : ICellFormat<DateTime>
{
    public static bool TryParse(ReadOnlySpan<byte> cell, out DateTime value) => TimestampFormat.TryParse(cell, TimeSpan.TicksPerMillisecond, out value);
}
