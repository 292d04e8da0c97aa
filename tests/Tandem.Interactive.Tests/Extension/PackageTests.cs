using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace Tandem.Interactive.Tests.Extension;

/// <summary>The package as it is published: .NET Interactive looks for an extension in one folder of it.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_has_the_script_that_loads_the_extension_where_dotnet_interactive_looks()
    {
        await PackAsync();
        using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(_folder.FullName, "*.nupkg")), TestContext.Current.CancellationToken);

        Assert.NotNull(package.GetEntry("lib/net10.0/Tandem.Interactive.dll"));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.Equal(["interactive-extensions/dotnet/extension.dib"], package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("interactive-extensions/", StringComparison.Ordinal)));
        using var script = new StreamReader(await package.GetEntry("interactive-extensions/dotnet/extension.dib")!.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"{typeof(TandemExtension).FullName}.{nameof(TandemExtension.Load)}(", await script.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private async Task PackAsync()
    {
        var built = typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(metadata => metadata.Key, metadata => metadata.Value);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var argument in (string[])[
            "pack", "lib/Tandem.Interactive", "--no-build", "--nologo", "-v", "q", "-c", built["Configuration"]!, "-o", _folder.FullName])
        {
            start.ArgumentList.Add(argument);
        }

        using var pack = Process.Start(start)!;
        var said = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, said);
    }
}
