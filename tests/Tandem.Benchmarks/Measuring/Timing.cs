using System.Diagnostics;

namespace Tandem.Benchmarks;

/// <summary>Stopwatch readings in seconds.</summary>
internal static class Timing
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _backgroundCompilation = TimeSpan.FromMilliseconds(200);

    /// <summary>The time of one run.</summary>
    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The shortest of a few runs, for short actions: an interruption only ever adds time.</summary>
    public static double Best(int runs, Action action) => Enumerable.Range(0, runs).Min(_ => Seconds(action));

    /// <summary>Runs an action until the runtime has compiled its loops for good, which it does in the background.</summary>
    public static void WarmUp(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        for (var runs = 0; runs < 3 || Stopwatch.GetElapsedTime(start) < _warmUp; runs++)
        {
            action();
        }

        Thread.Sleep(_backgroundCompilation);
        action();
    }
}
