using System.Globalization;

namespace Tandem.Notebooks;

/// <summary>Times as people read them.</summary>
internal static class Duration
{
    /// <summary>Milliseconds below a second, seconds below two minutes, then minutes.</summary>
    public static string Short(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:f0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:f1} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };
}
