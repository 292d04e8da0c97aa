using System.Diagnostics;

namespace Tandem.Cli.Tests;

/// <summary>Cells that end the process they run in.</summary>
public sealed class CrashTests
{
    /// <summary>A recursion that no reading of the code tells.</summary>
    private const string Overflow = "class Endless { public Func<int, int> Next = null!; public int Call(int n) => Next(n) + 1; } var endless = new Endless(); endless.Next = endless.Call; endless.Next(1)";

    [Theory]
    [InlineData("Environment.Exit(3);", "ProcessExit: the cell ended the process with exit code 3")]
    [InlineData(Overflow, "StackOverflow: the stack overflowed")]
    [InlineData("Environment.FailFast(\"no way on\");", "FailFast: the cell ended the process: no way on")]
    public async Task A_cell_that_ends_the_process_gives_code_5_says_how_and_keeps_the_outputs_before_it(string code, string message)
    {
        using var tandem = new TandemProcess();
        tandem.Write("good.dib", "#!csharp\nConsole.WriteLine(\"next\");\n");
        tandem.Write("bad.dib", $"#!csharp\nConsole.WriteLine(\"before\");\n#!csharp\n{code}\n#!csharp\n1\n");
        var (exitCode, console, error) = await tandem.Run("run", "bad.dib", "good.dib", "--no-html");
        Assert.Equal(5, exitCode);
        Assert.Contains("bad.dib: cell 2 failed at line 4: ", error);
        Assert.Contains(message, error);
        Assert.Contains("before\\n", tandem.Read("out/bad.ipynb"));
        Assert.Contains("\"status\": \"crashed\"", tandem.Read("out/bad.metrics.json"));
        Assert.Contains("next", console);
    }

    [Fact]
    public async Task A_stack_overflow_names_the_method_that_repeats_and_no_frame_of_the_runtime()
    {
        using var tandem = new TandemProcess();
        var (_, console, _) = await tandem.Run("run", tandem.Write("bad.dib", $"#!csharp\n{Overflow}\n"), "--no-html");
        Assert.Matches(@"repeated \d+ times:\nat Endless\.Call\(Int32\)\nat the cell's code\n", console);
        Assert.DoesNotContain("CompilerServices", console);
    }

    [Fact]
    public async Task A_killed_process_is_told_by_its_signal()
    {
        Needs.That(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals are Unix's.");
        using var tandem = new TandemProcess();
        var (exitCode, _, error) = await tandem.Run("run", tandem.Write("bad.dib", "#!csharp\nSystem.Diagnostics.Process.Start(\"kill\", [\"-9\", $\"{Environment.ProcessId}\"]); System.Threading.Thread.Sleep(60_000);\n"), "--no-html");
        Assert.Equal(5, exitCode);
        Assert.Contains("was ended by SIGKILL (exit code 137)", error);
    }

    [Fact]
    public async Task What_native_code_and_other_processes_write_becomes_the_cells_output_and_no_event()
    {
        Needs.That(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "'sh' is Unix's.");
        using var tandem = new TandemProcess();
        tandem.Write("raw.dib", "#!csharp\nvar shell = System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo '{\\\"$type\\\":\\\"done\\\"}'; echo oops >&2\"]);\nshell.WaitForExit(); System.Threading.Thread.Sleep(500);\nConsole.WriteLine(\"after\");\n");
        var (exitCode, console, _) = await tandem.Run("run", "raw.dib", "--no-html");
        Assert.Equal(0, exitCode);
        Assert.Contains("{\"$type\":\"done\"}\n", console);
        Assert.Contains("oops\n", console);
        Assert.Contains("after\n", console);
        Assert.Contains("oops", tandem.Read("out/raw.ipynb"));
    }

    [Fact]
    public async Task When_the_command_is_killed_the_cells_process_ends_and_earlier_results_stay()
    {
        Needs.That(OperatingSystem.IsLinux(), "The test looks into /proc.");
        using var tandem = new TandemProcess();
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "out"));
        File.WriteAllText(Path.Combine(tandem.Folder, "out", "slow.ipynb"), "earlier");
        tandem.Write("slow.dib", "#!csharp\nConsole.WriteLine($\"process {Environment.ProcessId}\");\nwhile (true) { }\n");
        using var command = tandem.Start("run", "slow.dib");
        string? line;
        do
        {
            line = await command.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line?.StartsWith("process ", StringComparison.Ordinal) == false);
        using var cells = Process.GetProcessById(int.Parse(line!["process ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        command.Kill();
        await cells.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal("earlier", tandem.Read("out/slow.ipynb"));
        Assert.Equal(["slow.ipynb"], tandem.Written);
    }
}
