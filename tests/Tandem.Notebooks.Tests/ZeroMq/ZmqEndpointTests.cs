using System.Net.Sockets;

namespace Tandem.Notebooks.Tests;

public sealed class ZmqEndpointTests
{
    private static async Task<string> BindAndClose(string endpoint)
    {
        await using var router = RouterSocket.Bind(endpoint, _ => { });
        using var client = ZmtpTestClient.Join(router.Endpoint.Replace("0.0.0.0", "127.0.0.1"), "DEALER");
        client.Send("hello");
        Assert.Equal("hello", (await router.ReceiveTextAsync())[1]);
        return router.Endpoint;
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:0", "tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://localhost:*", "tcp://127.0.0.1:")]
    [InlineData("tcp://*:*", "tcp://0.0.0.0:")]
    public async Task A_free_port_is_chosen_and_reported(string endpoint, string beginning)
    {
        var bound = await BindAndClose(endpoint);
        Assert.StartsWith(beginning, bound);
        Assert.InRange(int.Parse(bound[beginning.Length..]), 1, ushort.MaxValue);
    }

    [Fact]
    public async Task An_address_of_version_6_stands_in_brackets()
    {
        Assert.SkipUnless(HasVersion6(), "this machine has no IPv6 loopback address");
        Assert.StartsWith("tcp://[::1]:", await BindAndClose("tcp://[::1]:*"));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://:5555")]
    [InlineData("udp://127.0.0.1:5555")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://127.0.0.1:http")]
    [InlineData("tcp://no.such.host.invalid:5555")]
    [InlineData("ipc://")]
    [InlineData("")]
    public void An_address_of_another_form_is_refused_by_name(string endpoint) =>
        Assert.StartsWith($"\"{endpoint}\"", Assert.Throws<ArgumentException>(() => RouterSocket.Bind(endpoint, _ => { })).Message);

    [Fact]
    public void A_path_too_long_for_a_socket_is_refused_by_name() =>
        Assert.Contains("shorter", Assert.Throws<ArgumentException>(() => RouterSocket.Bind("ipc:///tmp/" + new string('x', 200), _ => { })).Message);

    [Fact]
    public async Task A_port_in_use_is_named_and_free_again_once_its_socket_is_closed()
    {
        await using var first = RouterSocket.Bind(ZmqTest.AnyPort, _ => { });
        var refused = Assert.Throws<IOException>(() => PublisherSocket.Bind(first.Endpoint, _ => { }));
        Assert.Equal($"Cannot listen at {first.Endpoint}: it is in use by another program. Stop that program, or choose another address.", refused.Message);
        await first.DisposeAsync();
        await using var second = PublisherSocket.Bind(first.Endpoint, _ => { });
        Assert.Equal(first.Endpoint, second.Endpoint);
    }

    [Fact]
    public void An_address_of_another_machine_is_named() =>
        Assert.Contains("this machine has no such address", Assert.Throws<IOException>(() => RouterSocket.Bind("tcp://192.0.2.1:*", _ => { })).Message);

    [Fact]
    public async Task A_path_in_use_is_named_and_one_left_behind_by_a_killed_process_is_taken_over()
    {
        using var folder = new TemporaryFolder();
        var endpoint = $"ipc://{folder.Path}/kernel ü-1";
        await using (var first = RouterSocket.Bind(endpoint, _ => { }))
        {
            Assert.Contains("it is in use", Assert.Throws<IOException>(() => RouterSocket.Bind(endpoint, _ => { })).Message);
            Assert.Equal(endpoint, first.Endpoint);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
        LeaveSocketBehind(Path.Combine(folder.Path, "kernel ü-1"));
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal(endpoint, await BindAndClose(endpoint));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_not_replaced_by_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("notes.txt", "mine");
        Assert.Throws<IOException>(() => RouterSocket.Bind($"ipc://{path}", _ => { }));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void A_path_in_a_folder_that_does_not_exist_says_so()
    {
        var refused = Assert.Throws<IOException>(() => RouterSocket.Bind("ipc:///no/such/folder/kernel-1", _ => { }));
        Assert.Equal("Cannot listen at ipc:///no/such/folder/kernel-1: its folder does not exist. Create it, or choose another path.", refused.Message);
    }

    [Fact]
    public async Task Only_the_owner_may_open_a_path()
    {
        using var folder = new TemporaryFolder();
        await using var router = RouterSocket.Bind($"ipc://{folder.Path}/kernel-1", _ => { });
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such file modes");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "kernel-1")));
        }
    }

    /// <summary>A socket's file without a process that listens: what bound it is closed under another name, so that the file stays.</summary>
    private static void LeaveSocketBehind(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + "-bound"));
        File.Move(path + "-bound", path);
    }

    private static bool HasVersion6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
