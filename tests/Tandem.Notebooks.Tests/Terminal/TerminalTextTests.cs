using System.Text;

namespace Tandem.Notebooks.Tests;

public sealed class TerminalTextTests
{
    /// <summary>What a terminal shows, as xterm and VTE do; the last one ends without a line end.</summary>
    [Theory]
    [InlineData("a\nb", "a\nb")]
    [InlineData("\rprogress 0 %\rprogress 20 %\rprogress 100 %\n", "progress 100 %\n")]
    [InlineData("long line here\rnew\nnext\n", "newg line here\nnext\n")]
    [InlineData("abc\b\bX\n", "aXc\n")]
    [InlineData("abc\b\b\b\b\bX", "Xbc")]
    [InlineData("windows\r\nline ends\r\r\n", "windows\nline ends\n")]
    [InlineData("bell\a rings", "bell rings")]
    [InlineData("100 %\r50 %\e[K\n", "50 %\n")]
    [InlineData("abcdef\e[3D\e[1Kx", "   xef")]
    [InlineData("abcdef\e[2Kx", "      x")]
    [InlineData("abc\e[1GX\e[2CY", "XbcY")]
    [InlineData("first\nsecond\e[A\rFIRST\e[B\rSECOND", "FIRST\nSECOND")]
    [InlineData("a\nb\nc\e[2A\e[J", "a")]
    [InlineData("gone\n\e[2J\e[Hnew", "new")]
    [InlineData("e\u0301\b\u00e8", "\u00e8")]
    [InlineData("😀x\r😎", "😎x")]
    [InlineData("title \e]0;window\atext", "title text")]
    [InlineData("\e(B\e7\e=shown\e8", "shown")]
    [InlineData("cut off \e[3", "cut off ")]
    [InlineData("\e[32mgreen\e[0m \e]8;;https://example.org\alink\e]8;;\a", "green link")]
    public void Plain_text_is_what_a_terminal_shows_in_the_end(string text, string expected)
    {
        // Blank lines at the end of what was erased show nothing.
        Assert.Equal(expected, TerminalText.Plain(text).TrimEnd('\n') + (expected.EndsWith('\n') ? "\n" : ""));
        Assert.Equal(TerminalText.Plain(text), TerminalText.Plain(TerminalText.Settled(text)));
    }

    [Theory]
    [InlineData("\e[32mgreen\e[0m", "\e[32mgreen\e[0m")]
    [InlineData("50 %\r\e[1;38;5;208mdone\e[0m!\r\n", "\e[1;38;5;208mdone\e[0m!\n")]
    [InlineData("x\r\e[31;44mred\e[39m on blue\e[m", "\e[31;44mred\e[0m\e[44m on blue\e[0m")]
    [InlineData("x\b\e[1mbold\e[22m not", "\e[1mbold\e[0m not")]
    [InlineData("see \e]8;;https://example.org\athis\e]8;;\a page", "see \e]8;;https://example.org\e\\this\e]8;;\e\\ page")]
    public void Settled_text_keeps_colours_and_links(string text, string expected) => Assert.Equal(expected, TerminalText.Settled(text));

    [Fact]
    public void Jupyter_gets_colours_and_no_links() =>
        Assert.Equal("\e[32mgreen\e[0m link", TerminalText.WithoutLinks("\e[32mgreen\e[0m \e]8;;https://example.org\alink\e]8;;\a"));

    [Fact]
    public void It_makes_no_difference_in_which_pieces_a_text_comes()
    {
        const string text = "one\rtwo\e[31m red\e]8;;http://a.b\e\\ link\e]8;;\e\\\n\e[1Aup\b\b😀\e[K";
        for (var cut = 0; cut <= text.Length; cut++)
        {
            // Half of a surrogate pair is shown as it comes.
            if (cut > 0 && cut < text.Length && char.IsLowSurrogate(text[cut]))
            {
                continue;
            }

            var screen = new TerminalScreen(100);
            screen.Write(text[..cut]);
            screen.Write(text[cut..]);
            Assert.Equal(TerminalText.LinesOf(text).SelectMany(line => line), screen.Lines.SelectMany(line => line));
        }
    }

    [Fact]
    public void Lines_that_left_the_screen_change_no_more()
    {
        var screen = new TerminalScreen(height: 2);
        screen.Write("a\nb\nc\e[5AX");
        Assert.Equal(["a", "bX", "c"], screen.Lines.Select(line => string.Concat(line.Select(run => run.Text))));
    }

    [Theory]
    [InlineData("\e[")]
    [InlineData("\e]8;;")]
    [InlineData("\r")]
    [InlineData("\b")]
    [InlineData("\e[1m\e]8;;http://a")]
    [InlineData("x\e[999999999C")]
    [InlineData("\e[999999999;999999999H")]
    [InlineData("\e[1mX\e[0mY")]
    public void Repeated_controls_cost_no_more_than_their_length(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = TerminalText.Settled(text).Length + TerminalText.Plain(text).Length;
        Assert.True(length <= 500L * text.Length, $"{length} characters of {text.Length}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000 + (4096L * text.Length));
    }

    [Fact]
    public void Damaged_terminal_text_is_shown_and_settles_once_and_for_all()
    {
        byte[][] good =
        [
            .. new[] { "50 %\r\e[1;38;5;208m100 %\e[0m\e[K\n\e[2Aup\e[3;4H\b\b\e[J", "\e]8;id=1;https://example.org\e\\link\e]8;;\e\\ \e]0;title\a\e(B\e[?25l", "a\r\nb\tc\u0301\e[1K\e[2D\e[12G" }
                .Select(Encoding.UTF8.GetBytes),
        ];
        DamagedInputs.AreReadOrRefused(
            good,
            20_000,
            seed: 13,
            bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                var settled = TerminalText.Settled(text);
                Assert.Equal(settled, TerminalText.Settled(settled));
                Assert.Equal(TerminalText.Plain(text), TerminalText.Plain(settled));
                Assert.False(TerminalText.HasEffects(TerminalText.Plain(text)));
            },
            _ => false);
    }
}
