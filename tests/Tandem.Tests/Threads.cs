namespace Tandem.Tests;

/// <summary>Runs a test on several threads at once.</summary>
internal static class Threads
{
    /// <summary>Runs <c>body(0) … body(count − 1)</c>, each on a thread of its own, all of which begin together.</summary>
    /// <exception cref="AggregateException">What the threads threw.</exception>
    public static void Run(int count, Action<int> body)
    {
        using var start = new Barrier(count);
        var errors = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                body(number);
            }
            catch (Exception error)
            {
                errors[number] = error;
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (Array.Exists(errors, error => error is not null))
        {
            throw new AggregateException(errors.OfType<Exception>());
        }
    }
}
