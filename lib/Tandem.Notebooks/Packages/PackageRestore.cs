using System.Text.Json;
using System.Xml.Linq;

namespace Tandem.Notebooks;

/// <summary>Finds packages, with all that they need, by restoring a project that refers to them.</summary>
internal sealed class PackageRestore(RestoreCache cache)
{
    // libtorch for CUDA is some gigabytes.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

    /// <summary>Restores, unless the same request was answered before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="begin">Is called when it will take a while.</param>
    /// <param name="token">Ends the restore.</param>
    /// <exception cref="PackageException">There is no answer.</exception>
    public async Task<IReadOnlyList<InstalledPackage>> RunAsync(RestoreRequest request, Action begin, CancellationToken token)
    {
        if (cache.Find(request, atAnyAge: false) is { } known)
        {
            return known;
        }

        begin();
        var folder = Directory.CreateDirectory(Path.Combine(cache.Folder, $"{request.Key()}-{Guid.NewGuid():N}")).FullName;
        try
        {
            var packages = await RestoreAsync(request, folder, token).ConfigureAwait(false);
            cache.Store(request, packages);
            return packages;
        }
        catch (PackageException failure) when (failure.IsUnreachable && cache.Find(request, atAnyAge: true) is { } old)
        {
            return old;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<InstalledPackage>> RestoreAsync(RestoreRequest request, string folder, CancellationToken token)
    {
        var project = Path.Combine(folder, "packages.proj");
        ProjectOf(request).Save(project);
        var (exitCode, output) = await RunAsync(folder, ["restore", project, "--nologo", "--verbosity", "minimal", "-nodeReuse:false", "--disable-build-servers"], token).ConfigureAwait(false);
        var assetsFile = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(assetsFile))
        {
            throw new PackageException("", $"the packages cannot be restored: {FirstError(output)}");
        }

        using var assets = JsonDocument.Parse(await File.ReadAllTextAsync(assetsFile, token).ConfigureAwait(false));
        var errors = AssetsFile.Errors(assets.RootElement);
        if (errors.Count > 0)
        {
            // Without its source, nothing can be said about a package.
            var error = errors.FirstOrDefault(error => error.IsUnreachable) ?? errors[0];
            throw new PackageException(error.Package, error.Explain(AssetsFile.Sources(assets.RootElement))) { IsUnreachable = error.IsUnreachable };
        }

        if (exitCode == 0 && AssetsFile.HasBuildSteps(assets.RootElement))
        {
            (exitCode, output) = await RunAsync(folder, ["msbuild", project, "-target:PrepareForBuild", "-nologo", "-verbosity:minimal", "-nodeReuse:false"], token).ConfigureAwait(false);
        }

        return exitCode == 0 ? AssetsFile.Packages(assets.RootElement) : throw new PackageException("", $"the packages cannot be restored: {FirstError(output)}");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string[] arguments, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_limit);
        try
        {
            return await DotnetTool.RunAsync(folder, arguments, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new PackageException("", $"restoring the packages took more than {_limit.TotalMinutes:f0} minutes; check that the sources in NuGet.Config can be reached");
        }
    }

    /// <summary>A project that knows nothing of the files above it but the sources of packages.</summary>
    private static XElement ProjectOf(RestoreRequest request) => new(
        "Project",
        new XElement(
            "PropertyGroup",
            new XElement("ImportDirectoryBuildProps", false),
            new XElement("ImportDirectoryBuildTargets", false),
            new XElement("ImportDirectoryPackagesProps", false),
            new XElement("ImportDirectorySolutionProps", false)),
        new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", RestoreTarget.Framework),
            new XElement("RuntimeIdentifier", RestoreTarget.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("NuGetAudit", false),
            new XElement("WarningsAsErrors", "$(WarningsAsErrors);NU1605;NU1608"),
            new XElement("RestoreRootConfigDirectory", request.ConfigFolder),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', request.Sources))),
        new XElement(
            "ItemGroup",
            request.Packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package.Key), new XAttribute("Version", package.Value)))),
        new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk")));

    private static string FirstError(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.FirstOrDefault() ?? "dotnet restore says nothing";
        return line.Contains(" : error ", StringComparison.Ordinal) ? line[(line.IndexOf(" : error ", StringComparison.Ordinal) + 9)..] : line;
    }
}
