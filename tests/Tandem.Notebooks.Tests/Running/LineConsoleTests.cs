namespace Tandem.Notebooks.Tests;

public sealed class LineConsoleTests
{
    [Theory]
    [InlineData(new[] { "a", "b\nc" }, "ab\nc")]
    [InlineData(new[] { "long line here\rnew\nnext\n" }, "newg line here\nnext\n")]
    [InlineData(new[] { "long line here", "\rnew", "\nnext\n" }, "long line here\nnewg line here\nnext\n")]
    [InlineData(new[] { "0 %", "\r50 %", "\r100 %", "\n" }, "0 %\n100 %\n")]
    [InlineData(new[] { "abc\b", "\bX\n" }, "abc\naXc\n")]
    [InlineData(new[] { "\e[32mgre", "en\e[0m\n" }, "\e[32mgre\e[0m\e[32men\e[0m\n")]
    [InlineData(new[] { "a \e]8;;https://exam", "ple.org\alink\e]8;;\a\r\n" }, "a link\n")]
    public void Text_goes_out_as_it_comes_and_an_overwritten_line_anew(string[] pieces, string expected)
    {
        using var console = new StringWriter { NewLine = "\n" };
        var lines = new LineConsole(console);
        foreach (var piece in pieces)
        {
            lines.Write(piece);
        }

        Assert.Equal(expected, console.ToString());
    }
}
