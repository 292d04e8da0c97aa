using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks.Tests;

public sealed class GuardedCodeTests
{
    private static readonly CSharpParseOptions _script = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script);

    [Theory]
    [InlineData("while (a) b();", 1)]
    [InlineData("while (a)\n    while (b)\n        c();\n", 2)]
    [InlineData("for (;;) { }", 1)]
    [InlineData("foreach (var (a, b) in c) if (a) d(); else e();", 1)]
    [InlineData("do a(); while (b);", 1)]
    [InlineData("again: a(); goto again;", 1)]
    [InlineData("xs.ForEach(x => { a(x); });", 1)]
    [InlineData("xs.ForEach(x => a(x));", 0)]
    [InlineData("var text = \"while (true) { }\"; // for (;;) { }", 0)]
    [InlineData("int F(int n)\n{\n    return F(n - 1);\n}", 1)]
    [InlineData("int F(int n) => F(n - 1);", 1)]
    [InlineData("void F() => F();", 1)]
    [InlineData("async Task F() => await F();", 1)]
    [InlineData("async Task<int> F() => await F();", 1)]
    [InlineData("int F() => throw new Exception($\"{F()}\");", 1)]
    [InlineData("ref int F() => ref F();", 1)]
    [InlineData("int Even(int n) => Odd(n - 1); int Odd(int n) => Even(n - 1); int Other(int n) => Even(n);", 2)]
    [InlineData("class A { int x; public int X => X; public int Y { get => Y; set => Y = value; } public int Z { get { return x; } } }", 3)]
    [InlineData("class A { void F<T>(T x) => F<T>(x); }", 1)]
    [InlineData("int Add(int a, int b) => a + b;", 0)]
    [InlineData("while (true) {", 0)]
    public void Loops_and_recursion_are_guarded_line_for_line(string code, int guards)
    {
        var guarded = GuardedCode.Of(code);
        Assert.Equal(guards, guarded.Split("CellGuard.").Length - 1);
        Assert.Equal(code.Split('\n').Length, guarded.Split('\n').Length);
        Assert.Equal(
            CSharpSyntaxTree.ParseText(code, _script, cancellationToken: TestContext.Current.CancellationToken).GetDiagnostics(TestContext.Current.CancellationToken).Count(),
            CSharpSyntaxTree.ParseText(guarded, _script, cancellationToken: TestContext.Current.CancellationToken).GetDiagnostics(TestContext.Current.CancellationToken).Count());
    }

    [Theory]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", 1)]
    [InlineData("int A(int n) { return B(n) + 1; }\nint B(int n) { return A(n) + 1; }\n\nA(0)", 1)]
    [InlineData("class Box { public int X => X; }\nnew Box().X", 1)]
    public async Task Code_that_calls_itself_for_ever_fails_and_the_session_lives_on(string code, int line)
    {
        using var session = new SessionHarness();
        var failure = (await session.Run(code)).Failure!;
        Assert.Equal("InsufficientExecutionStackException", failure.Kind);
        Assert.True(failure.Line >= line);
        Assert.InRange(failure.Details.Count, 1, 50);
        await session.RunAll("1 + 1");
        Assert.Equal(["2"], session.Shown);
    }
}
