using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks.Tests;

/// <summary>A folder with a notebook's NuGet.Config and a feed beside it: packages made by the test, which no network and no other test knows.</summary>
internal sealed class LocalFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LocalFeed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "feed"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "more"));
        _folder.Write("NuGet.Config", """
            <configuration>
              <config><add key="globalPackagesFolder" value="installed" /></config>
              <packageSources><clear /><add key="local" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        Environment.SetEnvironmentVariable("TANDEM_CACHE", Path.Combine(Path.GetTempPath(), "tandem-tests-cache"));
    }

    public SessionOptions Options => new() { File = Path.Combine(_folder.Path, "a.dib") };

    /// <summary>Makes a package with one assembly of its name, and where given steps for the builds that use it, and a native library.</summary>
    public void Add(string id, string version, string code, string dependency = "", string feed = "feed", MetadataReference? reference = null, string? targets = null, string? native = null)
    {
        using var package = ZipFile.Open(Path.Combine(_folder.Path, feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var manifest = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            manifest.Write($"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>test</description><dependencies><group targetFramework=\"net8.0\">{dependency}</group></dependencies></metadata></package>");
        }

        if (targets is not null)
        {
            using var steps = new StreamWriter(package.CreateEntry($"buildTransitive/net8.0/{id}.targets").Open());
            steps.Write(targets);
        }

        if (native is not null)
        {
            package.CreateEntryFromFile(native, $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{Path.GetFileName(native)}");
        }

        using var assembly = package.CreateEntry($"lib/net8.0/{id}.dll").Open();
        using var image = new MemoryStream(Compile(id, $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0\")]\n{code}", reference));
        image.CopyTo(assembly);
    }

    public static byte[] Compile(string name, string code, MetadataReference? reference = null)
    {
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], [.. HostReferences.Load(), .. reference is null ? [] : new[] { reference }], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    public void Dispose() => _folder.Dispose();
}
