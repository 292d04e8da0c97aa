using System.Text;

namespace Tandem.Notebooks.Tests;

public sealed class JupyterConnectionTests
{
    private const string Good = """
        {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 65535, "ip": "127.0.0.1",
         "key": "secret", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "tandem"}
        """;

    [Fact]
    public void A_connection_file_says_where_to_listen()
    {
        using var folder = new TemporaryFolder();
        var connection = JupyterConnection.Read(folder.Write("kernel 1.json", Good));
        Assert.Equal(
            new JupyterConnection { ShellPort = 1, IoPubPort = 2, StdinPort = 3, ControlPort = 4, HeartbeatPort = 65535, Key = "secret" }, connection);
    }

    [Theory]
    [InlineData("\"shell_port\": 1,", "", "'shell_port' is missing")]
    [InlineData("\"hb_port\": 65535", "\"hb_port\": 65536", "'hb_port'")]
    [InlineData("\"hb_port\": 65535", "\"hb_port\": \"x\"", "'hb_port'")]
    [InlineData("\"secret\"", "7", "'key' is not a text")]
    [InlineData("hmac-sha256", "hmac-md5", "only hmac-sha256")]
    [InlineData("\"tcp\"", "\"udp\"", "only tcp and ipc")]
    [InlineData("\"secret\"", "\"\\ud800\"", "'key' has half of a surrogate pair")]
    [InlineData("\"key\"", "key", "(2,2): this connection file is not valid JSON")]
    public void A_bad_connection_file_is_named_with_what_is_wrong(string part, string instead, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.json", Good.Replace(part, instead));
        var failure = Assert.Throws<FormatException>(() => JupyterConnection.Read(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains(message, failure.Message);
    }

    [Fact]
    public void Damaged_connection_files_are_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        DamagedInputs.AreReadOrRefused([Encoding.UTF8.GetBytes(Good)], count: 20_000, seed: 9, bytes =>
        {
            var path = folder.Write("damaged.json", "");
            File.WriteAllBytes(path, bytes);
            JupyterConnection.Read(path);
        }, error => error is FormatException);
    }

    [Fact]
    public void A_missing_connection_file_is_named() =>
        Assert.Contains("/nowhere.json", Assert.Throws<FileNotFoundException>(() => JupyterConnection.Read("/nowhere.json")).Message);

    [Theory]
    [InlineData("tcp", "127.0.0.1", "tcp://127.0.0.1:7")]
    [InlineData("tcp", "::1", "tcp://[::1]:7")]
    [InlineData("ipc", "/tmp/kernel-1", "ipc:///tmp/kernel-1-7")]
    public void An_endpoint_is_written_as_zeromq_reads_it(string transport, string ip, string endpoint) =>
        Assert.Equal(endpoint, new JupyterConnection { Transport = transport, Ip = ip }.Endpoint(7));
}
