namespace Tandem.Notebooks.Tests;

public sealed class HeadlessBrowserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_browser_that_the_environment_names_comes_before_those_of_the_path()
    {
        var (named, onPath) = (_folder.Write("my browser", ""), _folder.Write(OperatingSystem.IsWindows() ? "chromium.exe" : "chromium", ""));
        Assert.Equal(onPath, Find(("PATH", _folder.Path))!.Program);
        Assert.Equal(named, Find(("PATH", _folder.Path), ("CHROME_PATH", named))!.Program);
        Assert.Equal(onPath, Find(("PATH", _folder.Path), ("CHROME_PATH", named), (HeadlessBrowser.Variable, onPath))!.Program);
    }

    [Fact]
    public void A_named_browser_that_is_not_there_is_not_replaced_by_another()
    {
        _folder.Write("chromium", "");
        Assert.Null(Find(("PATH", _folder.Path), (HeadlessBrowser.Variable, Path.Combine(_folder.Path, "none"))));
    }

    [Fact]
    public async Task A_browser_that_hangs_is_ended_at_the_limit()
    {
        var failure = await Assert.ThrowsAsync<PictureException>(() => Dump("sleep 600", TimeSpan.FromSeconds(1)));
        Assert.Contains("took longer than 1 s", failure.Message);
    }

    [Fact]
    public async Task A_browser_that_crashes_is_told_with_its_exit_code()
    {
        var failure = await Assert.ThrowsAsync<PictureException>(() => Dump("exit 139", TimeSpan.FromMinutes(1)));
        Assert.Contains("exit code 139", failure.Message);
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_told()
    {
        Needs.That(!OperatingSystem.IsWindows(), "Programs without the right to be run are a matter of Unix.");
        var browser = HeadlessBrowser.Find(name => name == HeadlessBrowser.Variable ? _folder.Write("text", "no program") : null)!;
        var failure = await Assert.ThrowsAsync<PictureException>(() => browser.DumpAsync("", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Contains("does not start", failure.Message);
    }

    [Fact]
    public void A_document_without_pictures_is_told() =>
        Assert.Throws<PictureException>(() => PicturePage.Read("<html><body>something else</body></html>", 1));

    private static HeadlessBrowser? Find(params (string Name, string Value)[] variables) =>
        HeadlessBrowser.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    /// <summary>Runs a shell script in the place of a browser.</summary>
    private Task<string> Dump(string script, TimeSpan limit)
    {
        Needs.That(!OperatingSystem.IsWindows(), "The browser's stand-in is a shell script.");
        var program = _folder.Write("browser", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return HeadlessBrowser.Find(name => name == HeadlessBrowser.Variable ? program : null)!.DumpAsync("", limit, TestContext.Current.CancellationToken);
    }
}
