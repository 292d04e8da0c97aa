using System.Collections.Concurrent;

namespace Tandem.Notebooks.Tests;

public sealed class RouterSocketTests
{
    private readonly ConcurrentQueue<string> _log = new();

    private RouterSocket Bind(ZmqOptions? options = null) => RouterSocket.Bind(ZmqTest.AnyPort, _log.Enqueue, options);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Peers_of_either_minor_version_are_told_apart_by_identities_given_to_them(byte minorVersion)
    {
        await using var router = Bind();
        using var first = ZmtpTestClient.Join(router.Endpoint, "DEALER", minorVersion: minorVersion);
        using var second = ZmtpTestClient.Join(router.Endpoint, "REQ", minorVersion: minorVersion);
        first.Send("from", "", "first");
        var one = await router.ReceiveTextAsync();
        second.Send("", "from second");
        var two = await router.ReceiveTextAsync();
        Assert.Equal(["from", "", "first"], one[1..]);
        Assert.Equal(["", "from second"], two[1..]);
        router.Send(ZmqTest.Message(two[0], "", "to second"));
        router.Send(ZmqTest.Message(one[0], "to", "", "first"));
        Assert.Equal(["to", "", "first"], first.Receive());
        Assert.Equal(["", "to second"], second.Receive());
        Assert.Empty(_log);
    }

    [Fact]
    public async Task The_identity_of_a_trusted_peer_is_not_taken_while_it_is_connected()
    {
        await using var router = Bind(new ZmqOptions { IdentityTime = TimeSpan.FromMilliseconds(50) });
        using var former = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        using (var thief = ZmtpTestClient.Connect(router.Endpoint))
        {
            thief.Write(Ready("DEALER", "client"));
            Assert.True(thief.IsClosedByPeer());
        }

        await _log.WaitForAsync("its identity is that of another peer");
        router.Send(ZmqTest.Message("client", "for the former"));
        Assert.Equal(["for the former"], former.Receive());
    }

