using System.Net;
using NuGet.Versioning;

namespace Tandem.Notebooks;

/// <summary>The packages that a session has loaded. None ever changes its version, since what is loaded stays loaded.</summary>
internal sealed class SessionPackages(string folder) : IDisposable
{
    // NuGet's own variable, by which .NET Interactive finds packages, too.
    private readonly List<string> _sources =
        [.. (Environment.GetEnvironmentVariable("RestoreAdditionalProjectSources") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private readonly Dictionary<string, InstalledPackage> _installed = new(StringComparer.OrdinalIgnoreCase);
    private readonly PackageRestore _restore = new(RestoreCache.OfUser());
    private readonly Lazy<NativeLibraries> _natives = new();

    /// <summary>Adds a place to look for packages in.</summary>
    public void AddSource(string source)
    {
        if (!_sources.Contains(source))
        {
            _sources.Add(source);
        }
    }

    /// <summary>A step that makes packages usable by the code after it.</summary>
    public DeferredStep Install(IReadOnlyList<PackageRequest> requests) => new(async (step, token) =>
    {
        try
        {
            var references = await InstallAsync(requests, step, token).ConfigureAwait(false);
            return [new CodeStep("", requests[0].Place.File, requests[0].Place.Number, references)];
        }
        catch (PackageException failure)
        {
            var place = (requests.FirstOrDefault(request => request.Id.Equals(failure.Package, StringComparison.OrdinalIgnoreCase)) ?? requests[0]).Place;
            throw new DirectiveException(place.File, place.Number, place.Text, failure.Message);
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new DirectiveException(requests[0].Place.File, requests[0].Place.Number, requests[0].Place.Text, failure.Message);
        }
    });

    public void Dispose()
    {
        if (_natives.IsValueCreated)
        {
            _natives.Value.Dispose();
        }
    }

    private async Task<IReadOnlyList<string>> InstallAsync(IReadOnlyList<PackageRequest> requests, StepContext step, CancellationToken token)
    {
        foreach (var request in requests)
        {
            CheckAgainstInstalled(request);
        }

        var displayId = Guid.NewGuid().ToString("N");
        IReadOnlyList<string> references = [];
        if (requests.Where(request => !_installed.ContainsKey(request.Id)).ToList() is { Count: > 0 } missing)
        {
            var packages = await _restore.RunAsync(RequestFor(missing), () => step.Show(Restoring(missing), displayId), token).ConfigureAwait(false);
            CheckVersions(missing, packages);
            references = Load([.. packages.Where(package => !_installed.ContainsKey(package.Id))]);
        }

        step.Show(Installed([.. requests.Select(request => _installed.GetValueOrDefault(request.Id)).OfType<InstalledPackage>()]), displayId);
        return references;
    }

    private void CheckAgainstInstalled(PackageRequest request)
    {
        if (_installed.TryGetValue(request.Id, out var installed) && request.Range is { } range && !range.Satisfies(NuGetVersion.Parse(installed.Version)))
        {
            throw new PackageException(request.Id, $"{request.Id} {request.VersionText} cannot be loaded: this session has loaded version {installed.Version}, and what is loaded stays; restart the session to use another");
        }
    }

    /// <summary>Asks for the new packages, and for the loaded ones in exactly the versions that they have.</summary>
    private RestoreRequest RequestFor(IReadOnlyList<PackageRequest> missing) => new(
        [
            .. _installed.Values.Select(package => KeyValuePair.Create(package.Id, $"[{package.Version}]")),
            .. missing.DistinctBy(request => request.Id, StringComparer.OrdinalIgnoreCase).Select(request => KeyValuePair.Create(request.Id, request.VersionText)),
        ],
        _sources,
        folder,
        missing.Any(request => request.IsFloating));

    /// <summary>NuGet takes the next higher version where there is none as asked for; a notebook that names a version means it.</summary>
    private static void CheckVersions(IReadOnlyList<PackageRequest> requests, IReadOnlyList<InstalledPackage> packages)
    {
        foreach (var request in requests)
        {
            var found = packages.FirstOrDefault(package => package.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase));
            if (found is not null && request is { IsFloating: false, Range: { HasLowerBound: true, IsMinInclusive: true, HasUpperBound: false, MinVersion: { } asked } } && NuGetVersion.Parse(found.Version) != asked)
            {
                throw new PackageException(request.Id, $"there is no version {asked} of {request.Id}; the nearest is {found.Version}");
            }
        }
    }

    private List<string> Load(IReadOnlyList<InstalledPackage> packages)
    {
        var references = packages.SelectMany(package => package.Assemblies.Where(assembly => !HostPackages.Replaces(package.Id, assembly))).ToList();
        foreach (var package in packages)
        {
            _installed[package.Id] = package;
            _natives.Value.Add(package);
        }

        return references;
    }

    private static MimeBundle Restoring(IEnumerable<PackageRequest> requests) =>
        MimeBundle.Of(MimeTypes.PlainText, $"Restoring {string.Join(", ", requests.Select(request => request.Range is null ? request.Id : $"{request.Id} {request.VersionText}"))} …");

    private static MimeBundle Installed(IReadOnlyList<InstalledPackage> packages)
    {
        var items = string.Concat(packages.Select(package => $"<li><span>{WebUtility.HtmlEncode($"{package.Id}, {package.Version}")}</span></li>"));
        return MimeBundle.Of(
            MimeTypes.Html,
            $"<div><strong>Installed Packages</strong><ul>{items}</ul></div>",
            string.Join('\n', packages.Select(package => $"Installed package {package.Id}, version {package.Version}")));
    }
}
