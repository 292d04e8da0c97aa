using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Tandem.Tensors;

namespace Tandem.Interactive.Tests.Magic;

/// <summary>The magic <c>#!tandem</c>, parsed and run by .NET Interactive.</summary>
[Collection(nameof(ProcessCollection))]
public sealed class TandemDirectiveTests : IDisposable
{
    private readonly IDevice _device = Device.Current;
    private readonly string? _named = Environment.GetEnvironmentVariable(Datasets.FolderVariable);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("with spaces ");

    public void Dispose()
    {
        Device.Use(_device);
        Environment.SetEnvironmentVariable(Datasets.FolderVariable, _named);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Alone_it_tells_device_data_folder_and_versions()
    {
        using var notebook = await Notebook.OpenAsync();

        var (mimeType, html) = (await notebook.RunAsync("#!tandem")).OnlyShown();

        Assert.Equal("text/html", mimeType);
        Assert.All(["Device", "Data folder", "Data sets", "Tandem", ".NET", ".NET Interactive"], name => Assert.Contains($"<th>{name}</th>", html));
        Assert.Contains(typeof(Kernel).Assembly.GetName().Version!.ToString(1), html);
    }

    [Fact]
    public async Task It_chooses_the_device_for_the_code_below_it()
    {
        Device.Use(new CpuDevice());
        using var notebook = await Notebook.OpenAsync();

        var events = await notebook.RunAsync("#!tandem --device cpu\nTandem.Tensors.Device.Current == Tandem.Tensors.Device.Cpu");

        Assert.True(Assert.IsType<bool>(Assert.Single(events.OfType<ReturnValueProduced>()).Value));
    }

    [Fact]
    public async Task It_chooses_the_data_folder()
    {
        using var notebook = await Notebook.OpenAsync();

        var (_, html) = (await notebook.RunAsync($"#!tandem --data \"{_folder.FullName.Replace("\\", @"\\", StringComparison.Ordinal)}\"")).OnlyShown();

        Assert.Equal(_folder.FullName, Environment.GetEnvironmentVariable(Datasets.FolderVariable));
        Assert.Contains($"{_folder.FullName} (named by {Datasets.FolderVariable})", html);
    }

    [Theory]
    [InlineData("--device gpu", "There is no device \"gpu\". Give cpu, cuda, cuda:1, torch-cpu, auto")]
    [InlineData("--device cuda", "#r \"nuget: Tandem.Torch\"")]
    [InlineData("--data nowhere", "nowhere. Give the one that has a folder for each data set, such as ml-1m")]
    [InlineData("--devise cpu", "Unrecognized parameter name '--devise'")]
    public async Task What_is_wrong_fails_the_cell_with_the_remedy_and_changes_nothing(string values, string message)
    {
        var device = new CpuDevice();
        Device.Use(device);
        using var notebook = await Notebook.OpenAsync();

        Assert.Contains(message, await notebook.FailureAsync($"#!tandem {values}"));
        Assert.Same(device, Device.Current);
        Assert.Equal(_named, Environment.GetEnvironmentVariable(Datasets.FolderVariable));
    }

    [Fact]
    public async Task Completion_knows_its_parameters_and_the_devices()
    {
        using var notebook = await Notebook.OpenAsync();

        Assert.Superset(new HashSet<string> { "--device", "--data" }, await notebook.CompletionsAsync("#!tandem "));
        Assert.Superset(new HashSet<string> { "cpu", "cuda", "torch-cpu", "auto" }, await notebook.CompletionsAsync("#!tandem --device "));
    }
}
