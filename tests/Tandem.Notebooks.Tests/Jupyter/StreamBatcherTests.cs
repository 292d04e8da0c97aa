using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

public sealed class StreamBatcherTests
{
    [Fact]
    public void Whatever_is_written_comes_whole_and_in_order()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<(NonNull<string> Text, bool IsError)[]>(written =>
        {
            var sent = new List<StreamOutput>();
            using (var batcher = new StreamBatcher(sent.Add))
            {
                foreach (var (text, isError) in written)
                {
                    batcher.Write(new StreamOutput(text.Get, isError));
                }
            }

            return Pieces(sent.Select(output => (output.Text, output.IsError))) == Pieces(written.Select(output => (output.Text.Get, output.IsError)));
        }));

        static string Pieces(IEnumerable<(string Text, bool IsError)> outputs) =>
            string.Concat(outputs.SelectMany(output => output.Text.Select(character => $"{character}{(output.IsError ? '!' : '.')}")));
    }

    [Fact]
    public void A_character_of_two_halves_is_not_torn_apart()
    {
        var sent = new List<StreamOutput>();
        using var batcher = new StreamBatcher(sent.Add);
        batcher.Write(new StreamOutput("a\ud83d", false));
        batcher.Flush();
        batcher.Write(new StreamOutput("\ude00", false));
        batcher.Flush();
        Assert.Equal(["a", "\ud83d\ude00"], sent.Select(output => output.Text));
    }

    [Fact]
    public async Task What_is_written_comes_by_itself_after_a_moment()
    {
        var sent = new TaskCompletionSource<StreamOutput>();
        using var batcher = new StreamBatcher(sent.SetResult);
        batcher.Write(new StreamOutput("live", true));
        Assert.Equal(new StreamOutput("live", true), await sent.Task.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_flood_is_cut_into_pieces()
    {
        var sent = new List<StreamOutput>();
        using var batcher = new StreamBatcher(sent.Add);
        for (var i = 0; i < 1000; i++)
        {
            batcher.Write(new StreamOutput(new string('x', 1000), false));
        }

        batcher.Flush();
        Assert.Equal(1_000_000, sent.Sum(output => output.Text.Length));
        Assert.All(sent, output => Assert.InRange(output.Text.Length, 1, 70_000));
    }
}