    [Fact]
    public async Task A_peer_that_reconnects_gets_its_identity_back_when_its_former_connection_has_ended()
    {
        await using var router = Bind(new ZmqOptions { IdentityTime = TimeSpan.FromSeconds(20) });
        var former = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        former.Send("one");
        Assert.Equal(["client", "one"], await router.ReceiveTextAsync());
        using var latter = ZmtpTestClient.Connect(router.Endpoint);
        latter.Write([.. Ready("DEALER", "client"), .. ZmtpTestClient.Message("two")]);
        former.Dispose();
        Assert.Equal(["client", "two"], await router.ReceiveTextAsync());
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_closed_socket_does_not_wait_for_identities()
    {
        var router = Bind(new ZmqOptions { IdentityTime = TimeSpan.FromHours(1) });
        using var former = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        using var latter = ZmtpTestClient.Connect(router.Endpoint);
        latter.Write(Ready("DEALER", "client"));
        await router.DisposeAsync();
        Assert.True(latter.IsClosedByPeer());
    }

    [Fact]
    public async Task A_peer_under_the_identity_of_a_stranger_takes_its_place()
    {
        await using var router = Bind(new ZmqOptions { Strangers = new StrangerLimits() });
        using var former = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        former.Send("one");
        Assert.Equal(["client", "one"], await router.ReceiveTextAsync());
        using var latter = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        latter.Send("two");
        Assert.Equal(["client", "two"], await router.ReceiveTextAsync());
        Assert.True(former.IsClosedByPeer());
        await _log.WaitForAsync("another peer took its identity");
        router.Send(ZmqTest.Message("client", "reply"));
        Assert.Equal(["reply"], latter.Receive());
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_context_even_between_the_frames_of_a_message()
    {
        await using var router = Bind();
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        client.Write([.. ZmtpTestClient.Message("a", "b")[..3], .. ZmtpTestClient.Command("PING", 0, 0, 7, 8, 9), .. ZmtpTestClient.Message("b")]);
        var (flags, body) = client.ReadFrame();
        Assert.Equal(4, flags);
        Assert.Equal([4, (byte)'P', (byte)'O', (byte)'N', (byte)'G', 7, 8, 9], body);
        Assert.Equal(["a", "b"], (await router.ReceiveTextAsync())[1..]);
    }

    [Fact]
    public async Task A_peer_that_is_silent_for_longer_than_its_ping_allows_is_dropped()
    {
        await using var router = Bind();
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        client.Write(ZmtpTestClient.Command("PING", 0, 1));
        Assert.True(client.IsClosedByPeer());
        await _log.WaitForAsync("nothing came within the time that it set itself");
    }

    public static TheoryData<string, byte[], string> Faults => new()
    {
        { "HTTP", "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), "does not speak ZeroMQ" },
        { "zeros", new byte[100], "does not speak ZeroMQ" },
        { "an old version", [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 0], "speaks version 1" },
        { "another mechanism", ZmtpTestClient.Greeting(mechanism: "CURVE"), "security mechanism \"CURVE\"" },
        { "a message first", [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Message("early")], "before it was ready" },
        { "another command", [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("HELLO")], "another command than READY" },
        { "an error", [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("ERROR", 2, (byte)'n', (byte)'o')], "refuses: \"no\"" },
        { "no kind", [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY")], "it is a \"\" socket" },
        { "the wrong kind", Ready("PUB\n"), "it is a \"PUB?\" socket; ROUTER expects DEALER or REQ or ROUTER" },
        { "cut properties", [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY", 200, 65)], "READY end too early" },
        { "a reserved identity", Ready([.. ZmtpTestClient.Property("socket-type", "REQ"), .. ZmtpTestClient.Property("IDENTITY", "\0a")]), "begins with the octet 0" },
        { "wrong flags", [.. Ready("DEALER"), 0xf0, 0], "flags 0xf0" },
        { "a huge frame", [.. Ready("DEALER"), 2, 0, 0, 1, 0, 0, 0, 0, 0], "1,099,511,627,776 bytes is announced" },
        { "a cut PING", [.. Ready("DEALER"), .. ZmtpTestClient.Command("PING", 1)], "PING lacks" },
    };

    private static byte[] Ready(string socketType) => Ready(ZmtpTestClient.Property("Socket-Type", socketType));

    private static byte[] Ready(string socketType, string identity) =>
        Ready([.. ZmtpTestClient.Property("Socket-Type", socketType), .. ZmtpTestClient.Property("Identity", identity)]);

    private static byte[] Ready(byte[] properties) => [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY", properties)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_peer_that_breaks_the_protocol_is_dropped_with_a_reason_and_others_are_served(string fault, byte[] octets, string reason)
    {
        await using var router = Bind();
        using var good = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        using (var bad = ZmtpTestClient.Connect(router.Endpoint))
        {
            bad.Write(octets);
            Assert.True(bad.IsClosedByPeer(), fault);
        }

        await _log.WaitForAsync(reason);
        good.Send("still", "here");
        Assert.Equal(["still", "here"], (await router.ReceiveTextAsync())[1..]);
    }

    [Fact]
    public async Task A_peer_that_does_not_greet_in_time_is_dropped()
    {
        await using var router = Bind(new ZmqOptions { HandshakeTime = TimeSpan.FromMilliseconds(50) });
        using var silent = ZmtpTestClient.Connect(router.Endpoint);
        silent.Write(ZmtpTestClient.Greeting()[..40]);
        Assert.True(silent.IsClosedByPeer());
        await _log.WaitForAsync("did not greet in time");
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_whether_of_a_large_frame_or_of_countless_empty_ones()
    {
        await using var router = Bind(new ZmqOptions { MessageBytes = 10_000 });
        using var large = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        large.Write(2, 0, 0, 0, 0, 0, 0, 0x27, 0x11);
        Assert.True(large.IsClosedByPeer());
        await _log.WaitForAsync("a frame of 10,001 bytes is announced where 10,000 bytes are the limit");
        using var countless = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        countless.Send([.. Enumerable.Repeat("", 1000)]);
        Assert.True(countless.IsClosedByPeer());
        await _log.WaitForAsync("exceeds the 10,000 bytes");
    }

    [Fact]
    public async Task A_peer_that_vanishes_in_the_middle_of_a_message_leaves_nothing_behind()
    {
        await using var router = Bind();
        using (var vanishing = ZmtpTestClient.Join(router.Endpoint, "DEALER", "gone"))
        {
            vanishing.Write([.. ZmtpTestClient.Message("whole"), .. ZmtpTestClient.Message("first", "second")[..9]]);
            Assert.Equal(["gone", "whole"], await router.ReceiveTextAsync());
        }

        await _log.WaitForAsync("hung up in the middle of a message");
        router.Send(ZmqTest.Message("gone", "dropped"));
        using var good = ZmtpTestClient.Join(router.Endpoint, "DEALER", "gone");
        good.Send("back");
        Assert.Equal(["gone", "back"], await router.ReceiveTextAsync());
    }

    [Fact]
    public async Task More_connections_than_the_limit_are_turned_away_until_one_ends()
    {
        await using var router = Bind(new ZmqOptions { Connections = 1 });
        using (var first = ZmtpTestClient.Join(router.Endpoint, "DEALER"))
        using (var second = ZmtpTestClient.Connect(router.Endpoint))
        {
            Assert.True(second.IsClosedByPeer());
            await _log.WaitForAsync("which is the limit");
            first.Send("one");
            Assert.Equal("one", (await router.ReceiveTextAsync())[1]);
        }
    }

    [Fact]
    public async Task A_stranger_may_send_little_until_somebody_vouches_for_it()
    {
        await using var router = Bind(new ZmqOptions { Strangers = new StrangerLimits { MessageBytes = 1000 } });
        using var stranger = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        using var friend = ZmtpTestClient.Join(router.Endpoint, "DEALER", "friend");
        var large = new string('x', 200);
        friend.Send("hello");
        router.Trust((await router.ReceiveAsync(TestContext.Current.CancellationToken)).Frames[0]);

        friend.Send([.. Enumerable.Repeat(large, 10)]);
        Assert.Equal(11, (await router.ReceiveTextAsync()).Length);
        stranger.Send([.. Enumerable.Repeat(large, 10)]);
        Assert.True(stranger.IsClosedByPeer());
        await _log.WaitForAsync("the 1,000 bytes that are the limit");
    }

    [Fact]
    public async Task A_message_that_a_stranger_begins_and_does_not_end_costs_its_connection()
    {
        await using var router = Bind(new ZmqOptions { Strangers = new StrangerLimits { MessageTime = TimeSpan.FromMilliseconds(50) } });
        using var slow = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        using var idle = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        slow.Write([.. ZmtpTestClient.Message("first", "second")[..7], .. ZmtpTestClient.Command("PING", 0, 0)]);
        Assert.True(slow.IsClosedByPeer());
        await _log.WaitForAsync("did not end in time");
        idle.Send("still", "here");
        Assert.Equal(["still", "here"], (await router.ReceiveTextAsync())[1..]);
    }

    [Fact]
    public async Task Strangers_make_room_for_newer_ones_those_that_said_nothing_first_and_friends_never()
    {
        await using var router = Bind(new ZmqOptions { Connections = 4, Strangers = new StrangerLimits { Connections = 3 } });
        using var friend = ZmtpTestClient.Join(router.Endpoint, "DEALER", "friend");
        friend.Send("hello");
        router.Trust((await router.ReceiveAsync(TestContext.Current.CancellationToken)).Frames[0]);
        using var talker = ZmtpTestClient.Join(router.Endpoint, "DEALER", "talker");
        talker.Send("hello");
        Assert.Equal(["talker", "hello"], await router.ReceiveTextAsync());
        var silent = Enumerable.Range(0, 20).Select(number => number % 2 == 0 ? ZmtpTestClient.Connect(router.Endpoint) : ZmtpTestClient.Join(router.Endpoint, "DEALER")).ToArray();
        using var last = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        last.Send("me too");
        Assert.Equal("me too", (await router.ReceiveTextAsync())[1]);
        talker.Send("still here");
        Assert.Equal(["talker", "still here"], await router.ReceiveTextAsync());
        friend.Send("still here");
        Assert.Equal(["friend", "still here"], await router.ReceiveTextAsync());
        Array.ForEach(silent, client => client.Dispose());
    }

    [Fact]
    public async Task Messages_that_nobody_receives_make_the_peer_wait_and_none_is_lost()
    {
        await using var router = Bind(new ZmqOptions { ReceiveQueue = 2 });
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        for (var i = 0; i < 20; i++)
        {
            client.Send($"{i}");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"{i}", (await router.ReceiveTextAsync())[1]);
        }
    }

    [Fact]
    public async Task Receiving_can_be_cancelled_and_goes_on_afterwards()
    {
        await using var router = Bind();
        using var cancelled = new CancellationTokenSource();
        var waiting = router.ReceiveAsync(cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.ThrowsAny<OperationCanceledException>(() => router.Receive(cancelled.Token));
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        client.Send("later");
        Assert.Equal("later", (await router.ReceiveTextAsync())[1]);
    }

    [Fact]
    public async Task A_closed_socket_tells_all_who_wait_for_it_and_all_who_come_later()
    {
        var router = Bind();
        var waiting = Enumerable.Range(0, 3).Select(_ => router.ReceiveAsync(TestContext.Current.CancellationToken).AsTask()).ToList();
        await router.DisposeAsync();
        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => one);
        }

        Assert.Throws<ObjectDisposedException>(() => router.Receive(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => router.Send(ZmqTest.Message("peer", "late")));
        await router.DisposeAsync();
    }

    [Fact]
    public async Task What_is_queued_when_the_socket_closes_still_arrives_and_then_the_connection_ends()
    {
        var router = Bind(new ZmqOptions { Linger = TimeSpan.FromSeconds(20) });
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER", "client");
        client.Send("shutdown_request");
        await router.ReceiveTextAsync();
        for (var i = 0; i < 1000; i++)
        {
            router.Send(ZmqTest.Message("client", $"{i}"));
        }

        var closing = router.DisposeAsync().AsTask();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal([$"{i}"], client.Receive());
        }

        Assert.True(client.IsClosedByPeer());
        client.Dispose();
        await closing;
    }

    [Fact]
    public async Task Closing_does_not_wait_for_ever_for_a_peer_that_neither_reads_nor_hangs_up()
    {
        var router = Bind(new ZmqOptions { Linger = TimeSpan.FromMilliseconds(50) });
        using var idle = ZmtpTestClient.Join(router.Endpoint, "DEALER", "idle");
        using var stranger = ZmtpTestClient.Connect(router.Endpoint);
        idle.Send("hello");
        await router.ReceiveTextAsync();
        router.Send(ZmqTest.Message("idle", new string('x', 30_000_000)));
        await router.DisposeAsync();
        Assert.True(stranger.IsClosedByPeer());
    }

    [Fact]
    public async Task Messages_are_served_while_the_thread_pool_is_blocked()
    {
        await using var router = Bind();
        using var release = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 100).Select(_ => Task.Run(release.Wait, TestContext.Current.CancellationToken)).ToList();
        var echo = new Thread(() => router.Send(router.Receive())) { IsBackground = true };
        echo.Start();
        using var client = ZmtpTestClient.Join(router.Endpoint, "DEALER");
        client.Send("interrupt");
        var reply = client.Receive();
        var wereBlocked = blocked.TrueForAll(task => !task.IsCompleted);
        release.Set();
        await Task.WhenAll(blocked);
        Assert.Equal(["interrupt"], reply);
        Assert.True(wereBlocked);
    }

    [Fact]
    public async Task A_message_without_identity_or_frames_is_a_mistake_of_the_sender()
    {
        await using var router = Bind();
        Assert.Throws<ArgumentException>(() => new ZmqMessage());
        Assert.Throws<ArgumentException>(() => router.Send(ZmqTest.Message("only the identity")));
    }

    [Fact]
    public async Task Random_octets_never_end_the_socket()
    {
        await using var router = Bind();
        var random = new Random(42);
        var ready = Ready("DEALER");
        for (var i = 0; i < 200; i++)
        {
            using var client = ZmtpTestClient.Connect(router.Endpoint);
            var octets = new byte[random.Next(1, 300)];
            random.NextBytes(octets);
            // As often garbage from the start as a good beginning with garbage somewhere in or after it.
            client.Write(i % 2 == 0 ? octets : [.. ready[..random.Next(ready.Length + 1)], .. octets]);
        }

        // Some of the garbage was a message; the good one comes after all of it.
        using var good = ZmtpTestClient.Join(router.Endpoint, "DEALER", "good");
        good.Send("alive");
        string[] message;
        do
        {
            message = await router.ReceiveTextAsync();
        }
        while (message[0] != "good");
        Assert.Equal("alive", message[1]);
    }
}
