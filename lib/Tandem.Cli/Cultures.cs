using System.Globalization;
using System.Runtime.InteropServices;

namespace Tandem.Cli;

/// <summary>
/// The cultures of cells. This program itself runs in .NET's invariant mode, which needs no ICU library and starts sooner; a process that runs cells gets the real cultures
/// where ICU is there. Without it, .NET would refuse to start in any other mode.
/// </summary>
internal static class Cultures
{
    private const string InvariantMode = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    // The versions that .NET looks for, newest first.
    private const int Newest = 120, Oldest = 50;

    /// <summary>The variables by which a process that runs cells is told its mode; none where the user chose one or ICU is missing.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        System.Environment.GetEnvironmentVariable(InvariantMode) is null && HasIcu() ? new Dictionary<string, string> { [InvariantMode] = "0" } : new Dictionary<string, string>();

    /// <summary>Lets cells print the same on every machine: the culture is the invariant one until a cell chooses another.</summary>
    public static void UseInvariant() => (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);

    /// <summary>Whether .NET finds the ICU library. Windows and macOS bring one.</summary>
    private static bool HasIcu()
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        for (var version = Newest; version >= Oldest; version--)
        {
            if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out var library))
            {
                NativeLibrary.Free(library);
                return true;
            }
        }

        return false;
    }
}
