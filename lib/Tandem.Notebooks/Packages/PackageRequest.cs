using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Tandem.Notebooks;

/// <summary>A package that a cell asks for.</summary>
/// <param name="Id">The package's name.</param>
/// <param name="Range">The versions that will do; null for the newest.</param>
/// <param name="VersionText">The version as written; <c>*</c> where none is.</param>
/// <param name="Place">Where it is asked for.</param>
internal sealed partial record PackageRequest(string Id, VersionRange? Range, string VersionText, SourceLine Place)
{
    private const string Prefix = "nuget:";

    /// <summary>True when newer packages may make another version the right one.</summary>
    public bool IsFloating => Range is null || Range.IsFloating;

    /// <summary>What follows <c>nuget:</c>; null when the argument does not begin with it.</summary>
    public static string? WithoutPrefix(string argument) =>
        argument.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? argument[Prefix.Length..].Trim() : null;

    /// <summary>Reads <c>Name</c> or <c>Name, Version</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static PackageRequest Parse(string text, SourceLine place)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var id = (comma < 0 ? text : text[..comma]).Trim();
        var version = comma < 0 ? "" : text[(comma + 1)..].Trim();
        if (!PackageId().IsMatch(id))
        {
            throw new ArgumentException($"'{id}' is not a package's name; write #r \"nuget: NAME\" or #r \"nuget: NAME, VERSION\"");
        }

        if (version.Length == 0)
        {
            return new PackageRequest(id, null, "*", place);
        }

        return VersionRange.TryParse(version, allowFloating: true, out var range)
            ? new PackageRequest(id, range, version, place)
            : throw new ArgumentException($"'{version}' is not a version of {id}; write one as 1.2.3, 1.* for the newest 1, or *-* for the newest at all");
    }

    [GeneratedRegex(@"^\w+([_.-]\w+)*$")]
    private static partial Regex PackageId();
}
