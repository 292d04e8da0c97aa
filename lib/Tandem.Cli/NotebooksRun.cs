using System.Globalization;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>Runs notebooks one after another, and tells on the console what came of each.</summary>
internal sealed class NotebooksRun(RunRequest request)
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;

    public async Task<ExitCode> RunAsync(CancellationToken interruption)
    {
        if (request.DataFolder is { } folder)
        {
            if (!Directory.Exists(folder))
            {
                return Complain(ExitCode.BadFile, $"--data {folder}: no such folder.");
            }

            Environment.SetEnvironmentVariable("TANDEM_DATA", Path.GetFullPath(folder));
        }

        if (request.Pictures == PictureMode.Always && RunPictures.WhyNot() is { } reason)
        {
            return Complain(ExitCode.NoPictures, $"--pictures always: {reason}");
        }

        if (request.Files.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            return Complain(ExitCode.BadUsage, $"{string.Join(" and ", same)} would write the same files; run them one by one, each with an --out of its own.");
        }

        var worst = ExitCode.Success;
        foreach (var file in request.Files)
        {
            var code = await RunAsync(file, interruption).ConfigureAwait(false);
            worst = code > worst ? code : worst;
            if (code == ExitCode.Interrupted)
            {
                break;
            }
        }

        return worst;
    }

    private async Task<ExitCode> RunAsync(string file, CancellationToken interruption)
    {
        try
        {
            var document = NotebookDocument.Read(file);
            using var progress = new ConsoleProgress(_out, Console.IsOutputRedirected ? null : Console.WindowWidth);
            var options = new RunOptions { Timeout = request.Timeout, Parameters = request.Parameters };
            var run = await new IsolatedRunner(HostCommand.Program(), options, progress).RunAsync(document, interruption).ConfigureAwait(false);
            var pictured = await RunPictures.AddAsync(run, request.Pictures, interruption).ConfigureAwait(false);
            Tell(run, RunFiles.Write(pictured.Run, request.OutputFolder, request.Html));
            var code = CodeOf(run.Status);
            return pictured.Problem is { } problem ? Complain(request.Pictures == PictureMode.Always && code == ExitCode.Success ? ExitCode.NoPictures : code, problem) : code;
        }
        catch (BadParameterException failure)
        {
            return Complain(ExitCode.BadUsage, failure.Message);
        }
        catch (Exception failure) when (failure is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            return Complain(ExitCode.BadFile, failure.Message);
        }
    }

    private void Tell(NotebookRun run, IReadOnlyList<string> files)
    {
        if (run.Status == RunStatus.Succeeded)
        {
            _out.WriteLine();
        }
        else
        {
            _error.WriteLine(run.Summary);
        }

        _out.WriteLine($"{run.Document.FileName}: {Seconds(run.Elapsed)} s, compile {Seconds(run.CompileTime)} s (waited for: {Seconds(run.CompileWait)} s)");
        foreach (var file in files)
        {
            _out.WriteLine($"  {file}");
        }
    }

    private ExitCode Complain(ExitCode code, string message)
    {
        _error.WriteLine($"tandem: {message}");
        return code;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture);

    private static ExitCode CodeOf(RunStatus status) => status switch
    {
        RunStatus.Succeeded => ExitCode.Success,
        RunStatus.Failed => ExitCode.CellFailed,
        RunStatus.Crashed => ExitCode.Crashed,
        RunStatus.TimedOut => ExitCode.TimedOut,
        _ => ExitCode.Interrupted,
    };
}
