namespace Tandem.Notebooks.Tests;

public sealed class OutputLimitTests
{
    private static readonly SessionOptions _small = new() { File = "test.dib", OutputLimit = 1000 };

    [Theory]
    [InlineData("var i = 0;\nwhile (true) { Console.WriteLine($\"line {i++}\"); }")]
    [InlineData("var i = 0;\nwhile (true) { try { Console.WriteLine($\"line {i++}\"); } catch (Exception) { } }")]
    [InlineData("var i = 0;\nParallel.For(0, 1_000_000, _ => Console.Write(\"line 0\"));")]
    [InlineData("var i = 0;\nConsole.Write(new string('x', 5_000_000));")]
    [InlineData("var i = 0;\nwhile (true) { display($\"line {i++}\"); }")]
    [InlineData("var i = 0;\nstring.Concat(Enumerable.Repeat(\"line 0\", 1000))")]
    public async Task A_cell_that_floods_the_output_is_stopped_with_what_was_shown_until_then(string flood)
    {
        using var session = new SessionHarness(_small);
        var result = await session.Run(flood);
        Assert.Equal("OutputLimit", result.Failure!.Kind);
        Assert.False(result.WasInterrupted);
        Assert.False(result.StillRuns);
        Assert.Contains("more than 1,000 bytes", result.Failure.Message);
        Assert.InRange(session.Console.Length, 0, 1000);
        Assert.IsType<ErrorOutput>(session.Outputs[^1]);
        await session.RunAll("i >= 0");
        Assert.Equal("true", session.Shown[^1]);
    }

    [Fact]
    public async Task The_limit_is_counted_anew_for_each_cell()
    {
        using var session = new SessionHarness(_small);
        await session.RunAll("Console.Write(new string('x', 900));", "Console.Write(new string('x', 900));");
        Assert.Equal(1800, session.Console.Length);
    }
}
