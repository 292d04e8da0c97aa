namespace Tandem;

/// <summary>A part of a time that comes round again.</summary>
public enum TimePart
{
    /// <summary>0 to 23.</summary>
    HourOfDay,

    /// <summary>0, Monday, to 6, Sunday.</summary>
    DayOfWeek,

    /// <summary>1 to 31.</summary>
    DayOfMonth,

    /// <summary>1 to 366.</summary>
    DayOfYear,

    /// <summary>1 to 12.</summary>
    MonthOfYear,
}
