using System.Collections.Concurrent;

namespace Tandem.Notebooks.Tests;

/// <summary>Our sockets against those of libzmq.</summary>
public sealed class LibzmqTests : IDisposable
{
    private readonly ConcurrentQueue<string> _log = new();

    public LibzmqTests() => PythonZmq.Need();

    /// <summary>A peer that ends with messages unread resets its connection, which is no fault; one that our socket closed has been misunderstood.</summary>
    public void Dispose() => Assert.DoesNotContain(_log, line => line.Contains("closed the connection"));

    private void Note(string line) => _log.Enqueue(line);

    [Fact]
    public async Task A_dealer_and_a_req_get_their_messages_back_unchanged_whatever_the_size_of_the_frames()
    {
        await using var router = RouterSocket.Bind(ZmqTest.AnyPort, Note);
        var echo = router.EchoAsync();
        var output = await PythonZmq.RunAsync("""
            dealer = socket(zmq.DEALER)
            for sizes in [[0], [1, 0, 2], [255], [256], [65535, 65536, 65537], [5_000_000, 0, 3]]:
                message = [bytes(i % 251 for i in range(size)) for size in sizes]
                dealer.send_multipart(message)
                assert dealer.recv_multipart() == message, sizes
            req = socket(zmq.REQ)
            for i in range(3):
                req.send(b"ping %d" % i)
                assert req.recv() == b"ping %d" % i
            print("same")
            """, router.Endpoint);
        Assert.Equal("same", output);
        await router.DisposeAsync();
        await echo;
    }

    [Fact]
    public async Task A_peer_that_names_itself_is_known_by_that_name_and_the_next_of_that_name_is_served_once_it_is_gone()
    {
        await using var router = RouterSocket.Bind(ZmqTest.AnyPort, _ => { }, new ZmqOptions { IdentityTime = TimeSpan.FromMilliseconds(10) });
        var script = PythonZmq.RunAsync("""
            first = socket(zmq.DEALER, identity=b"client")
            first.send(b"first")
            assert first.recv() == b"for first"
            second = socket(zmq.DEALER, identity=b"client")
            second.send(b"second")
            first.close()
            print(second.recv().decode())
            """, router.Endpoint);
        Assert.Equal(["client", "first"], await router.ReceiveTextAsync());
        router.Send(ZmqTest.Message("client", "for first"));
        Assert.Equal(["client", "second"], await router.ReceiveTextAsync());
        router.Send(ZmqTest.Message("nobody", "dropped"));
        router.Send(ZmqTest.Message("client", "for second"));
        Assert.Equal("for second", await script);
    }

    [Fact]
    public async Task Subscribers_get_what_begins_with_their_prefix_and_no_more_once_they_cancel()
    {
        await using var publisher = PublisherSocket.Bind(ZmqTest.AnyPort, Note);
        await using var control = RouterSocket.Bind(ZmqTest.AnyPort, Note);
        var subscriptions = 0;
        publisher.Subscribed += _ => Interlocked.Increment(ref subscriptions);
        var script = PythonZmq.RunAsync("""
            control = socket(zmq.DEALER, sys.argv[2])
            everything, some = socket(zmq.SUB), socket(zmq.SUB)
            everything.subscribe(b"")
            some.subscribe(b"status"); some.subscribe(b"stream")
            control.send(b"subscribed"); control.recv()
            assert [everything.recv_multipart()[0] for _ in range(3)] == [b"status.1", b"display.2", b"stream.3"]
            assert [some.recv_multipart() for _ in range(2)] == [[b"status.1", b"body"], [b"stream.3", b"body"]]
            some.unsubscribe(b"status"); some.subscribe(b"end")
            control.send(b"cancelled"); control.recv()
            assert some.recv_multipart()[0] == b"end"
            print("filtered")
            """, publisher.Endpoint, control.Endpoint);
        await PublishOnceAsync("subscribed", 3, "status.1", "display.2", "stream.3");
        await PublishOnceAsync("cancelled", 4, "status.4", "end");
        Assert.Equal("filtered", await script);

        async Task PublishOnceAsync(string signal, int expected, params string[] topics)
        {
            var request = await control.ReceiveTextAsync();
            Assert.Equal(signal, request[1]);
            while (Volatile.Read(ref subscriptions) < expected)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            foreach (var topic in topics)
            {
                publisher.Send(ZmqTest.Message(topic, "body"));
            }

            control.Send(ZmqTest.Message(request[0], "go"));
        }
    }

