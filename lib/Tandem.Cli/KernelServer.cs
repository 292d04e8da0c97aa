using System.Runtime.InteropServices;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>Runs the kernel for one notebook until Jupyter ends it or is gone.</summary>
internal static class KernelServer
{
    public static async Task<ExitCode> RunAsync(string connectionFile)
    {
        Cultures.UseInvariant();
        var error = Console.Error;
        try
        {
            await using var kernel = JupyterKernel.Bind(JupyterConnection.Read(connectionFile), message => error.WriteLine($"tandem: {message}"));
            return await RunAsync(kernel, error).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"tandem: {failure.Message}").ConfigureAwait(false);
            return ExitCode.BadFile;
        }
    }

    private static async Task<ExitCode> RunAsync(JupyterKernel kernel, TextWriter error)
    {
        using var ending = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
        var serving = kernel.RunAsync(ending.Token);
        if (await Task.WhenAny(serving, ParentWatch.WaitForEndAsync(ending.Token)).ConfigureAwait(false) != serving)
        {
            await error.WriteLineAsync("tandem: the Jupyter server is gone; the kernel ends").ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
        }

        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return serving.IsFaulted ? throw serving.Exception.GetBaseException() : ExitCode.Success;
    }
}
