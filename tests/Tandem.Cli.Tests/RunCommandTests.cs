using System.Text.Json;

namespace Tandem.Cli.Tests;

public sealed class RunCommandTests
{
    private const string Good = "#!markdown\n# A sample\n#!csharp\n#!set --name epochs --value 5\nConsole.WriteLine($\"{epochs} epochs\");\nReport(\"loss\", 0.5)\n";

    [Fact]
    public async Task A_notebook_that_runs_to_its_end_gives_code_0_and_three_files()
    {
        using var tandem = new TandemProcess();
        var (code, console, error) = await tandem.Run("run", tandem.Write("good.dib", Good));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("[2/2] A sample\n5 epochs\nloss: 0.5\n", console);
        Assert.Matches(@"good\.dib: \d+\.\d s, compile \d+\.\d s", console);
        Assert.Equal(["good.html", "good.ipynb", "good.metrics.json"], tandem.Written);
        Assert.Contains("\"loss\": 0.5", tandem.Read("out/good.metrics.json"));
    }

    [Fact]
    public async Task An_executed_notebook_can_be_run_again()
    {
        using var tandem = new TandemProcess();
        await tandem.Run("run", tandem.Write("good.dib", Good));
        var (code, console, _) = await tandem.Run("run", "out/good.ipynb", "--out", "again", "--no-html");
        Assert.Equal(0, code);
        Assert.Contains("5 epochs", console);
        Assert.True(tandem.Exists("again/good.ipynb"));
        Assert.False(tandem.Exists("again/good.html"));
    }

    [Fact]
    public async Task A_failing_cell_gives_code_1_names_cell_and_line_and_keeps_the_outputs_before_it()
    {
        using var tandem = new TandemProcess();
        var (code, _, error) = await tandem.Run("run", tandem.Write("bad.dib", "#!csharp\nConsole.WriteLine(\"before\");\n#!csharp\n\nint.Parse(\"x\");\n"));
        Assert.Equal(1, code);
        Assert.StartsWith("bad.dib: cell 2 failed at line 5: int.Parse(\"x\"); — FormatException: ", error);
        Assert.Contains("before\\n", tandem.Read("out/bad.ipynb"));
        Assert.Contains("\"status\": \"failed\"", tandem.Read("out/bad.metrics.json"));
    }

