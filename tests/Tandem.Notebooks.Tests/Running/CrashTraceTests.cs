using System.Text;

namespace Tandem.Notebooks.Tests;

public sealed class CrashTraceTests
{
    private static (string Ordinary, string Account) Part(string text, int pieceLength)
    {
        var ordinary = new StringBuilder();
        var trace = new CrashTrace(part => ordinary.Append(part));
        for (var start = 0; start < text.Length; start += pieceLength)
        {
            trace.Add(text[start..Math.Min(text.Length, start + pieceLength)]);
        }

        return (ordinary.ToString(), trace.Account);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void The_runtimes_account_is_kept_apart_in_whatever_pieces_it_comes(int pieceLength)
    {
        var (ordinary, account) = Part("Stack of plates\nno end\nStack overflow.\n   at F\nmore\n", pieceLength);
        Assert.Equal("Stack of plates\nno end\n", ordinary);
        Assert.Equal("Stack overflow.\n   at F\nmore\n", account);
    }

    [Fact]
    public void A_line_left_open_is_handed_on_at_once()
    {
        var (ordinary, account) = Part("progress: 1", 100);
        Assert.Equal(("progress: 1", ""), (ordinary, account));
    }

    [Fact]
    public void Text_that_was_only_like_a_crash_is_released()
    {
        var ordinary = new StringBuilder();
        var trace = new CrashTrace(part => ordinary.Append(part));
        trace.Add("Out of memory. Or so it says.\nStack");
        trace.Release();
        Assert.Equal("Out of memory. Or so it says.\nStack", ordinary.ToString());
    }
}
