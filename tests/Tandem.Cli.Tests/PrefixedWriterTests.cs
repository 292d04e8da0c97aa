namespace Tandem.Cli.Tests;

public sealed class PrefixedWriterTests
{
    [Fact]
    public void Lines_come_whole_and_prefixed_whatever_the_pieces_they_were_written_in()
    {
        using var console = new StringWriter { NewLine = "\n" };
        using (var first = new PrefixedWriter(console, "a | "))
        using (var second = new PrefixedWriter(console, "b | "))
        {
            first.Write("one ");
            second.Write("two\nthr");
            first.Write("line\n\n");
            second.Write('e');
            first.Write("open");
        }

        Assert.Equal("b | two\na | one line\na | \nb | thre\na | open\n", console.ToString());
    }

    [Fact]
    public void Writers_of_several_threads_never_share_a_line()
    {
        using var console = new StringWriter { NewLine = "\n" };
        Parallel.For(0, 8, i =>
        {
            using var writer = new PrefixedWriter(console, $"{i}:");
            for (var n = 0; n < 200; n++)
            {
                writer.Write($"{i}");
                writer.Write($"{i}\n");
            }
        });
        Assert.All(console.ToString().TrimEnd('\n').Split('\n'), line => Assert.Equal($"{line[0]}:{line[0]}{line[0]}", line));
    }
}
