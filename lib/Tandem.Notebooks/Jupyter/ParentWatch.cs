using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tandem.Notebooks;

/// <summary>Notices when the Jupyter server that started this process is gone: nobody else would end the kernel then.</summary>
public static class ParentWatch
{
    /// <summary>The variable by which Jupyter tells a kernel its own process: the number, on Windows a handle. A kernel that is to outlive the server is not told.</summary>
    private const string Variable = "JPY_PARENT_PID";

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the process that <c>JPY_PARENT_PID</c> names has ended; for ever when it names none.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var parent) || parent <= 1)
        {
            // Process 1 never ends.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }

        using var waitHandle = OperatingSystem.IsWindows() ? new ManualResetEvent(false) { SafeWaitHandle = new SafeWaitHandle(parent, ownsHandle: true) } : null;
        Func<bool> lives = waitHandle is not null ? () => !waitHandle.WaitOne(0)
            : GetParent() == parent ? () => GetParent() == parent
            : StartOf(parent) is { } start ? () => StartOf(parent) == start
            : () => false;
        while (lives())
        {
            await Task.Delay(_interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>When a process started, which tells it from a later one of the same number; null when there is none.</summary>
    private static DateTime? StartOf(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.HasExited ? null : found.StartTime;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The process that this one belongs to; another one takes its place when it ends, even if nobody has fetched its exit code yet.</summary>
    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int GetParent();
}
