using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// A running <see cref="HostProgram"/>: the pipe that the run is told through, and its own standard streams, which are read apart from it, so that
/// nothing that the cells' code, its native libraries or the dying runtime write there can be taken for an event.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan _drain = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly Task _streams;
    private readonly CrashTrace _trace;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private HostProcess(Process process, NamedPipeServerStream pipe, Action<StreamOutput> write)
    {
        _process = process;
        _pipe = pipe;
        _trace = new CrashTrace(text => write(new StreamOutput(text, IsError: true)));
        _streams = Task.WhenAll(
            ReadAsync(process.StandardOutput, text => write(new StreamOutput(text, IsError: false))),
            ReadAsync(process.StandardError, _trace.Add));
    }

    /// <summary>Starts the program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="write">Gets what it writes to its standard streams, the runtime's account of a crash left out.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static HostProcess Start(HostProgram program, Action<StreamOutput> write)
    {
        var name = $"tandem-{Guid.NewGuid():N}"[..20];
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            var start = new ProcessStartInfo(program.FileName, [.. program.Arguments, name])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            };
            foreach (var (variable, value) in program.Environment)
            {
                start.Environment[variable] = value;
            }

            var process = Process.Start(start)!;
            // The cells' code shares no console with anyone: there is nobody to type.
            process.StandardInput.Close();
            return new HostProcess(process, pipe, write);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <summary>The lines that the process sends, to their end.</summary>
    public StreamReader Events => field ??= new StreamReader(_pipe);

    /// <summary>Whether the process connected to the pipe; it did not if it ended first.</summary>
    public async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connection = _pipe.WaitForConnectionAsync(ended.Token);
        await Task.WhenAny(connection, _process.WaitForExitAsync(ended.Token)).ConfigureAwait(false);
        if (!connection.IsCompletedSuccessfully)
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await connection.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return connection.IsCompletedSuccessfully;
    }

    /// <summary>Sends a line; one that the process is no longer there to read is dropped.</summary>
    public async Task SendAsync(string line)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _pipe.WriteAsync(Encoding.UTF8.GetBytes(line + "\n")).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            // It ended: the reading side sees that too, and knows more.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the process and those that it started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Waits for the process's end, a moment, and ends it otherwise.</summary>
    /// <returns>How it ended, with what the runtime said of a crash.</returns>
    public async Task<HostEnd> EndAsync()
    {
        using var patience = new CancellationTokenSource(_drain);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var endedItself = _process.HasExited;
        if (!endedItself)
        {
            _process.Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        // Processes that the cells started may hold the streams open for as long as they live.
        await Task.WhenAny(_streams, Task.Delay(_drain)).ConfigureAwait(false);
        return new HostEnd(endedItself, _process.ExitCode, _trace);
    }

    public void Dispose()
    {
        _process.Dispose();
        _pipe.Dispose();
        _writing.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> write)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                write(new string(buffer, 0, count));
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Closed: the process is gone, and nobody waits for what others still write.
        }
    }
}
