using System.Diagnostics;

namespace Tandem.Benchmarks;

/// <summary>Stopwatch readings in seconds.</summary>
internal static class Timing
{
    /// <summary>The time of one run.</summary>
    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The shortest of a few runs, for short actions: an interruption only ever adds time.</summary>
    public static double Best(int runs, Action action) => Enumerable.Range(0, runs).Min(_ => Seconds(action));

    /// <summary>Runs an action until the runtime has compiled its loops for good.</summary>
    public static void WarmUp(Action action)
    {
        for (var run = 0; run < 3; run++)
        {
            action();
            Thread.Sleep(50);
        }
    }
}
