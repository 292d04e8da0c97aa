using System.Xml.Linq;

namespace Tandem.Cli.Tests;

/// <summary>Runs of several notebooks, and what is written about them.</summary>
public sealed class RunManyTests
{
    private const string Steps = "#!csharp\n#!set --name epochs --value 5\nfor (var i = 0; i < 3; i++) { Console.WriteLine($\"{epochs} epochs, {i}\"); System.Threading.Thread.Sleep(20); }\nReport(\"loss\", 0.5)\n";

    [Fact]
    public async Task Notebooks_that_run_at_the_same_time_keep_their_lines_apart_and_their_order_in_the_reports()
    {
        using var tandem = new TandemProcess();
        tandem.Write("books/a/x.dib", Steps);
        tandem.Write("books/b/x.dib", "#!csharp\nConsole.WriteLine(Environment.GetEnvironmentVariable(\"TANDEM_THREADS\"));\nthrow new Exception(\"no\\u0001 <way>\");\n");
        tandem.Write("books/c.dib", Steps.Replace("epochs", "steps"));
        var (code, console, error) = await tandem.Run("run", "books", "--jobs", "2", "--param", "epochs=7", "--junit", "junit.xml", "--metrics", "all.json", "--summary", "summary.md", "--no-html");
        Assert.Equal(1, code);
        Assert.Contains("books/a/x.dib | 7 epochs, 0\n", console);
        Assert.Contains("books/c.dib | 5 steps, 2\n", console);
        Assert.Matches(@"\nbooks/b/x\.dib \| \d+\n", console);
        Assert.Matches(@"\nbooks/a/x\.dib +succeeded +1/1 .*\nbooks/b/x\.dib +failed +0/1 .*\nbooks/c\.dib +succeeded ", console);
        Assert.Contains("books/b/x.dib | x.dib: cell 1 failed at line 3", error);
        Assert.True(tandem.Exists("out/a/x.ipynb") && tandem.Exists("out/b/x.ipynb") && tandem.Exists("out/c.ipynb"));

        var suites = XDocument.Parse(tandem.Read("junit.xml")).Root!;
        Assert.Equal(["books/a/x.dib", "books/b/x.dib", "books/c.dib"], suites.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        Assert.Equal(("3", "1"), (suites.Attribute("tests")!.Value, suites.Attribute("failures")!.Value));
        Assert.Contains("\"epochs\": \"7\"", tandem.Read("all.json"));
        Assert.Contains("1 of 3 notebooks failed", tandem.Read("summary.md"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_costs_no_other_file_and_no_other_notebook()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", $"#!markdown\n{new string('>', 128)} x\n#!csharp\nReport(\"loss\", 0.5)\n");
        tandem.Write("b.dib", Steps);
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "out", "a.html"));
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "junit.xml"));
        var (code, console, error) = await tandem.Run("run", "a.dib", "b.dib", "--junit", "junit.xml", "--metrics", "all.json", "--summary", "summary.md");
        Assert.Equal(6, code);
        Assert.Matches(@"\na\.dib +not written +1/1 .*\nb\.dib +succeeded ", console);
        Assert.Contains("a.html: cannot be written: ", error);
        Assert.Contains("junit.xml: cannot be written: ", error);
        Assert.Equal(["a.ipynb", "a.metrics.json", "b.html", "b.ipynb", "b.metrics.json"], tandem.Written);
        Assert.Contains("\"loss\": 0.5", tandem.Read("all.json"));
        Assert.Contains("1 of 2 notebooks failed", tandem.Read("summary.md"));
    }

    [Fact]
    public async Task Text_that_is_nested_too_deep_to_be_rendered_ends_no_run()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", $"#!markdown\n{new string('>', 128)} x\n#!markdown\n${new string('{', 20_000)}x{new string('}', 20_000)}$\n#!csharp\nnew string('[', 400).DisplayAs(\"text/markdown\");\n");
        tandem.Write("b.dib", Steps);
        var (code, _, error) = await tandem.Run("run", "a.dib", "b.dib", "--junit", "junit.xml");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("2", XDocument.Parse(tandem.Read("junit.xml")).Root!.Attribute("tests")!.Value);
        Assert.Contains("nested too deep to be rendered", tandem.Read("out/a.html"));
    }

    [Fact]
    public async Task Two_runs_into_one_folder_leave_each_others_files_and_the_users_alone()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", Steps);
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "out"));
        tandem.Write("out/a.html.mybackup.tmp", "mine");
        var runs = await Task.WhenAll(tandem.Run("run", "a.dib"), tandem.Run("run", "a.dib"));
        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Equal(["a.html", "a.html.mybackup.tmp", "a.ipynb", "a.metrics.json"], tandem.Written);
        Assert.Equal("mine", tandem.Read("out/a.html.mybackup.tmp"));
    }

    [Fact]
    public async Task Fail_fast_starts_no_further_notebook()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", "#!csharp\nthrow new Exception();\n");
        tandem.Write("b.dib", Steps);
        var (code, console, _) = await tandem.Run("run", ".", "--fail-fast", "--no-html");
        Assert.Equal(1, code);
        Assert.DoesNotContain("epochs", console);
        Assert.Matches(@"\n\./b\.dib +not run", console);
    }

    [Theory]
    [InlineData("cpu", 0, "device: cpu")]
    [InlineData("gpu", 1, "There is no device \"gpu\"")]
    public async Task The_device_is_the_one_named(string device, int code, string shown)
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", "#!csharp\nConsole.WriteLine(\"device: \" + Device.Current.Name);\n");
        var (exit, console, _) = await tandem.Run("run", "a.dib", "--device", device, "--no-html");
        Assert.Equal(code, exit);
        Assert.Contains(shown, console);
    }

    [Fact]
    public async Task Errors_that_are_allowed_do_not_stop_the_run_nor_fail_it()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", "#!csharp\nthrow new Exception(\"first\");\n#!csharp\nConsole.WriteLine(\"second\");\n");
        var (code, console, _) = await tandem.Run("run", "a.dib", "--allow-errors", "--no-html");
        Assert.Equal(0, code);
        Assert.Contains("Exception: first", console);
        Assert.Contains("second", console);
    }

    [Fact]
    public async Task An_executed_notebook_can_take_the_place_of_its_source()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", """{"cells":[{"cell_type":"code","execution_count":null,"id":"one","metadata":{"tags":["parameters"]},"outputs":[],"source":["var n = 1;"]},{"cell_type":"code","execution_count":null,"id":"two","metadata":{},"outputs":[],"source":["n + 1"]}],"metadata":{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"}},"nbformat":4,"nbformat_minor":5}""");
        tandem.Write("values.json", """{"n":41}""");
        var (code, _, _) = await tandem.Run("run", "a.ipynb", "--in-place", "--params", "values.json");
        Assert.Equal(0, code);
        var executed = tandem.Read("a.ipynb");
        Assert.Contains("injected-parameters", executed);
        Assert.Contains("n = 41;", executed);
        Assert.Contains("\"42\"", executed);
        Assert.Empty(tandem.Written);
    }

    [Fact]
    public async Task A_notebook_that_changes_while_it_runs_is_told_and_not_overwritten()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", """{"cells":[{"cell_type":"code","execution_count":null,"id":"one","metadata":{},"outputs":[],"source":["System.IO.File.AppendAllText(System.IO.Directory.GetCurrentDirectory() + \"/a.ipynb\", \" \"); \"done\""]}],"metadata":{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"}},"nbformat":4,"nbformat_minor":5}""");
        var (code, _, error) = await tandem.Run("run", "a.ipynb", "--in-place");
        Assert.Equal(6, code);
        Assert.Contains("a.ipynb: the file was changed while it ran, and is left as it is now", error);
        Assert.DoesNotContain("execute_result", tandem.Read("a.ipynb"));
    }

    [Fact]
    public async Task An_output_folder_that_is_a_file_gives_code_6_before_anything_runs()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.dib", Steps);
        var (code, console, error) = await tandem.Run("run", "a.dib", "--out", "a.dib");
        Assert.Equal(6, code);
        Assert.Contains("a.dib: this is a file; give a folder", error);
        Assert.DoesNotContain("epochs", console);
    }

    [Fact]
    public async Task A_notebook_in_another_language_gives_code_3_and_one_message()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", """{"cells":[{"cell_type":"code","execution_count":null,"id":"one","metadata":{},"outputs":[],"source":["print(1)"]}],"metadata":{"kernelspec":{"display_name":"Python 3","language":"python","name":"python3"}},"nbformat":4,"nbformat_minor":5}""");
        var (code, _, error) = await tandem.Run("run", "a.ipynb");
        Assert.Equal(3, code);
        Assert.Contains("written in python", Assert.Single(error.TrimEnd('\n').Split('\n')));
        Assert.Empty(tandem.Written);
    }

    [Fact]
    public async Task A_cell_past_its_time_out_gives_code_4()
    {
        using var tandem = new TandemProcess();
        tandem.Write("slow.dib", "#!csharp\nConsole.WriteLine(\"before\");\n#!csharp\nwhile (true) { }\n");
        var (code, error) = await tandem.RunPastTimeout("--cell-timeout", "run", "slow.dib", "--no-html");
        Assert.Equal(4, code);
        Assert.Contains("slow.dib: timed out in cell 2", error);
        Assert.Contains("before\\n", tandem.Read("out/slow.ipynb"));
    }
}
