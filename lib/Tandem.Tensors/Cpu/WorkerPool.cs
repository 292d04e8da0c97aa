using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Tandem.Tensors;

/// <summary>
/// Threads that stay, for kernels that take microseconds. A worker that has run out of work spins for a moment, since a training step
/// calls one kernel after another, and then sleeps. Tasks are handed out by a counter, so which thread runs which is a matter of timing:
/// kernels cut their work into tasks by the problem's size alone, never by the number of threads, and combine what tasks leave in a fixed order.
/// </summary>
internal sealed class WorkerPool
{
    /// <summary>The environment variable that sets the number of threads.</summary>
    public const string Variable = "TANDEM_THREADS";

    private static readonly ConcurrentDictionary<int, WorkerPool> _shared = new();
    private static readonly long _spin = Stopwatch.Frequency * 40 / 1_000_000;

    private readonly Worker[] _workers;
    private readonly Lock _running = new();
    private volatile Job? _job;
    private long _runs;
    private bool _started;

    /// <summary>A pool of <paramref name="threads"/> threads, the caller's included. The others start at the first run.</summary>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _workers = new Worker[threads - 1];
    }

    /// <summary>The number of threads, the caller's included.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>The process's pool of that size: devices share it, so that two devices do not fight for the cores.</summary>
    public static WorkerPool Shared(int threads) => _shared.GetOrAdd(threads, count => new WorkerPool(count));

    /// <summary>The number of threads that a value of <see cref="Variable"/> asks for; all cores when it is absent or empty.</summary>
    /// <exception cref="ArgumentException">The value is no positive integer.</exception>
    public static int ParseThreads(string? value) =>
        string.IsNullOrEmpty(value) ? Environment.ProcessorCount
        : int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var threads) && threads > 0 ? threads
        : throw new ArgumentException($"{Variable} is '{value}'; set it to a positive number of threads, or unset it to use all cores.");

    /// <summary>
    /// Runs <c>body(0) … body(tasks − 1)</c>, on this thread and the workers, and returns when all have ended. When the workers are busy
    /// (a run inside a run, or two threads running at once), this thread does all of it.
    /// </summary>
    /// <exception cref="Exception">What the first task to fail threw; tasks that had not begun by then are left out.</exception>
    public void Run(int tasks, Action<int> body)
    {
        if (tasks <= 1 || _workers.Length == 0 || _running.IsHeldByCurrentThread || !_running.TryEnter())
        {
            RunInline(tasks, body);
            return;
        }

        try
        {
            RunOnWorkers(new Job(++_runs, tasks, body));
        }
        finally
        {
            _job = null;
            _running.Exit();
        }
    }

    private static void RunInline(int tasks, Action<int> body)
    {
        for (var task = 0; task < tasks; task++)
        {
            body(task);
        }
    }

    private void RunOnWorkers(Job job)
    {
        Start();
        _job = job;
        Thread.MemoryBarrier();
        for (var i = 0; i < _workers.Length && i < job.Tasks - 1; i++)
        {
            _workers[i].Wake();
        }

        job.Work();
        job.Wait();
    }

    private void Start()
    {
        if (_started)
        {
            return;
        }

        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Worker(this);
        }

        _started = true;
    }

    /// <summary>The tasks of one run. A worker that comes late to it finds no task left, whatever run has begun since.</summary>
    private sealed class Job(long run, int tasks, Action<int> body)
    {
        private int _next = -1;
        private int _ended;
        private ExceptionDispatchInfo? _error;

        public long Run => run;

        public int Tasks => tasks;

        public void Work()
        {
            for (var task = Interlocked.Increment(ref _next); task < tasks; task = Interlocked.Increment(ref _next))
            {
                RunTask(task);
                Interlocked.Increment(ref _ended);
            }
        }

        /// <summary>Waits for the tasks that workers have begun.</summary>
        public void Wait()
        {
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _ended) < tasks)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            _error?.Throw();
        }

        private void RunTask(int task)
        {
            if (Volatile.Read(ref _error) is not null)
            {
                return;
            }

            try
            {
                body(task);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(exception), null);
            }
        }
    }

    /// <summary>A thread that takes part in one run after another.</summary>
    private sealed class Worker
    {
        private readonly WorkerPool _pool;
        private readonly SemaphoreSlim _wake = new(0);
        private int _asleep;

        public Worker(WorkerPool pool)
        {
            _pool = pool;
            new Thread(Loop) { IsBackground = true, Name = "Tandem worker" }.Start();
        }

        public void Wake()
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 1)
            {
                _wake.Release();
            }
        }

        private void Loop()
        {
            // The number of the last run, not its job: a sleeping worker must not keep alive what a finished job refers to.
            var last = 0L;
            while (true)
            {
                last = WorkOnNext(last);
            }
        }

        private long WorkOnNext(long last)
        {
            var until = Stopwatch.GetTimestamp() + _spin;
            do
            {
                if (_pool._job is { } job && job.Run != last)
                {
                    job.Work();
                    return job.Run;
                }

                Thread.SpinWait(8);
            }
            while (Stopwatch.GetTimestamp() < until);
            Sleep(last);
            return last;
        }

        private void Sleep(long last)
        {
            Interlocked.Exchange(ref _asleep, 1);
            var arrived = _pool._job is { } job && job.Run != last;

            // A job that arrived meanwhile may or may not have seen this worker asleep: whoever clears the flag decides.
            if (!arrived || Interlocked.Exchange(ref _asleep, 0) == 0)
            {
                _wake.Wait();
            }
        }
    }
}
