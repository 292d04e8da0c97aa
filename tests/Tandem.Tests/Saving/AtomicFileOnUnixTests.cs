using System.Diagnostics;
using System.Runtime.Versioning;

namespace Tandem.Tests;

/// <summary>Links, modes, owners, devices and pipes as Unix has them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AtomicFileOnUnixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_link_is_followed_to_the_file_at_its_end()
    {
        NeedsUnix();
        var (file, folder) = (_folder.File("real/deep/file.txt"), Directory.CreateDirectory(_folder.File("links")).FullName);
        Write(file, "old");
        Directory.CreateSymbolicLink(Path.Combine(folder, "folder"), _folder.File("real/deep"));
        File.CreateSymbolicLink(Path.Combine(_folder.File("real"), "second"), "deep/file.txt");
        File.CreateSymbolicLink(Path.Combine(_folder.File("real/deep"), "first"), "../second");

        // The link "../second" means the folder that "links/folder" leads to, not the folder "links".
        Write(Path.Combine(folder, "folder", "first"), "new");

        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal("../second", new FileInfo(Path.Combine(folder, "folder", "first")).LinkTarget);
        Assert.Equal(["folder"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_makes_the_file()
    {
        NeedsUnix();
        File.CreateSymbolicLink(_folder.File("link"), "file.txt");

        Write(_folder.File("link"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("file.txt")));
        Assert.Equal("file.txt", new FileInfo(_folder.File("link")).LinkTarget);
    }

    [Fact]
    public void Links_in_a_circle_and_folders_are_refused()
    {
        NeedsUnix();
        File.CreateSymbolicLink(_folder.File("a"), "b");
        File.CreateSymbolicLink(_folder.File("b"), "a");

        Assert.Contains("circle", Assert.Throws<IOException>(() => Write(_folder.File("a"), "")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Write(_folder.Path, "")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public void A_file_that_is_replaced_keeps_its_mode(UnixFileMode mode)
    {
        NeedsUnix();
        var path = _folder.File("secret.json");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, mode);
        var whileWriting = UnixFileMode.None;

        AtomicFile.WriteText(path, writer =>
        {
            writer.Write("new");
            whileWriting = File.GetUnixFileMode(Directory.GetFiles(_folder.Path, ".tandem-*").Single());
        });

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, whileWriting);
    }

    [Fact]
    public void A_new_file_has_the_mode_that_any_new_file_has()
    {
        NeedsUnix();
        File.WriteAllText(_folder.File("other"), "");

        Write(_folder.File("new"), "");

        Assert.Equal(File.GetUnixFileMode(_folder.File("other")), File.GetUnixFileMode(_folder.File("new")));
    }

    [Fact]
    public void A_file_of_another_owner_keeps_its_owner_where_the_process_may_give_files_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root gives files away.");
        var path = _folder.File("theirs");
        File.WriteAllText(path, "old");
        Run("chown", "1234:2345", path);

        Write(path, "new");

        Assert.Equal((1234u, 2345u), (UnixFile.At(path)!.Value.Owner, UnixFile.At(path)!.Value.Group));
    }

    [Fact]
    public async Task A_pipe_takes_the_content_and_stays_a_pipe()
    {
        NeedsLinux();
        var path = _folder.File("pipe");
        Run("mkfifo", path);
        var reader = Task.Run(() => File.ReadAllText(path), TestContext.Current.CancellationToken);

        Write(path, "through");

        Assert.Equal("through", await reader);
        Assert.False(UnixFile.At(path)!.Value.IsRegular);
    }

    [Fact]
    public void A_device_takes_the_content_and_stays_a_device()
    {
        NeedsLinux();
        var path = _folder.File("null");
        Assert.SkipUnless(TryRun("mknod", path, "c", "1", "3"), "The process may not make devices.");
        File.CreateSymbolicLink(_folder.File("link"), path);

        Write(path, "away");
        Write(_folder.File("link"), "away");

        Assert.False(UnixFile.At(path)!.Value.IsRegular);
        Assert.Equal(path, new FileInfo(_folder.File("link")).LinkTarget);
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string path, string content) => AtomicFile.WriteText(path, writer => writer.Write(content));

    private static void NeedsUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other links and modes.");

    private static void NeedsLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what kind of a file there is.");

    private static void Run(string program, params string[] arguments) => Assert.True(TryRun(program, arguments), $"{program} failed.");

    private static bool TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
