using System.Collections.Concurrent;
using System.Text;

namespace Tandem.Notebooks.Tests;

/// <summary>What the tests of sockets share: an address, a log, messages as text.</summary>
internal static class ZmqTest
{
    public const string AnyPort = "tcp://127.0.0.1:*";

    public static ZmqMessage Message(params string[] frames) => new([.. frames.Select(frame => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(frame))]);

    public static string[] Text(ZmqMessage message) => [.. message.Frames.Select(frame => Encoding.Latin1.GetString(frame.Span))];

    public static async Task<string[]> ReceiveTextAsync(this RouterSocket router)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        return Text(await router.ReceiveAsync(patience.Token));
    }

    /// <summary>Sends every message back where it came from, until the socket is closed.</summary>
    public static async Task EchoAsync(this RouterSocket router)
    {
        try
        {
            while (true)
            {
                router.Send(await router.ReceiveAsync(TestContext.Current.CancellationToken));
            }
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>Waits until the socket has logged a line with this text, and gives the line.</summary>
    public static async Task<string> WaitForAsync(this ConcurrentQueue<string> log, string text)
    {
        for (var waited = 0; waited < 20_000; waited += 10)
        {
            if (log.FirstOrDefault(line => line.Contains(text)) is { } line)
            {
                return line;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"\"{text}\" is not in the log:\n{string.Join('\n', log)}");
    }
}
