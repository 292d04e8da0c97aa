namespace Tandem;

/// <summary>What a whole number counts that stands for a time.</summary>
public enum TimestampUnit
{
    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    Seconds,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    Milliseconds,
}
