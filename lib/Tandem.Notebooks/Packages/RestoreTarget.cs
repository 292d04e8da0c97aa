using System.Runtime.InteropServices;

namespace Tandem.Notebooks;

/// <summary>The platform that packages are restored for: the one that runs this program.</summary>
internal static class RestoreTarget
{
    public static string Framework => $"net{Environment.Version.Major}.0";

    /// <summary>The portable identifier: distributions have identifiers of their own, which packages do not know.</summary>
    public static string RuntimeIdentifier { get; } = $"{System()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string System() =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
        : "linux";
}
