using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Tandem.Torch;

/// <summary>Asks the system's loader why it refuses TorchSharp's native library. TorchSharp only says that it does.</summary>
internal static partial class NativeLoader
{
    private static string FileName =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    /// <summary>The loader's reason for not loading the library; <see langword="null"/> where the library is not found, or loads.</summary>
    /// <param name="cause">What TorchSharp threw. Its message lists the paths that it tried.</param>
    public static string? Failure(Exception cause) => Candidates(cause).Where(File.Exists).Select(Load).FirstOrDefault(failure => failure is not null);

    /// <summary>The reason in a loader's message: the line that names what is missing, without the introduction that .NET puts before it.</summary>
    public static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(line => line.Contains("not found (required by", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.Contains("cannot open shared object file", StringComparison.Ordinal) && !line.Contains(FileName + ": ", StringComparison.Ordinal))
            ?? lines[0];
    }

    /// <summary>What to do about a reason; <see langword="null"/> where only the reason itself can tell.</summary>
    public static string? Remedy(string reason) => reason switch
    {
        _ when reason.Contains("GLIBCXX_3.4.", StringComparison.Ordinal) =>
            "The C++ runtime of this system is too old: TorchSharp needs the libstdc++ of GCC 13 or newer, which Debian 13, Ubuntu 24.04 and newer systems have.",
        _ when reason.Contains("GLIBC_", StringComparison.Ordinal) => "The C library of this system is too old for this libtorch: use a newer system.",
        _ when MissingLibrary().Match(reason) is { Success: true } missing => $"Install the package of this system that has {missing.Groups[1].Value}.",
        _ => null,
    };

    private static IEnumerable<string> Candidates(Exception cause)
    {
        var folders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, FileName))
            .Concat(TriedPaths().Matches(cause.ToString()).Select(match => match.Groups[1].Value.Trim()).Where(path => Path.GetFileName(path) == FileName));
    }

    private static string? Load(string path)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return Reason(error.Message);
        }
    }

    [GeneratedRegex("Failed to load native component ([^\r\n]+)")]
    private static partial Regex TriedPaths();

    [GeneratedRegex(@"(\S+): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
