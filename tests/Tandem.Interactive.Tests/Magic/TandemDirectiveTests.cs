namespace Tandem.Interactive.Tests.Magic;

public sealed class TandemDirectiveTests
{
    [Fact]
    public async Task Alone_it_tells_device_data_folder_and_versions()
    {
        using var notebook = await Notebook.OpenAsync();
        var (mimeType, html) = (await notebook.RunAsync("#!tandem")).OnlyShown();
        Assert.Equal("text/html", mimeType);
        Assert.All(["Device", "Data folder", "Data sets", "Tandem", ".NET", ".NET Interactive"], name => Assert.Contains($"<th>{name}</th>", html));
    }
}
