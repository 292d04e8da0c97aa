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
    [InlineData("Task.Run(() => System.Threading.Thread.Sleep(100_000)).Wait();")]
    [InlineData("await Task.Delay(100_000, Interruption.Token);")]
    [InlineData("await new System.Net.Http.HttpClient().GetAsync(\"http://192.0.2.1/\");")]
    public async Task A_cell_that_waits_is_stopped_and_the_session_lives_on(string wait)
    {
        using var session = new SessionHarness();
        await session.RunAll("var before = 1;");
        var result = await Stop(session, $"before = 2; var during = 3; Console.Write(\"go\");\n{wait}");
        Assert.True(result.WasInterrupted);
        Assert.False(result.StillRuns);
        Assert.Equal("Interrupted", result.Failure!.Kind);
        Assert.IsType<ErrorOutput>(session.Outputs[^1]);
        await session.RunAll("(before, during)");
        Assert.Equal(["(2, 3)"], session.Shown);
    }

    [Fact]
    public async Task The_failure_names_the_line_where_the_cell_was_stopped()
    {
        using var session = new SessionHarness();
        var result = await Stop(session, "Console.Write(\"go\");\nvar a = 1;\nSystem.Threading.Thread.Sleep(100_000);\nvar b = 2;");
        Assert.Equal((3, "System.Threading.Thread.Sleep(100_000);"), (result.Failure!.Line, result.Failure.SourceLine));
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
