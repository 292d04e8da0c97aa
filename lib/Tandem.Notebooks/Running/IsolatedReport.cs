using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>
/// Writes a run's HTML report in a process of its own. Whatever a notebook's text and outputs do to that process – make it fail, overflow its stack, run out of
/// memory, take for ever – costs the report alone.
/// </summary>
/// <param name="host">The program that the process runs: given these arguments, it calls <see cref="ReportHost.Run"/>.</param>
/// <param name="limit">The time that a report may take.</param>
public sealed class IsolatedReport(HostProgram host, TimeSpan limit)
{
    /// <summary>Writes the report, whole or not at all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ReportException">The report could not be made; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task WriteAsync(NotebookRun run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var html = await MakeAsync(ReportTask.Of(run)).ConfigureAwait(false);
        AtomicFile.Write(path, html.WriteTo);
    }

    private async Task<MemoryStream> MakeAsync(ReportTask task)
    {
        using var process = Start();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var html = new MemoryStream();
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = process.StandardOutput.BaseStream.CopyToAsync(html, timeout.Token);
            await SendAsync(process, task, timeout.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? html : throw new ReportException($"its process ended with the exit code {process.ExitCode}: {FirstLine(await error.ConfigureAwait(false))}");
        }
        catch (OperationCanceledException)
        {
            throw new ReportException($"it took longer than {limit.TotalSeconds:0.#} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task SendAsync(Process process, ReportTask task, CancellationToken cancellationToken)
    {
        try
        {
            await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, task, ReportJson.Default.ReportTask, cancellationToken).ConfigureAwait(false);
            await process.StandardInput.WriteLineAsync().ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The process ended before it had read all; its exit code tells more.
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(host.FileName, host.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in host.Environment)
        {
            start.Environment[variable] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new ReportException($"its process cannot be started: {failure.Message}");
        }
    }

    private static string FirstLine(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("it said nothing");
}
