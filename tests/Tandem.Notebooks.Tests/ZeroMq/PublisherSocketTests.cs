using System.Collections.Concurrent;
using System.Globalization;

namespace Tandem.Notebooks.Tests;

public sealed class PublisherSocketTests
{
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<string> _subscribed = new();

    private PublisherSocket Bind(ZmqOptions? options = null)
    {
        var publisher = PublisherSocket.Bind(ZmqTest.AnyPort, _log.Enqueue, options);
        publisher.Subscribed += prefix => _subscribed.Enqueue($"<{System.Text.Encoding.Latin1.GetString(prefix.Span)}>");
        return publisher;
    }

    private static byte[] Subscribe(string prefix) => ZmtpTestClient.Command("SUBSCRIBE", System.Text.Encoding.Latin1.GetBytes(prefix));

    private static byte[] Cancel(string prefix) => ZmtpTestClient.Command("CANCEL", System.Text.Encoding.Latin1.GetBytes(prefix));

    private static void Publish(PublisherSocket publisher, params string[] topics)
    {
        foreach (var topic in topics)
        {
            publisher.Send(ZmqTest.Message(topic, "body"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Subscriptions_are_prefixes_whether_they_come_as_messages_or_as_commands(byte minorVersion)
    {
        await using var publisher = Bind();
        using var client = ZmtpTestClient.Join(publisher.Endpoint, "SUB", minorVersion: minorVersion);
        Change(subscribes: true, "kernel.");
        Change(subscribes: true, "stream");
        Change(subscribes: true, "stream");
        Change(subscribes: false, "kernel.");
        Change(subscribes: false, "stream");
        Change(subscribes: false, "never subscribed");
        Change(subscribes: true, "end");
        await _subscribed.WaitForAsync("<end>");
        Publish(publisher, "kernel.1", "stre", "stream.2", "", "end");
        Assert.Equal(["stream.2", "body"], client.Receive());
        Assert.Equal(["end", "body"], client.Receive());
        Assert.Empty(_log);

        void Change(bool subscribes, string prefix)
        {
            if (minorVersion == 0)
            {
                client.Send((subscribes ? "\u0001" : "\0") + prefix);
            }
            else
            {
                client.Write(subscribes ? Subscribe(prefix) : Cancel(prefix));
            }
        }
    }

    [Fact]
    public async Task The_empty_prefix_takes_everything_and_without_subscription_nothing_comes()
    {
        await using var publisher = Bind();
        using var everything = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        using var nothing = ZmtpTestClient.Join(publisher.Endpoint, "XSUB");
        everything.Write(Subscribe(""));
        await _subscribed.WaitForAsync("<>");
        Publish(publisher, "", "any");
        nothing.Write(Subscribe("last"));
        await _subscribed.WaitForAsync("<last>");
        Publish(publisher, "last");
        Assert.Equal(["", "any", "last"], Enumerable.Range(0, 3).Select(_ => everything.Receive()[0]));
        Assert.Equal("last", nothing.Receive()[0]);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_misses_the_oldest_messages_and_holds_nobody_up()
    {
        await using var publisher = Bind(new ZmqOptions { QueueBytes = 1 << 20 });
        using var slow = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        using var quick = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        slow.Write(Subscribe(""));
        quick.Write(Subscribe("quick"));
        await _subscribed.WaitForAsync("<>");
        await _subscribed.WaitForAsync("<quick>");
        for (var i = 0; i < 2000; i++)
        {
            publisher.Send(ZmqTest.Message($"{i}", new string('x', 10_000)));
        }

        Publish(publisher, "quick");
        Assert.Equal("quick", quick.Receive()[0]);
        await _log.WaitForAsync("reads too slowly: its oldest messages are dropped");
        var received = new List<string>();
        do
        {
            received.Add(slow.Receive()[0]);
        }
        while (received[^1] != "quick");
        // It may catch up for a moment between two bursts; the counts add up.
        while (_log.Sum(Missed) < 2001 - received.Count)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2001 - received.Count, _log.Sum(Missed));
        var numbers = received[..^1].ConvertAll(int.Parse);
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal([.. Enumerable.Range(1950, 50)], numbers[^50..]);

        static int Missed(string line) =>
            line.Split("it missed ") is [_, var rest] ? int.Parse(rest.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0;
    }

    [Fact]
    public async Task A_message_larger_than_the_queue_is_sent_all_the_same()
    {
        await using var publisher = Bind(new ZmqOptions { QueueBytes = 1000 });
        using var client = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        client.Write(Subscribe(""));
        await _subscribed.WaitForAsync("<>");
        publisher.Send(ZmqTest.Message("large", new string('x', 300_000)));
        Assert.Equal(300_000, client.Receive()[1].Length);
    }

    [Theory]
    [InlineData("no subscription", "it sent a message that is no subscription")]
    [InlineData("", "it sent a message that is no subscription")]
    public async Task A_message_to_a_publisher_ends_the_connection(string message, string reason)
    {
        await using var publisher = Bind();
        using var client = ZmtpTestClient.Join(publisher.Endpoint, "XSUB");
        client.Send(message);
        Assert.True(client.IsClosedByPeer());
        await _log.WaitForAsync(reason);
    }

    [Fact]
    public async Task Endless_subscriptions_end_the_connection_and_the_socket_lives_on()
    {
        await using var publisher = Bind();
        using var greedy = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        greedy.Write([.. Enumerable.Repeat(Subscribe("again"), 10_001).SelectMany(octets => octets)]);
        Assert.True(greedy.IsClosedByPeer());
        await _log.WaitForAsync("subscribes to more than 1,000 prefixes");
        using var good = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        good.Write(Subscribe("good"));
        await _subscribed.WaitForAsync("<good>");
        Publish(publisher, "good");
        Assert.Equal("good", good.Receive()[0]);
    }

    [Fact]
    public async Task Subscribers_keep_their_place_when_strangers_come_and_the_silent_make_room()
    {
        await using var publisher = Bind(new ZmqOptions { Strangers = new StrangerLimits { Connections = 2, KeepSpeakers = true } });
        using var first = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        first.Write(Subscribe("all"));
        await _subscribed.WaitForAsync("<all>");
        using var silent = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        using var second = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        Assert.True(silent.IsClosedByPeer());
        second.Write(Subscribe("a"));
        await _subscribed.WaitForAsync("<a>");
        using var third = ZmtpTestClient.Connect(publisher.Endpoint);
        Assert.True(third.IsClosedByPeer());
        await _log.WaitForAsync("which is the limit");
        Publish(publisher, "all");
        Assert.Equal("all", first.Receive()[0]);
        Assert.Equal("all", second.Receive()[0]);
    }

    [Fact]
    public async Task Many_threads_may_publish_at_once_and_no_message_is_torn()
    {
        await using var publisher = Bind();
        using var client = ZmtpTestClient.Join(publisher.Endpoint, "SUB");
        client.Write(Subscribe(""));
        await _subscribed.WaitForAsync("<>");
        Parallel.For(0, 2000, i => publisher.Send(ZmqTest.Message($"{i}", new string((char)('a' + i % 26), i))));
        var received = Enumerable.Range(0, 2000).Select(_ => client.Receive()).ToDictionary(frames => int.Parse(frames[0]), frames => frames[1]);
        Assert.All(received, pair => Assert.Equal(new string((char)('a' + pair.Key % 26), pair.Key), pair.Value));
    }

    [Fact]
    public async Task A_closed_publisher_refuses_to_send()
    {
        var publisher = Bind();
        await publisher.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => Publish(publisher, "late"));
    }
}
