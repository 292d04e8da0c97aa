namespace Tandem.Notebooks;

/// <summary>Completes the packages of <c>#r "nuget:NAME,VERSION"</c>: those that this machine has already, so that nothing is asked of the network.</summary>
internal static class PackageCompletion
{
    private const string Prefix = "nuget:";

    private static readonly string _packages =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>True when a package's name follows.</summary>
    public static bool IsPackage(string typed) => typed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names, and after a comma the versions, newest first.</summary>
    public static CompletionList Complete(DirectiveSite site)
    {
        var comma = site.Typed.IndexOf(',', StringComparison.Ordinal);
        var written = comma < 0 ? Prefix.Length : comma + 1;
        while (written < site.Typed.Length && site.Typed[written] == ' ')
        {
            written++;
        }

        var typed = site.Typed[written..];
        var names = comma < 0 ? Folders(_packages) : Versions(site.Typed[Prefix.Length..comma].Trim());
        var matching = names.Distinct(StringComparer.OrdinalIgnoreCase).Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
        return new CompletionList(site.Start + written, site.End, [.. matching.Select(name => new CompletionItem(name, CompletionKind.Directive))]);
    }

    private static IEnumerable<string> Versions(string package) => package.Length == 0 || package.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 ? []
        : Folders(Path.Combine(_packages, package.ToLowerInvariant())).OrderByDescending(version => Version.TryParse(version.Split('-')[0], out var number) ? number : new Version());

    private static IEnumerable<string> Folders(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal) : [];
}
