namespace Tandem.Notebooks;

/// <summary>Times as people read them.</summary>
internal static class Duration
{
    /// <summary>Milliseconds below a second, seconds below two minutes, then minutes.</summary>
    public static string Short(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => $"{time.TotalMilliseconds:f0} ms",
        < 120 => $"{time.TotalSeconds:f1} s",
        _ => $"{(int)time.TotalMinutes} min {time.Seconds} s",
    };
}
