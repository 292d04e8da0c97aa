using System.Diagnostics;
using System.Reflection;
using NuGet.Versioning;

namespace Tandem.Notebooks;

/// <summary>The packages whose assemblies the running program has loaded, or can load: cells use these, since no program holds an assembly in two versions.</summary>
internal static class HostPackages
{
    /// <summary>The path of the program's own assembly of that name; null when it has none.</summary>
    /// <exception cref="ArgumentException">The program's version is not one that was asked for.</exception>
    public static string? Find(PackageRequest request)
    {
        if (HostReferences.PathOf(request.Id) is not { } path)
        {
            return null;
        }

        return IsOurs(request.Id) || request.Range is null || VersionOf(path) is not { } version || request.Range.Satisfies(version) || request.Range.FindBestMatch([version]) is not null
            ? path
            : throw new ArgumentException($"{request.Id} {request.VersionText} cannot be loaded: this program runs with its own {request.Id}, version {version}; ask for that, or for none in particular");
    }

    /// <summary>True when the program has the assembly itself, so that a package's is passed over.</summary>
    /// <param name="package">The package that has it too.</param>
    /// <param name="assembly">The package's assembly.</param>
    /// <exception cref="ArgumentException">The program's is older than the package's.</exception>
    public static bool Replaces(string package, string assembly)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        if (HostReferences.PathOf(name) is not { } own)
        {
            return false;
        }

        var (ours, theirs) = (AssemblyName.GetAssemblyName(own).Version, AssemblyName.GetAssemblyName(assembly).Version);
        return IsOurs(name) || ours >= theirs ? true
            : throw new ArgumentException($"{package} brings {name} {theirs}, and this program runs with {name} {ours}, which it cannot exchange; use a version of {package} that needs an older {name}");
    }

    private static bool IsOurs(string name) => name.Equals("Tandem", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Tandem.", StringComparison.OrdinalIgnoreCase);

    /// <summary>The version without what marks builds before a release: servicing builds of the runtime carry such marks, too.</summary>
    private static NuGetVersion? VersionOf(string path) =>
        NuGetVersion.TryParse(FileVersionInfo.GetVersionInfo(path).ProductVersion, out var version) ? new NuGetVersion(version.Major, version.Minor, version.Patch) : null;
}
