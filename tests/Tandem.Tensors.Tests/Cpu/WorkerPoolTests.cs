using System.Collections.Concurrent;

namespace Tandem.Tensors.Tests.Cpu;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_task_runs_exactly_once(int threads)
    {
        var pool = new WorkerPool(threads);
        foreach (var tasks in new[] { 0, 1, 2, 3, 100 })
        {
            var runs = new int[tasks];
            for (var repeat = 0; repeat < 200; repeat++)
            {
                pool.Run(tasks, task => Interlocked.Increment(ref runs[task]));
            }

            Assert.All(runs, count => Assert.Equal(200, count));
        }
    }

    [Fact]
    public void Workers_take_part()
    {
        var pool = new WorkerPool(3);
        using var together = new Barrier(3);
        var threads = new ConcurrentBag<int>();
        pool.Run(3, _ =>
        {
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)), "Three tasks were not under way at once.");
            threads.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal(3, threads.Distinct().Count());
    }

    [Fact]
    public void Workers_that_fell_asleep_wake_up_for_the_next_run()
    {
        var pool = new WorkerPool(2);
        using var together = new Barrier(2);
        for (var run = 0; run < 5; run++)
        {
            pool.Run(2, _ => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)), "The worker slept on."));
            Thread.Sleep(5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_pool_goes_on(int threads)
    {
        var pool = new WorkerPool(threads);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => pool.Run(50, task =>
            {
                if (task == 37)
                {
                    throw new InvalidOperationException("task 37");
                }
            }));
            Assert.Equal("task 37", error.Message);
        }

        var ran = 0;
        pool.Run(50, _ => Interlocked.Increment(ref ran));
        Assert.Equal(50, ran);
    }

    [Fact]
    public void A_run_inside_a_run_is_done_by_the_thread_that_asks()
    {
        var pool = new WorkerPool(3);
        var ran = 0;
        pool.Run(10, _ =>
        {
            var outer = Environment.CurrentManagedThreadId;
            pool.Run(10, _ =>
            {
                Assert.Equal(outer, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref ran);
            });
        });
        Assert.Equal(100, ran);
    }

    [Fact]
    public async Task Threads_that_run_at_once_each_get_all_their_tasks_done()
    {
        var pool = new WorkerPool(2);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var repeat = 0; repeat < 500; repeat++)
            {
                var runs = new int[7];
                pool.Run(7, task => Interlocked.Increment(ref runs[task]));
                Assert.All(runs, count => Assert.Equal(1, count));
            }
        }));
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("many")]
    [InlineData("1.5")]
    public void A_number_of_threads_that_is_no_positive_integer_names_the_variable(string value)
    {
        var error = Assert.Throws<ArgumentException>(() => WorkerPool.ParseThreads(value));
        Assert.Contains("TANDEM_THREADS", error.Message);
        Assert.Contains(value, error.Message);
    }

    [Fact]
    public void Without_the_variable_all_cores_are_used()
    {
        Assert.Equal(Environment.ProcessorCount, WorkerPool.ParseThreads(null));
        Assert.Equal(3, WorkerPool.ParseThreads("3"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(threads: 0));
    }
}