    [Fact]
    public async Task Parameters_and_the_data_folder_reach_the_notebook()
    {
        using var tandem = new TandemProcess();
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "films"));
        tandem.Write("data.dib", Good + "#!csharp\nConsole.WriteLine(Path.GetFileName(Environment.GetEnvironmentVariable(\"TANDEM_DATA\")));\n");
        var (code, console, _) = await tandem.Run("run", "data.dib", "--param", "epochs=7", "--data", "films");
        Assert.Equal(0, code);
        Assert.Contains("7 epochs", console);
        Assert.Contains("\nfilms\n", console);
    }

    [Theory]
    [InlineData("run good.dib --param epoch=7", "no parameter 'epoch'; it declares epochs")]
    [InlineData("run good.dib --param epochs=many", "'epochs' takes a whole number")]
    [InlineData("run good.dib --param epochs", "NAME=VALUE")]
    [InlineData("run good.dib --param epochs=1 --param epochs=2", "was given a value before")]
    [InlineData("run good.dib --timeout -1", "--timeout")]
    [InlineData("run good.dib --timeout soon", "--timeout")]
    [InlineData("run good.dib --nonsense", "--nonsense")]
    [InlineData("run good.dib good.ipynb", "good.dib and good.ipynb would write the same files")]
    [InlineData("run good.dib --cell-timeout 0", "--cell-timeout 0")]
    [InlineData("run good.dib --output-limit 0", "--output-limit 0")]
    [InlineData("run good.dib --jobs -2", "--jobs -2")]
    [InlineData("run good.dib --params values.json", "the value of 'epochs' is neither")]
    [InlineData("run", "'run'")]
    [InlineData("walk", "walk")]
    public async Task Bad_usage_gives_code_2_and_says_what_is_wrong(string arguments, string message)
    {
        using var tandem = new TandemProcess();
        tandem.Write("good.dib", Good);
        tandem.Write("good.ipynb", """{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}""");
        tandem.Write("values.json", """{"epochs":[1]}""");
        var (code, _, error) = await tandem.Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(message, error);
        Assert.Empty(tandem.Written);
    }

    [Fact]
    public async Task A_missing_notebook_or_data_folder_gives_code_3()
    {
        using var tandem = new TandemProcess();
        tandem.Write("good.dib", Good);
        var missing = await tandem.Run("run", "nowhere.dib");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("nowhere.dib: no such notebook", missing.Error);
        var folder = await tandem.Run("run", "good.dib", "--data", "nowhere");
        Assert.Equal(3, folder.ExitCode);
        Assert.Contains("--data nowhere: no such folder", folder.Error);
        Assert.Empty(tandem.Written);
    }

    [Fact]
    public async Task A_notebook_that_does_not_parse_gives_code_3_and_names_the_line()
    {
        using var tandem = new TandemProcess();
        var (code, _, error) = await tandem.Run("run", tandem.Write("bad.dib", "#!meta\n{oops}\n#!csharp\n1"));
        Assert.Equal(3, code);
        Assert.Contains("bad.dib(2,2): the #!meta block is not valid JSON", error);
    }

    [Fact]
    public async Task A_notebook_past_its_time_out_gives_code_4_and_keeps_what_was_finished()
    {
        using var tandem = new TandemProcess();
        tandem.Write("slow.dib", "#!csharp\nConsole.WriteLine(\"before\");\n#!csharp\nwhile (true) { System.Threading.Thread.Sleep(100); }\n");
        var (code, error) = await tandem.RunPastTimeout("--timeout", "run", "slow.dib");
        Assert.Equal(4, code);
        Assert.Contains("slow.dib: timed out in cell 2", error);
        Assert.Contains("before\\n", tandem.Read("out/slow.ipynb"));
        Assert.Contains("timed out in cell 2", tandem.Read("out/slow.html"));
    }

    [Fact]
    public async Task Ctrl_c_gives_code_130_and_writes_what_was_finished_marked_as_interrupted()
    {
        Needs.That(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The interrupt signal is sent by 'kill', which this system lacks.");
        using var tandem = new TandemProcess();
        tandem.Write("slow.dib", "#!csharp\nConsole.WriteLine(\"before\");\n#!csharp\nConsole.WriteLine(\"waiting\");\nwhile (true) { System.Threading.Thread.Sleep(100); }\n");
        tandem.Write("next.dib", Good);
        var (code, console, error) = await tandem.Run("waiting", ["run", "slow.dib", "next.dib"]);
        Assert.Equal(130, code);
        Assert.Contains("slow.dib: interrupted in cell 2", error);
        Assert.DoesNotContain("epochs", console);
        Assert.Equal(["slow.html", "slow.ipynb", "slow.metrics.json"], tandem.Written);
        using var metrics = JsonDocument.Parse(tandem.Read("out/slow.metrics.json"));
        Assert.Equal("interrupted", metrics.RootElement.GetProperty("status").GetString());
        Assert.Contains("before\\n", tandem.Read("out/slow.ipynb"));
    }

    [Fact]
    public async Task Several_notebooks_all_run_and_the_worst_code_is_the_commands()
    {
        using var tandem = new TandemProcess();
        tandem.Write("good.dib", Good);
        tandem.Write("bad.dib", "#!csharp\nnope\n");
        var (code, console, error) = await tandem.Run("run", "bad.dib", "nowhere.dib", "good.dib");
        Assert.Equal(3, code);
        Assert.Contains("bad.dib: cell 1 failed", error);
        Assert.Contains("nowhere.dib", error);
        Assert.Contains("5 epochs", console);
    }

    [Fact]
    public async Task Help_lists_the_exit_codes()
    {
        using var tandem = new TandemProcess();
        var (code, console, _) = await tandem.Run("--help");
        Assert.Equal(0, code);
        foreach (var exitCode in new[] { "0  ", "1  ", "2  ", "3  ", "4  ", "5  ", "6  ", "130" })
        {
            Assert.Contains($"  {exitCode}  ", console);
        }
    }
}
