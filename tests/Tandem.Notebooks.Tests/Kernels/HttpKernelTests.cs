using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Notebooks.Tests;

public sealed class HttpKernelTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly string _address;

    public HttpKernelTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _server.Prefixes.Add(_address + "/");
        _server.Start();
        _ = ServeAsync();
    }

    public void Dispose() => _server.Close();

    [Fact]
    public async Task Requests_are_sent_one_after_another_and_their_answers_shown()
    {
        using var session = new SessionHarness();
        await session.RunAll("var id = 17; var name = \"Ada\";");
        Assert.True((await session.Run($"@host = {_address}\n@path = {{{{host}}}}/items\n\n# the first\nGET {{{{path}}}}\n  ?id={{{{id}}}}\nAccept: application/json\n\n### the second\nPOST {{{{path}}}}\nContent-Type: application/json\n\n{{\"name\": \"{{{{name}}}}\"}}", "http")).Succeeded);
        Assert.Contains("200", session.Shown[0]);
        Assert.Contains("\"query\": \"?id=17\"", session.Shown[0]);
        Assert.Contains("\"accept\": \"application/json\"", session.Shown[0]);
        Assert.Contains("\"body\": \"{\\\"name\\\": \\\"Ada\\\"}\"", session.Shown[1]);
        Assert.Contains("\"type\": \"application/json\"", session.Shown[1]);
    }

    [Fact]
    public async Task Variables_stay_for_later_cells_and_values_can_be_handed_over()
    {
        using var session = new SessionHarness();
        await session.RunAll("var word = \"handed\";");
        Assert.True((await session.Run($"@host = {_address}", "http")).Succeeded);
        Assert.True((await session.Run("#!share --from csharp word --as w\nGET {{host}}/{{w}}", "http")).Succeeded);
        Assert.Contains("\"path\": \"/handed\"", Assert.Single(session.Shown));
    }

    [Fact]
    public async Task An_error_status_is_shown_and_does_not_fail_the_cell()
    {
        using var session = new SessionHarness();
        Assert.True((await session.Run($"GET {_address}/missing", "http")).Succeeded);
        Assert.Contains("404", Assert.Single(session.Shown));
    }

    [Fact]
    public async Task A_large_answer_is_cut_off()
    {
        using var session = new SessionHarness();
        Assert.True((await session.Run($"GET {_address}/large", "http")).Succeeded);
        Assert.Contains("there are more", session.Shown[0]);
        Assert.InRange(session.Shown[0].Length, 1 << 20, 2 << 20);
    }

    [Fact]
    public async Task A_value_comes_from_an_address()
    {
        using var session = new SessionHarness();
        await session.RunAll($"#!value --name data --from-url {_address}/x\n#!csharp\n#!share --from value data\ndata.RootElement.GetProperty(\"path\").GetString()");
        Assert.Equal(["/x"], session.Shown);
        Assert.Contains("404", (await session.Run($"#!value --name data --from-url {_address}/missing", "value")).Failure!.Message);
    }

    [Theory]
    [InlineData("GET example.org", 1, "begins with its method and address")]
    [InlineData("@x 3\nGET http://localhost", 1, "not a variable")]
    [InlineData("GET http://localhost\nno header", 2, "not a header")]
    [InlineData("\nGET http://localhost/{{nothing}}", 2, "there is no value for {{nothing}}")]
    [InlineData("GET http://localhost/{{$what}}", 1, "is not known here")]
    [InlineData("GET http://nowhere.invalid/", 1, "nowhere.invalid gives no answer")]
    [InlineData("@x = {{y}}\nGET http://localhost", 1, "there is no value for {{y}}")]
    public async Task A_request_that_cannot_be_sent_fails_at_its_line(string cell, int line, string message)
    {
        using var session = new SessionHarness();
        var failure = (await session.Run(cell, "http")).Failure!;
        Assert.Equal(line, failure.Line);
        Assert.Contains(message, failure.Message);
    }

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context.Request, context.Response);
        }
    }

    private static async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        using var reader = new StreamReader(request.InputStream);
        var path = request.Url!.AbsolutePath;
        var answer = new { path, query = request.Url.Query, accept = request.Headers["Accept"], type = request.ContentType, body = await reader.ReadToEndAsync() };
        var bytes = path == "/large" ? Encoding.UTF8.GetBytes(new string('x', 3 << 20)) : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(answer, new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        response.ContentType = path == "/large" ? "text/plain" : "application/json";
        response.StatusCode = path == "/missing" ? 404 : 200;
        try
        {
            await response.OutputStream.WriteAsync(bytes);
            response.Close();
        }
        catch (HttpListenerException)
        {
            // The session reads no further than it shows.
        }
    }
}
