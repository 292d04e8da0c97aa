namespace Tandem.Cli.Tests;

public sealed class KernelCommandTests
{
    [Fact]
    public async Task Installing_writes_both_kernels_and_list_and_uninstall_know_them()
    {
        using var tandem = new TandemProcess();
        var (code, console, error) = await tandem.Run("kernel", "install", "--prefix", "place");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("tandem: installed in ", console);
        var spec = tandem.Read("place/share/jupyter/kernels/.net-csharp/kernel.json");
        Assert.Contains("\"display_name\": \".NET (C#)\"", spec);
        Assert.Contains("\"{connection_file}\"", spec);
        Assert.Contains("Tandem.Cli.dll", spec);
        Assert.Equal(0, (await tandem.Run("kernel", "uninstall", "--prefix", "place")).ExitCode);
        Assert.False(tandem.Exists("place/share/jupyter/kernels/tandem/kernel.json"));
    }

    [Fact]
    public async Task Another_programs_kernel_is_left_alone_and_the_other_name_installed()
    {
        using var tandem = new TandemProcess();
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "share/jupyter/kernels/.net-csharp"));
        tandem.Write("share/jupyter/kernels/.net-csharp/kernel.json", """{"argv": ["dotnet", "interactive"], "display_name": ".NET (C#)", "language": "C#"}""");
        var (code, console, error) = await tandem.Run("kernel", "install", "--prefix", ".");
        Assert.Equal(3, code);
        Assert.Contains("tandem: installed", console);
        Assert.Contains("holds another program's kernel (\".NET (C#)\", started by: dotnet interactive); use --force to replace it", error);
        Assert.Contains("interactive", tandem.Read("share/jupyter/kernels/.net-csharp/kernel.json"));
        Assert.Equal(0, (await tandem.Run("kernel", "install", "--prefix", ".", "--force")).ExitCode);
    }

    [Fact]
    public async Task Kernels_are_listed_wherever_jupyter_looks()
    {
        using var tandem = new TandemProcess();
        tandem.Environment["JUPYTER_DATA_DIR"] = Path.Combine(tandem.Folder, "own data");
        tandem.Environment["JUPYTER_PATH"] = Path.Combine(tandem.Folder, "more/share/jupyter");
        Assert.Equal(0, (await tandem.Run("kernel", "install", "--name", "tandem")).ExitCode);
        Assert.Equal(0, (await tandem.Run("kernel", "install", "--prefix", "more", "--name", "second", "--display-name", "Zweiter Kern")).ExitCode);
        Assert.Contains("\"display_name\": \"Zweiter Kern\"", tandem.Read("more/share/jupyter/kernels/second/kernel.json"));
        var (code, console, _) = await tandem.Run("kernel", "list");
        Assert.Equal(0, code);
        Assert.Matches("(?s)^second .*more/share/jupyter/kernels/second  .ours.\ntandem .*own data/kernels/tandem  .ours.", console);
    }

    [Theory]
    [InlineData("kernel install --user --prefix x", "give one place only")]
    [InlineData("kernel install --name a/b", "'a/b' cannot be a kernel's name")]
    [InlineData("kernel install --color", "--color")]
    [InlineData("kernel start", "'start'")]
    public async Task Bad_usage_gives_code_2_and_says_what_is_wrong(string arguments, string message)
    {
        using var tandem = new TandemProcess();
        var (code, _, error) = await tandem.Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(message, error);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_gives_code_3_and_is_named()
    {
        using var tandem = new TandemProcess();
        tandem.Write("file", "");
        var (code, _, error) = await tandem.Run("kernel", "install", "--prefix", "file");
        Assert.Equal(3, code);
        Assert.Contains(Path.Combine(tandem.Folder, "file"), error);
    }

    [Fact]
    public async Task A_missing_or_bad_connection_file_gives_code_3_and_is_named()
    {
        using var tandem = new TandemProcess();
        var missing = await tandem.Run("kernel", "start", "nowhere.json");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("nowhere.json: there is no such connection file", missing.Error);
        var bad = await tandem.Run("kernel", "start", tandem.Write("bad.json", "{"));
        Assert.Equal(3, bad.ExitCode);
        Assert.Contains("bad.json(1,2)", bad.Error);
    }

    [Fact]
    public async Task A_kernel_whose_server_is_gone_ends_by_itself()
    {
        Needs.That(!OperatingSystem.IsWindows(), "On Windows, Jupyter names its process by a handle, which this test has none of.");
        using var tandem = new TandemProcess();
        tandem.Write("c.json", """{"shell_port": 45671, "iopub_port": 45672, "stdin_port": 45673, "control_port": 45674, "hb_port": 45675, "transport": "ipc", "ip": "./socket", "key": ""}""");
        // The number is one that no process has: as if the server had been killed before.
        tandem.Environment["JPY_PARENT_PID"] = "99999999";
        var (code, _, error) = await tandem.Run("kernel", "start", "c.json");
        Assert.Equal(0, code);
        Assert.Contains("the Jupyter server is gone", error);
        Assert.False(tandem.Exists("socket-45671"));
    }
}
