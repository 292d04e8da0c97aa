namespace Tandem.Notebooks.Tests;

public sealed class NotebookRunnerTests
{
    private static Task<NotebookRun> Run(string dib, RunOptions? options = null, ConsoleProgress? progress = null, CancellationToken? cancellation = null) =>
        new NotebookRunner(options, progress).RunAsync(DibFormat.Parse(dib, "test.dib"), cancellation ?? TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_part_of_a_cell_for_a_kernel_that_the_metadata_list_is_left_out_as_the_documents_cells_are()
    {
        const string text = """
            {"cells": [{"cell_type": "code", "id": "a", "execution_count": null, "metadata": {}, "outputs": [], "source": "var x = 1;\n#!my\nselect 1\n#!sql-shop\nselect 2\n#!csharp\nx + 1"}],
             "metadata": {"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "mysql", "languageName": "SQL", "aliases": ["my"]}]}}}, "nbformat": 4, "nbformat_minor": 5}
            """;
        var document = IpynbReader.Parse(text, "test.ipynb");
        Assert.Equal(["csharp", "mysql", "sql-shop", "csharp"], NotebookConversion.ToDib(document, out _).Cells.Select(cell => cell.Kernel));
        Assert.Empty(NotebookCheck.Document(document));
        var run = await new NotebookRunner().RunAsync(document, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal("2", Assert.IsType<ResultOutput>(run.Cells[0].Outputs[^1]).Content.Find("text/plain"));
    }

    [Fact]
    public async Task Every_cell_runs_in_order_and_metrics_are_gathered()
    {
        var run = await Run("#!markdown\n# Title\n#!csharp\nReport(\"loss\", 2);\nReport(\"top_100\", 0.15);\n#!csharp\nReport(\"loss\", 1)\n");
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal([null, 1, 2], run.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal([("loss", 1.0), ("top_100", 0.15)], run.Metrics.Select(metric => (metric.Key, metric.Value)));
    }

    [Fact]
    public async Task A_failing_cell_ends_the_run_and_keeps_what_was_shown_before()
    {
        var run = await Run("#!csharp\nConsole.Write(\"first\");\n#!csharp\nConsole.Write(\"second\");\nint.Parse(\"x\");\n#!csharp\nConsole.Write(\"third\");\n");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal([RunStatus.Succeeded, RunStatus.Failed, RunStatus.NotRun], run.Cells.Select(cell => cell.Status));
        Assert.Equal("first", ((StreamOutput)Assert.Single(run.Cells[0].Outputs)).Text);
        Assert.Equal("second", ((StreamOutput)run.Cells[1].Outputs[0]).Text);
        Assert.StartsWith("test.dib: cell 2 failed at line 5: int.Parse(\"x\"); — FormatException:", run.Summary);
    }

    [Fact]
    public async Task A_run_past_its_time_out_stops_and_keeps_what_was_shown()
    {
        var run = await Run("#!csharp\nConsole.Write(\"first\");\n#!csharp\nSystem.Threading.Thread.Sleep(60_000);\n", new RunOptions { Timeout = TimeSpan.FromSeconds(8) });
        Assert.Equal(RunStatus.TimedOut, run.Status);
        Assert.Equal("first", ((StreamOutput)Assert.Single(run.Cells[0].Outputs)).Text);
        Assert.Equal("test.dib: timed out in cell 2", run.Summary);
    }

    [Fact]
    public async Task An_interrupted_run_stops_and_keeps_what_was_shown()
    {
        using var cancellation = new CancellationTokenSource();
        using var console = new CancellingWriter("second", cancellation);
        using var progress = new ConsoleProgress(console, terminalWidth: null);
        var run = await Run("#!csharp\nConsole.Write(\"first\");\n#!csharp\nConsole.Write(\"second\"); await Task.Delay(60_000);\n", null, progress, cancellation.Token);
        Assert.Equal(RunStatus.Interrupted, run.Status);
        Assert.Equal("second", ((StreamOutput)run.Cells[1].Outputs[0]).Text);
        Assert.Equal("test.dib: interrupted in cell 2", run.Summary);
    }

    [Fact]
    public async Task A_parameter_that_is_not_declared_is_refused_before_anything_runs()
    {
        var options = new RunOptions { Parameters = new Dictionary<string, string> { ["epoch"] = "3" } };
        var failure = await Assert.ThrowsAsync<BadParameterException>(() => Run("#!csharp\n#!set --name epochs --value 5\n", options));
        Assert.Contains("no parameter 'epoch'; it declares epochs", failure.Message);
    }

    [Theory]
    [InlineData("5", "five", "a whole number")]
    [InlineData("0.5", "half", "a finite number")]
    [InlineData("true", "yes", "true or false")]
    public async Task A_parameter_of_the_wrong_type_is_refused(string standard, string value, string expected)
    {
        var options = new RunOptions { Parameters = new Dictionary<string, string> { ["x"] = value } };
        var failure = await Assert.ThrowsAsync<BadParameterException>(() => Run($"#!csharp\n#!set --name x --value {standard}\n", options));
        Assert.Contains($"'x' takes {expected} (its default is {standard}); '{value}' is not one", failure.Message);
    }

    [Fact]
    public async Task A_parameter_reaches_the_cells()
    {
        var options = new RunOptions { Parameters = new Dictionary<string, string> { ["epochs"] = "7" } };
        var run = await Run("#!csharp\n#!set --name epochs --value 5\nReport(\"epochs\", epochs)\n", options);
        Assert.Equal(7, run.Metrics["epochs"]);
    }

    [Fact]
    public async Task What_a_line_overwrote_on_the_console_is_gone_at_the_end()
    {
        var run = await Run("#!csharp\nConsole.Write(\"1 of 2\\r\"); Console.Write(\"2 of 2\\r\\ndone\\n\");\n");
        Assert.Equal("2 of 2\ndone\n", ((StreamOutput)Assert.Single(run.Cells[0].Outputs)).Text);
    }

    [Fact]
    public async Task An_updated_display_is_kept_once_in_its_last_state()
    {
        var run = await Run("#!csharp\nvar shown = display(1); Console.Write(\"between\"); shown.Update(2);\n");
        Assert.Equal("2", ((DisplayOutput)run.Cells[0].Outputs[0]).Content.Find(MimeTypes.PlainText));
        Assert.Equal(2, run.Cells[0].Outputs.Count);
    }

    [Fact]
    public async Task Progress_off_a_terminal_is_one_plain_line_a_cell_and_what_the_cell_shows()
    {
        using var console = new StringWriter();
        using (var progress = new ConsoleProgress(console, terminalWidth: null))
        {
            await Run("#!markdown\n# The data\n#!csharp\nConsole.Write(\"a\");\n#!csharp\n1 + 1\n", null, progress);
        }

        Assert.Equal("[2/3] The data\na\n[3/3] The data\n2\n", console.ToString());
    }

    [Fact]
    public async Task Progress_on_a_terminal_is_one_line_that_is_refreshed()
    {
        using var console = new StringWriter();
        using (var progress = new ConsoleProgress(console, terminalWidth: 80))
        {
            await Run("#!markdown\n# The data\n#!csharp\nConsole.WriteLine(\"a\");\n", null, progress);
        }

        Assert.Matches(@"^\[2/2\] The data  0\.0 s\r", console.ToString());
        Assert.Contains("\ra\n", console.ToString());
        Assert.EndsWith("\r", console.ToString());
    }

    [Fact]
    public async Task The_status_line_never_fills_the_terminals_width()
    {
        using var console = new StringWriter();
        using (var progress = new ConsoleProgress(console, terminalWidth: 20))
        {
            await Run("#!markdown\n# A heading that is longer than twenty columns\n#!csharp\nvar x = 1;\n", null, progress);
        }

        Assert.All(console.ToString().Split('\r'), line => Assert.True(line.Length < 20, line));
    }

    private sealed class CancellingWriter(string trigger, CancellationTokenSource cancellation) : StringWriter
    {
        public override void Write(string? value)
        {
            if (value?.Contains(trigger, StringComparison.Ordinal) == true)
            {
                cancellation.Cancel();
            }
        }
    }
}