    [Fact]
    public async Task Ten_thousand_small_messages_arrive_in_order_and_none_is_lost()
    {
        await using var publisher = PublisherSocket.Bind(ZmqTest.AnyPort, Note);
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        publisher.Subscribed += _ => subscribed.TrySetResult();
        var script = PythonZmq.RunAsync("""
            s = socket(zmq.SUB, rcvhwm=0)
            s.subscribe(b"")
            assert [int(s.recv_multipart()[1]) for _ in range(10_000)] == list(range(10_000))
            print("in order")
            """, publisher.Endpoint);
        if (await Task.WhenAny(subscribed.Task, script) == subscribed.Task)
        {
            for (var i = 0; i < 10_000; i++)
            {
                publisher.Send(ZmqTest.Message("stream", i.ToString()));
            }
        }

        Assert.Equal("in order", await script);
    }

    [Fact]
    public async Task Heartbeats_of_a_peer_are_answered()
    {
        await using var router = RouterSocket.Bind(ZmqTest.AnyPort, Note);
        var echo = router.EchoAsync();
        Assert.Equal("alive", await PythonZmq.RunAsync("""
            s = socket(zmq.DEALER, heartbeat_ivl=50, heartbeat_timeout=1000, heartbeat_ttl=1000)
            monitor = s.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            time.sleep(1.5)
            s.send(b"still here")
            assert s.recv() == b"still here"
            print("lost" if monitor.poll(0) else "alive")
            """, router.Endpoint));
    }

    [Fact]
    public async Task The_last_reply_gets_out_though_the_socket_is_closed_at_once()
    {
        await using var router = RouterSocket.Bind(ZmqTest.AnyPort, Note);
        var script = PythonZmq.RunAsync("""
            s = socket(zmq.DEALER)
            s.send(b"shutdown")
            print(len(s.recv()))
            """, router.Endpoint);
        var request = await router.ReceiveTextAsync();
        router.Send(ZmqTest.Message(request[0], new string('x', 3_000_000)));
        await router.DisposeAsync();
        Assert.Equal("3000000", await script);
    }

    [Fact]
    public async Task A_socket_of_the_wrong_kind_is_refused_and_the_right_ones_are_served()
    {
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var router = RouterSocket.Bind(ZmqTest.AnyPort, log.Enqueue);
        var echo = router.EchoAsync();
        Assert.Equal("served", await PythonZmq.RunAsync("""
            wrong = socket(zmq.SUB, reconnect_ivl=-1)
            time.sleep(0.5)
            s = socket(zmq.DEALER)
            s.send(b"right"); s.recv()
            print("served")
            """, router.Endpoint));
        Assert.Contains("\"SUB\" socket; ROUTER expects DEALER or REQ or ROUTER", await log.WaitForAsync("SUB"));
    }

    [Fact]
    public async Task A_path_serves_as_address_too()
    {
        using var folder = new TemporaryFolder();
        await using var router = RouterSocket.Bind($"ipc://{folder.Path}/kernel-1", Note);
        var echo = router.EchoAsync();
        Assert.Equal("b'by path'", await PythonZmq.RunAsync("""
            s = socket(zmq.DEALER)
            s.send(b"by path")
            print(s.recv())
            """, router.Endpoint));
        await router.DisposeAsync();
        Assert.False(File.Exists(Path.Combine(folder.Path, "kernel-1")));
    }
}
