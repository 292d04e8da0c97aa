using System.Globalization;

namespace Tandem;

/// <summary>A column of moments in UTC.</summary>
public sealed class TimestampColumn : ValueColumn<DateTime>
{
    /// <summary>Creates a column from a copy of the values.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One value a row; local times are converted to UTC, unspecified ones taken as UTC.</param>
    /// <param name="nulls">True where a row has no value, one entry a row; empty when every row has one.</param>
    /// <exception cref="ArgumentException">The mask is as long neither as the values nor 0.</exception>
    public TimestampColumn(string name, ReadOnlySpan<DateTime> values, ReadOnlySpan<bool> nulls = default)
        : this(name, Array.ConvertAll(values.ToArray(), ToUtc), nulls.IsEmpty ? null : nulls.ToArray())
    {
    }

    internal TimestampColumn(string name, DateTime[] values, bool[]? nulls)
        : base(name, values, nulls)
    {
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Timestamp;

    /// <summary>The times as whole seconds since 1970-01-01 UTC, rounded down; rows without a value stay without one.</summary>
    public LongColumn ToUnixSeconds()
    {
        var seconds = new long[Length];
        var nulls = new bool[Length];
        for (var row = 0; row < seconds.Length; row++)
        {
            nulls[row] = IsNull(row);
            seconds[row] = nulls[row] ? 0 : new DateTimeOffset(Values[row]).ToUnixTimeSeconds();
        }

        return new LongColumn(Name, seconds, nulls);
    }

    internal static DateTime ToUtc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    private protected override Column Create(string name, DateTime[] values, bool[]? nulls) => new TimestampColumn(name, values, nulls);

    private protected override string Format(DateTime value) => value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
