using System.Diagnostics;
using System.Globalization;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The most memory that was in use at once: this process's on Linux, or a GPU's, of which libtorch gives nothing back before it ends.</summary>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs";

    /// <summary>Begins anew.</summary>
    public static void Forget()
    {
        if (File.Exists(Reset))
        {
            File.WriteAllText(Reset, "5");
        }
    }

    /// <summary>The peak in 10⁶ bytes; of a GPU with all that runs on it. <see langword="null"/> where this machine does not tell.</summary>
    public static double? Megabytes(IDevice device) => device.Name.StartsWith("cuda", StringComparison.Ordinal) ? OfGpu() : OfProcess();

    private static double? OfProcess()
    {
        const string status = "/proc/self/status", peak = "VmHWM:";
        return File.Exists(status) && Array.Find(File.ReadAllLines(status), line => line.StartsWith(peak, StringComparison.Ordinal)) is { } line
            ? Number(line[peak.Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024 / 1e6
            : null;
    }

    private static double? OfGpu()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0"]) { RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Number(text) * 1048576 / 1e6 : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
