namespace Tandem.Notebooks.Tests;

/// <summary>Cells that are stopped while they run.</summary>
public sealed class StoppingTests
{
    /// <summary>Runs a cell that says on the console when it has come to the point, and stops it there.</summary>
    private static Task<CellResult> Stop(SessionHarness session, string source) => session.RunAndStop(source, output => output is StreamOutput { Text: "go" });

    [Theory]
    [InlineData("System.Threading.Thread.Sleep(100_000);")]
    [InlineData("await Task.Delay(100_000);")]
    [InlineData("Task.Delay(100_000).Wait();")]
    [InlineData("new System.Threading.ManualResetEvent(false).WaitOne();")]
    [InlineData("new System.Threading.SemaphoreSlim(0).Wait();")]
    [InlineData("while (true) { try { System.Threading.Thread.Sleep(10); } catch (Exception) { } }")]
    [InlineData("while (true) { }")]
    [InlineData("for (var i = 0; ; i++) before++;")]
    [InlineData("do before++; while (true);")]
    [InlineData("again: before++; goto again;")]
    [InlineData("Parallel.For(0, 4, i => { while (true) { } });")]
    [InlineData("await Task.Run(() => { while (true) { } });")]
    [InlineData("IEnumerable<int> Ever() { while (true) { yield return 1; } }\nEver().Count()")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(60)")]
    [InlineData("var t = new System.Threading.Thread(() => { while (true) { } }); t.Start(); t.Join();")]
    [InlineData("Task.Run(() => System.Threading.Thread.Sleep(100_000)).Wait();")]
    [InlineData("await Task.Delay(100_000, Interruption.Token);")]
    [InlineData("await new System.Net.Http.HttpClient().GetAsync(\"http://192.0.2.1/\");")]
    public async Task A_cell_that_waits_is_stopped_and_the_session_lives_on(string wait)
    {
        using var session = new SessionHarness();
        await session.RunAll("var before = 1;");
        var result = await Stop(session, $"before = -2; var during = 3; Console.Write(\"go\");\n{wait}");
        Assert.True(result.WasInterrupted);
        Assert.False(result.StillRuns);
        Assert.Equal("Interrupted", result.Failure!.Kind);
        Assert.IsType<ErrorOutput>(session.Outputs[^1]);
        await session.RunAll("(before < 100, during)");
        Assert.Equal(["(true, 3)"], session.Shown);
    }

    [Fact]
    public async Task The_failure_names_the_line_where_the_cell_was_stopped()
    {
        using var session = new SessionHarness();
        var result = await Stop(session, "Console.Write(\"go\");\nvar a = 1;\nSystem.Threading.Thread.Sleep(100_000);\nvar b = 2;");
        Assert.Equal((3, "System.Threading.Thread.Sleep(100_000);"), (result.Failure!.Line, result.Failure.SourceLine));
    }

    [Fact]
    public async Task Training_ends_between_two_batches_and_the_model_stays_usable()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            """
            var ids = Enumerable.Range(0, 20_000).Select(i => (i % 500).ToString()).ToArray();
            var table = Table.FromColumns(Column.Of("user", ids), Column.Of("film", ids.Reverse()));
            """,
            """
            class Films(Tower users, Tower films, Retrieval task) : Model
            {
                protected override Tensor ComputeLoss(Batch batch, bool training) => task.Loss(users.Embed(batch), films.Embed(batch));
            }
            """,
            """
            class Told : Callback { public override void OnBatchEnd(TrainingProgress progress) { if (progress.Batches == 2) { Console.Write("go"); } } }
            var model = new Films(Tower.Of(Feature.Id("user", table["user"], 16)), Tower.Of(Feature.Id("film", table["film"], 16)), new Retrieval());
            model.Compile(new Adagrad(0.1f));
            """);
        for (var i = 0; i < 10; i++)
        {
            Assert.True((await Stop(session, "model.Fit(table, epochs: 1_000_000, batchSize: 512, callbacks: [new Told()]);")).WasInterrupted);
        }

        await session.RunAll("double.IsFinite(model.Fit(table, epochs: 1, batchSize: 512, callbacks: [])[\"loss\"][^1])");
        Assert.Equal(["true"], session.Shown);
    }

    [Fact]
    public async Task Code_that_cannot_be_stopped_is_left_behind_and_the_session_says_so()
    {
        using var session = new SessionHarness();
        var result = await Stop(session, "var before = 1; Console.Write(\"go\"); Enumerable.Repeat(1, 1_500_000_000).Select(i => (double)i).Where(i => Math.Sqrt(i) > 2).Count()");
        Assert.True(result.StillRuns);
        Assert.Contains("runs on in the background", result.Failure!.Message);
        await session.RunAll("before");
        Assert.Equal(["1"], session.Shown);
    }

    [Fact]
    public async Task A_stopped_cells_own_clean_up_is_done()
    {
        using var session = new SessionHarness();
        await Stop(session, "var cleaned = 0; try { Console.Write(\"go\"); while (true) { } } finally { cleaned = 1; }");
        await session.RunAll("cleaned");
        Assert.Equal(["1"], session.Shown);
    }

    [Fact]
    public async Task What_a_stopped_cell_left_behind_neither_goes_on_nor_writes_into_the_next()
    {
        using var session = new SessionHarness();
        await Stop(session, "Console.Write(\"go\"); await Task.Delay(1000); Console.Write(\"late\"); var late = 1;");
        await Stop(session, "_ = Task.Run(async () => { await Task.Delay(700); Console.Write(\"task\"); }); Console.Write(\"go\"); await Task.Delay(100_000);");
        await session.RunAll("await Task.Delay(1500); late");
        Assert.Equal("gogo", session.Console);
        Assert.Equal(["0"], session.Shown);
    }

    [Fact]
    public async Task A_cell_whose_token_is_cancelled_already_does_not_run()
    {
        using var session = new NotebookSession();
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync(new NotebookCell("csharp", "Console.Write(1);", 1), 1, outputs.Add, new CancellationToken(canceled: true));
        Assert.True(result.WasInterrupted);
        Assert.IsType<ErrorOutput>(Assert.Single(outputs));
    }

    [Fact]
    public async Task Two_cells_at_once_are_refused()
    {
        using var session = new NotebookSession();
        using var stop = new CancellationTokenSource();
        var first = session.RunAsync(new NotebookCell("csharp", "await Task.Delay(100_000);", 1), 1, _ => { }, stop.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync(new NotebookCell("csharp", "1", 1), 2, _ => { }, stop.Token));
        await stop.CancelAsync();
        Assert.True((await first).WasInterrupted);
    }
}
