using System.Text.Json;

namespace Tandem.Notebooks.Tests;

public sealed class KernelFolderTests
{
    private static readonly KernelSpec _ours = new("Tandem (C#)", "C#", ["/opt/with space/tändem", "kernel", "start", KernelSpec.ConnectionFile], IsTandem: true)
    {
        Environment = new Dictionary<string, string> { ["DOTNET_ROOT"] = "/opt/dotnet" },
    };

    [Fact]
    public void An_installed_kernel_is_found_with_the_command_that_starts_it()
    {
        using var folder = new TemporaryFolder();
        var kernels = new KernelFolder(Path.Combine(folder.Path, "not there yet"));
        Assert.Empty(kernels.List());
        var file = kernels.Install(".net-csharp", _ours);
        var found = Assert.Single(kernels.List());
        Assert.Equal((".net-csharp", true, null), (found.Name, found.IsTandem, found.Problem));
        Assert.Equal(_ours.Command, found.Spec!.Command);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("message", json.RootElement.GetProperty("interrupt_mode").GetString());
        Assert.Equal("/opt/dotnet", json.RootElement.GetProperty("env").GetProperty("DOTNET_ROOT").GetString());
    }

    [Fact]
    public void Installing_again_replaces_what_was_ours()
    {
        using var folder = new TemporaryFolder();
        var kernels = new KernelFolder(folder.Path);
        kernels.Install("tandem", _ours);
        kernels.Install("tandem", _ours with { DisplayName = "newer" });
        Assert.Equal("newer", Assert.Single(kernels.List()).Spec!.DisplayName);
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "tandem")));
    }

    [Theory]
    [InlineData("""{"argv": ["dotnet", "interactive", "{connection_file}"], "display_name": ".NET (C#)", "language": "C#"}""", "dotnet interactive")]
    [InlineData("{oops", "is no kernel specification")]
    public void Another_programs_kernel_is_named_and_stays_unless_it_is_forced(string json, string owner)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, ".net-csharp"));
        var file = folder.Write(".net-csharp/kernel.json", json);
        var kernels = new KernelFolder(folder.Path);
        Assert.Contains(owner, Assert.Throws<InvalidOperationException>(() => kernels.Install(".net-csharp", _ours)).Message);
        Assert.Contains("--force", Assert.Throws<InvalidOperationException>(() => kernels.Uninstall(".net-csharp")).Message);
        Assert.Equal(json, File.ReadAllText(file));
        kernels.Install(".net-csharp", _ours, replaceOthers: true);
        Assert.True(kernels.Find(".net-csharp")!.IsTandem);
    }

    [Fact]
    public void Uninstalling_removes_the_kernel_and_says_whether_there_was_one()
    {
        using var folder = new TemporaryFolder();
        var kernels = new KernelFolder(folder.Path);
        kernels.Install("tandem", _ours);
        Assert.True(kernels.Uninstall("tandem"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.False(kernels.Uninstall("tandem"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void A_name_that_jupyter_would_not_take_is_refused(string name) =>
        Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => new KernelFolder("/nowhere").Install(name, _ours)).Message);
}
