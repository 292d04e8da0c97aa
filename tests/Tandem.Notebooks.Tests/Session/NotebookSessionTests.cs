namespace Tandem.Notebooks.Tests;

public sealed class NotebookSessionTests
{
    [Fact]
    public async Task A_cell_of_comments_alone_shows_nothing()
    {
        using var session = new SessionHarness();
        await session.RunAll("// nothing yet", "1 + 1", "/* nor here */");
        Assert.Equal(["2"], session.Shown);
    }

    [Fact]
    public async Task Variables_methods_and_types_live_on_in_later_cells()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "var x = 20;",
            "int Twice(int v) => 2 * v;",
            "record Pair(int A, int B);",
            "class Model(int dim) { public int Dim => dim; }",
            "new Pair(Twice(x), new Model(3).Dim).ToString()");
        Assert.Equal(["Pair { A = 40, B = 3 }"], session.Shown);
    }

    [Fact]
    public async Task The_last_expression_is_shown_unless_a_semicolon_ends_it()
    {
        using var session = new SessionHarness();
        await session.RunAll("1 + 1", "var y = 3;", "Math.Abs(y);", "\"text\"");
        Assert.Equal(["2", "text"], session.Shown);
        Assert.All(session.Outputs, output => Assert.IsType<ResultOutput>(output));
    }

    [Fact]
    public async Task A_last_expression_that_is_null_is_shown_and_a_void_call_is_not()
    {
        using var session = new SessionHarness();
        await session.RunAll("string name = null; name", "Console.Write(\"a\")");
        Assert.Equal(["<null>"], session.Shown);
        Assert.Equal("a", session.Console);
    }

    [Fact]
    public async Task Cells_can_await_and_declare_usings()
    {
        using var session = new SessionHarness();
        await session.RunAll("using System.Text;\nawait Task.Delay(1);\nvar b = new StringBuilder(\"x\");", "b.Append(await Task.FromResult(\"y\")).ToString()");
        Assert.Equal(["xy"], session.Shown);
    }

    [Fact]
    public async Task Tensors_and_tables_are_in_scope_without_usings()
    {
        using var session = new SessionHarness();
        await session.RunAll("(nameof(Table), typeof(Tensor).Assembly.GetName().Name)");
        Assert.Equal(["(Table, Tandem.Tensors)"], session.Shown);
    }

    [Fact]
    public async Task Assemblies_beyond_the_usual_are_found_when_a_cell_needs_them()
    {
        using var session = new SessionHarness();
        await session.RunAll("var before = 1;", "System.Text.Json.JsonSerializer.Serialize(new { before, list = new List<int> { 2 } })", "before + 1");
        Assert.Equal(["""{"before":1,"list":[2]}""", "2"], session.Shown);
    }

    [Fact]
    public async Task Console_output_arrives_while_the_cell_runs()
    {
        using var session = new NotebookSession();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        AppContext.SetData("Tandem.Test.Release", release);
        var cell = new NotebookCell("csharp", "Console.WriteLine(\"first\"); var gate = (TaskCompletionSource)AppContext.GetData(\"Tandem.Test.Release\"); await gate.Task;", 1);
        var run = session.RunAsync(cell, 1, _ => arrived.TrySetResult(), TestContext.Current.CancellationToken);
        await arrived.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        release.SetResult();
        var result = await run;
        Assert.True(result.Succeeded, result.Failure?.ToString());
    }

    [Fact]
    public async Task Standard_error_is_told_apart_and_threads_write_to_the_cell_that_started_them()
    {
        using var session = new SessionHarness();
        await session.RunAll("Console.Error.WriteLine(\"bad\"); var t = new System.Threading.Thread(() => Console.Write(\"thread\")); t.Start(); t.Join(); Parallel.For(0, 3, _ => Console.Write('x'));");
        Assert.Equal("bad\n", string.Concat(session.Outputs.OfType<StreamOutput>().Where(output => output.IsError).Select(output => output.Text)));
        Assert.EndsWith("threadxxx", session.Console);
    }

    [Fact]
    public async Task A_value_displayed_without_a_semicolon_is_shown_once()
    {
        using var session = new SessionHarness();
        await session.RunAll("display(\"once\")", "5.Display()");
        Assert.Equal(["once", "5"], session.Shown);
    }

    [Fact]
    public async Task A_displayed_value_can_be_updated_in_its_place()
    {
        using var session = new SessionHarness();
        await session.RunAll("var shown = display(\"1 of 2\"); shown.Update(\"2 of 2\"); 5.Display();");
        var outputs = session.Outputs.Cast<DisplayOutput>().ToList();
        Assert.Equal(["1 of 2", "2 of 2", "5"], session.Shown);
        Assert.Equal(outputs[0].DisplayId, outputs[1].DisplayId);
        Assert.NotEqual(outputs[0].DisplayId, outputs[2].DisplayId);
    }

    [Fact]
    public async Task Html_text_is_shown_as_html()
    {
        using var session = new SessionHarness();
        await session.RunAll("HTML(\"<b>x</b>\")");
        Assert.Equal("<b>x</b>", ((ResultOutput)Assert.Single(session.Outputs)).Content.Find(MimeTypes.Html));
    }

    [Fact]
    public async Task A_compile_error_names_cell_line_text_and_code()
    {
        using var session = new SessionHarness(new SessionOptions { File = "folder/book.dib" });
        await session.RunAll("var x = 1;\n");
        var failure = (await session.Run("var y = x;\n  epochs + y")).Failure!;
        Assert.Equal((2, 4, "epochs + y", "CS0103"), (failure.CellNumber, failure.Line, failure.SourceLine, failure.Kind));
        Assert.StartsWith("book.dib: cell 2 failed at line 4: epochs + y — CS0103: The name 'epochs'", failure.ToString());
        Assert.IsType<ErrorOutput>(session.Outputs[^1]);
    }

    [Fact]
    public async Task An_exception_names_the_line_of_the_cell_and_the_way_to_the_throw()
    {
        using var session = new SessionHarness();
        await session.RunAll("int Deep(int v)\n{\n    throw new InvalidOperationException(\"no good\");\n}");
        var failure = (await session.Run("var a = 1;\n\nvar b = new[] { 1 }.Select(v =>\n    Deep(v)).ToArray();")).Failure!;
        Assert.Equal((2, 7, "InvalidOperationException", "no good"), (failure.CellNumber, failure.Line, failure.Kind, failure.Message));
        Assert.Equal("var b = new[] { 1 }.Select(v =>", failure.SourceLine);
        Assert.Equal("at Deep in test.dib, line 3", failure.Details[0]);
        Assert.DoesNotContain(failure.Details, detail => detail.Contains("CodeAnalysis") || detail.Contains("NotebookSession") || detail.Contains("MoveNext"));
    }

    [Fact]
    public async Task An_exception_after_an_await_names_its_line_too()
    {
        using var session = new SessionHarness();
        var failure = (await session.Run("await Task.Yield();\nthrow new FormatException(\"x\", new ArgumentException(\"inner\"));")).Failure!;
        Assert.Equal((2, "FormatException"), (failure.Line, failure.Kind));
        Assert.Contains("caused by ArgumentException: inner", failure.Details);
    }

    [Fact]
    public async Task An_exception_of_a_librarys_own_thread_names_the_line_that_waited_for_it()
    {
        using var session = new SessionHarness();
        var failure = (await session.Run("var before = 1;\n\n\nTask.WaitAll(Task.Run(() => int.Parse(\"x\")));")).Failure!;
        Assert.Equal((4, "FormatException"), (failure.Line, failure.Kind));
        var inLibrary = (await session.Run("\nTask.FromException(new FormatException(\"y\")).Wait();")).Failure!;
        Assert.Equal((6, "FormatException", "y"), (inLibrary.Line, inLibrary.Kind, inLibrary.Message));
    }

    [Fact]
    public async Task A_session_goes_on_after_a_failed_cell()
    {
        using var session = new SessionHarness();
        await session.RunAll("var x = 1;");
        Assert.False((await session.Run("x = 2; throw new Exception();")).Succeeded);
        Assert.False((await session.Run("syntax error here")).Succeeded);
        await session.RunAll("x");
        Assert.Equal(["2"], session.Shown);
    }

    [Fact]
    public async Task Cells_compiled_ahead_show_what_they_would_show_otherwise()
    {
        string[] sources = ["var x = 1;", "#!time\nx + 1", "nope", "x + 2"];
        var cells = sources.Select((source, i) => new NotebookCell("csharp", source, i + 1)).ToList();
        using var session = new NotebookSession();
        session.CompileAhead(cells);
        var succeeded = new List<bool>();
        var outputs = new List<CellOutput>();
        foreach (var cell in cells)
        {
            succeeded.Add((await session.RunAsync(cell, 1, outputs.Add, TestContext.Current.CancellationToken)).Succeeded);
        }

        Assert.Equal([true, true, false, true], succeeded);
        Assert.Equal(["2", "3"], outputs.OfType<ResultOutput>().Select(output => output.Content.Find(MimeTypes.PlainText)));
        Assert.Throws<InvalidOperationException>(() => session.CompileAhead(cells));
    }

    [Fact]
    public async Task Sessions_side_by_side_do_not_mix_their_variables_or_types()
    {
        using var one = new SessionHarness();
        using var two = new SessionHarness();
        await Task.WhenAll(
            one.RunAll("var xs = new[] { 1.0 };", "record R(double V);", "new R(xs.Sum()).V", "xs.Select((x, i) => (i, x)).ToArray().Length"),
            two.RunAll("var xs = new[] { 2 };", "record R(int V);", "new R(xs.Sum()).V", "xs.Select(x => x * x).ToArray().Length"));
        Assert.Equal(["1", "1"], one.Shown);
        Assert.Equal(["2", "1"], two.Shown);
    }

    [Theory]
    [InlineData("html", MimeTypes.Html)]
    [InlineData("svg", MimeTypes.Svg)]
    [InlineData("mermaid", MimeTypes.Mermaid)]
    [InlineData("javascript", MimeTypes.JavaScript)]
    [InlineData("markdown", MimeTypes.Markdown)]
    public async Task Cells_of_display_languages_become_outputs(string kernel, string mimeType)
    {
        using var session = new SessionHarness();
        await session.Run("content", kernel);
        Assert.Equal("content", ((DisplayOutput)Assert.Single(session.Outputs)).Content.Find(mimeType));
    }

    [Theory]
    [InlineData("fsharp", "F#")]
    [InlineData("pwsh", "PowerShell")]
    [InlineData("sql", "SQL")]
    [InlineData("kql", "KQL")]
    [InlineData("cobol", "'cobol'")]
    public async Task Cells_of_other_languages_say_that_they_were_not_run(string kernel, string language)
    {
        using var session = new SessionHarness();
        Assert.True((await session.Run("content", kernel)).Succeeded);
        Assert.Contains("not run", Assert.Single(session.Shown));
        Assert.Contains(language, Assert.Single(session.Shown));
    }

    [Fact]
    public async Task Metrics_are_finite_and_named()
    {
        using var session = new SessionHarness();
        Assert.Contains("'loss' is NaN", (await session.Run("Report(\"loss\", double.NaN);")).Failure!.Message);
        Assert.False((await session.Run("Report(\"\", 1);")).Succeeded);
    }

    [Fact]
    public async Task Cells_that_leave_no_names_do_not_disturb_what_others_left()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "var x = 1; Func<int> read = () => x;",
            "Console.Write(x);",
            "x = 2;",
            "Math.Abs(-1);",
            "using System.Numerics;",
            "new Complex(x, read()).Real",
            "var x = \"new\";",
            "$\"{x} {read()}\"");
        Assert.Equal(["2", "new 2"], session.Shown);
        Assert.NotNull((await session.Run("int broken = ;")).Failure);
        await session.RunAll("x.Length");
        Assert.Equal("3", session.Shown[^1]);
    }

    [Fact]
    public async Task Each_cell_adds_little_to_the_memory_of_the_session_however_many_came_before()
    {
        using var session = new SessionHarness();
        await Declare(from: 0, to: 60);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Declare(from: 60, to: 160);
        var perCell = (GC.GetTotalMemory(forceFullCollection: true) - before) / 100;

        Assert.True(perCell < 300_000, $"{perCell} bytes a cell");

        Task Declare(int from, int to) => session.RunAll([.. Enumerable.Range(from, to - from).Select(number => $"var v{number} = {number};")]);
    }

    [Theory]
    [InlineData("new System.Text.Json.Nodes.JsonObject()[\"x\"] = double.NaN; \"{\\\"a\\\": NaN}\".DisplayAs(\"application/json\");", "cannot be shown")]
    [InlineData("display(new { Loss = double.NaN }, \"application/json\");", "cannot be shown")]
    [InlineData("public class Broken { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew Broken()", "no text")]
    public async Task A_value_that_cannot_be_shown_fails_its_cell(string code, string message)
    {
        using var session = new SessionHarness();
        var result = await session.Run(code);
        Assert.Contains(message, result.Failure?.Message ?? string.Join('\n', session.Shown));
        Assert.NotNull(result.Failure);
    }
}
