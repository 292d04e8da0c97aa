using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

/// <summary>What people write in the cells of interactive notebooks.</summary>
public sealed class CellLanguageTests
{
    [Theory]
    [InlineData("3", "var x = 1;", "var x = \"two\";", "var x = 3.0; x")]
    [InlineData("2", "record P(int A);", "var p = new P(1);", "record P(int A, int B);", "new P(1, 2).B")]
    [InlineData("20", "int F() => 1;", "int F() => 2;", "F() * 10")]
    [InlineData("1", "int F() => 1;", "int G() => F();", "int F() => 2;", "G()")]
    [InlineData("ok", "using System.Text;", "using static System.Math;", "new StringBuilder(Max(1, 2) == 2 ? \"ok\" : \"\").ToString()")]
    [InlineData("1", "using Map = System.Collections.Generic.Dictionary<string, int>;", "new Map { [\"a\"] = 1 }[\"a\"]")]
    [InlineData("6", "static int Double(this int v) => 2 * v;", "3.Double()")]
    [InlineData("5", "class Box<T>(T value) { public T Value => value; }", "new Box<int>(5).Value")]
    [InlineData("3", "T First<T>(params T[] values) => values[0];", "First(3, 4)")]
    [InlineData("7", "int Outer() { int Inner() => 7; return Inner(); }", "Outer()")]
    [InlineData("42", "enum Kind { A = 42 }", "interface IShape { int Area { get; } }", "struct Square : IShape { public int Area => (int)Kind.A; }", "new Square().Area")]
    [InlineData("3", "var (a, b) = (1, 2);", "a + b")]
    [InlineData("9", "int x; x = 9;", "x")]
    [InlineData("abc", "await (Task.FromResult(\"abc\"))")]
    [InlineData("3", "var length = await (Task.FromResult(\"abc\")).ContinueWith(t => t.Result.Length);", "length")]
    [InlineData("abc", "var task = Task.FromResult(\"abc\");", "await task.ConfigureAwait(false)")]
    [InlineData("4", "var lengths = new List<int>(); await foreach (var i in Numbers()) { lengths.Add(i); }\nasync IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 4; }", "lengths[0]")]
    [InlineData("8", "unsafe int Size() { return sizeof(long); }", "Size()")]
    [InlineData("1", "#nullable enable\nstring? text = null;\ntext is null ? 1 : 0")]
    [InlineData("1", "var text = $\"\"\"{new[] { 1 }.Select(x => { return x; }).First()}\"\"\";\ntext")]
    [InlineData("55", "Func<int, int> fib = null; fib = n => { if (n < 2) { return n; } return fib(n - 1) + fib(n - 2); };", "fib(10)")]
    [InlineData("3", "dynamic d = 1;", "(int)(d + 2)")]
    [InlineData("2", "var o = new { A = 1, B = 2 };", "o.B")]
    [InlineData("b", "var x = 2;", "x switch { 1 => \"a\", _ => \"b\" }")]
    [InlineData("2", "event Action Changed; var count = 0; Changed += () => count++;", "Changed(); Changed();\ncount")]
    [InlineData("1", "Console.Clear();", "1")]
    [InlineData("0", "for (var i = 0; i < 3; i++)\n{\n    if (i == 1) continue;\n    int Skip(int n) => n == 0 ? 0 : Skip(n - 1);\n    Skip(i);\n}\n0")]
    public async Task Cells_say_what_they_say_in_any_interactive_notebook(string shown, params string[] cells)
    {
        using var session = new SessionHarness();
        await session.RunAll(cells);
        Assert.Equal(shown, session.Shown[^1]);
    }

    [Fact]
    public void Of_any_number_of_declarations_the_last_counts()
    {
        using var session = new SessionHarness();
        var declarations = from name in Gen.Elements("a", "b", "c") from kind in Gen.Elements("var {0} = {1};", "int {0} = {1};", "int {0}() => {1};", "var {0} = \"{1}\";", "{0} = {1};") select (name, kind);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4), Prop.ForAll(declarations.NonEmptyListOf().Select(list => list.Take(8).ToArray()).ToArbitrary(), list => Declare(session, list).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task The_variables_of_a_session_are_listed_with_type_and_latest_value()
    {
        using var session = new NotebookSession();
        foreach (var source in new[] { "var x = 1; string name = null;", "x = 5; var list = new List<int> { 1 }; void F() { }", "var x = 2.5;", "var y = 1; throw new Exception();" })
        {
            await session.RunAsync(new NotebookCell("csharp", source, 1), 1, _ => { }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["name", "list", "x", "y"], session.Variables.Select(variable => variable.Name));
        Assert.Equal([typeof(string), typeof(List<int>), typeof(double), typeof(int)], session.Variables.Select(variable => variable.Type));
        Assert.Equal([null, 2.5, 1], session.Variables.Where(variable => variable.Name != "list").Select(variable => variable.Value));
    }

    /// <summary>Declares names one after another, and compares each name's value with that of its last declaration.</summary>
    private static async Task<bool> Declare(SessionHarness session, (string Name, string Kind)[] declarations)
    {
        var last = new Dictionary<string, string>();
        for (var i = 0; i < declarations.Length; i++)
        {
            var (name, kind) = declarations[i];
            var succeeded = (await session.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, kind, name, i))).Succeeded;
            if (succeeded)
            {
                last[name] = kind.Contains("()", StringComparison.Ordinal) ? $"{name}()" : name;
                Assert.True((await session.Run(last[name])).Succeeded);
                Assert.Equal($"{i}", session.Shown[^1]);
            }
        }

        return true;
    }
}
