using System.ComponentModel;
using System.Globalization;
using Tandem.Notebooks;
using Tandem.Tensors;

namespace Tandem.Cli;

/// <summary>Runs notebooks, several at a time where that was asked for, and tells on the console what came of each.</summary>
internal sealed class NotebooksRun(RunRequest request)
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private ExitCode _worst = ExitCode.Success;

    public async Task<ExitCode> RunAsync(CancellationToken interruption)
    {
        try
        {
            if (request.DataFolder is { } folder && !Directory.Exists(folder))
            {
                throw new CommandException(ExitCode.BadFile, $"--data {folder}: no such folder.");
            }

            if (request.Pictures == PictureMode.Always && RunPictures.WhyNot() is { } reason)
            {
                throw new CommandException(ExitCode.NoPictures, $"--pictures always: {reason}");
            }

            var jobs = NotebookJob.Prepare(request);
            var outcomes = await RunAllAsync(jobs, interruption).ConfigureAwait(false);
            if (interruption.IsCancellationRequested)
            {
                _worst = ExitCode.Interrupted;
            }

            if (outcomes.Count > 1)
            {
                OutcomeTable.Write(outcomes, _out);
            }

            WriteReports(outcomes);
        }
        catch (CommandException failure)
        {
            Complain(failure.Code, failure.Message);
        }

        return _worst;
    }

    private async Task<IReadOnlyList<NotebookOutcome>> RunAllAsync(IReadOnlyList<NotebookJob> jobs, CancellationToken interruption)
    {
        var outcomes = jobs.Select(job => new NotebookOutcome(job.Path, null, "not run: the run had ended before")).ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(request.Jobs, Math.Max(1, jobs.Count)) };
        await Parallel.ForEachAsync(Enumerable.Range(0, jobs.Count), parallel, async (i, _) =>
        {
            if (!interruption.IsCancellationRequested && !(request.FailFast && _worst != ExitCode.Success))
            {
                outcomes[i] = await TryRunAsync(jobs[i], jobs.Count > 1 ? $"{jobs[i].Path} | " : "", parallel.MaxDegreeOfParallelism, interruption).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return outcomes;
    }

    /// <summary>Runs a notebook. Whatever goes wrong with it ends no other, and none of the files on all of them.</summary>
    private async Task<NotebookOutcome> TryRunAsync(NotebookJob job, string prefix, int parallel, CancellationToken interruption)
    {
        try
        {
            return await RunAsync(job, prefix, parallel, interruption).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // See the summary.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var problem = $"{job.Path}: {failure.GetType().Name}: {failure.Message}";
            Complain(ExitCode.Crashed, problem);
            return new NotebookOutcome(job.Path, null, problem);
        }
    }

    private async Task<NotebookOutcome> RunAsync(NotebookJob job, string prefix, int parallel, CancellationToken interruption)
    {
        if (job.Problem is { } problem)
        {
            Complain(problem.Code, problem.Message);
            return new NotebookOutcome(job.Path, null, problem.Message);
        }

        using var console = parallel > 1 ? new PrefixedWriter(_out, prefix) : null;
        if (console is null && prefix.Length > 0)
        {
            _out.WriteLine($"--- {job.Path}");
        }

        NotebookRun run;
        using (var progress = new ConsoleProgress(console ?? _out, console is not null || Console.IsOutputRedirected ? null : Console.WindowWidth))
        {
            try
            {
                run = await new IsolatedRunner(HostCommand.ForCells(EnvironmentOf(parallel)), job.Options, progress).RunAsync(job.Document!, interruption).ConfigureAwait(false);
            }
            catch (Win32Exception failure)
            {
                Complain(ExitCode.Crashed, $"{job.Path}: the process for its cells cannot be started: {failure.Message}");
                return new NotebookOutcome(job.Path, null, failure.Message);
            }
        }

        var pictured = await RunPictures.AddAsync(run, request.Pictures, interruption).ConfigureAwait(false);
        if (pictured.Problem is { } missing)
        {
            Complain(request.Pictures == PictureMode.Always ? ExitCode.NoPictures : ExitCode.Success, $"{job.Path}: {missing}");
        }

        return await TellAsync(job, pictured.Run, prefix, console ?? _out).ConfigureAwait(false);
    }

    /// <summary>Notebooks that run at the same time share the cores: their results depend neither on the number of threads nor on time.</summary>
    private Dictionary<string, string> EnvironmentOf(int parallel)
    {
        var environment = new Dictionary<string, string>();
        if (request.DataFolder is { } folder)
        {
            environment["TANDEM_DATA"] = Path.GetFullPath(folder);
        }

        if (request.Device is { } device)
        {
            environment[Device.Variable] = device;
        }

        if (parallel > 1 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TANDEM_THREADS")))
        {
            environment["TANDEM_THREADS"] = Math.Max(1, Environment.ProcessorCount / parallel).ToString(CultureInfo.InvariantCulture);
        }

        return environment;
    }

    private async Task<NotebookOutcome> TellAsync(NotebookJob job, NotebookRun run, string prefix, TextWriter console)
    {
        if (run.Status == RunStatus.Succeeded)
        {
            console.WriteLine();
        }
        else
        {
            Complain(CodeOf(run.Status), run.Summary, prefix);
        }

        if (job.HasChanged)
        {
            _error.WriteLine($"{job.Path}: the file was changed while it ran; the results are those of the text that was read at the start.");
        }

        console.WriteLine($"{run.Document.FileName}: {Seconds(run.Elapsed)} s, compile {Seconds(run.CompileTime)} s (waited for: {Seconds(run.CompileWait)} s)");
        var (written, problems) = await job.WriteAsync(run).ConfigureAwait(false);
        foreach (var file in written)
        {
            console.WriteLine($"  {file}");
        }

        foreach (var problem in problems)
        {
            Complain(ExitCode.NotWritten, problem);
        }

        foreach (var repair in IpynbWriter.Document(run).FindRepairs())
        {
            Complain(ExitCode.Success, repair, $"{run.Document.Name}.ipynb: ");
        }

        return new NotebookOutcome(job.Path, run, problems.Count == 0 ? null : string.Join('\n', problems));
    }

    private void WriteReports(IReadOnlyList<NotebookOutcome> outcomes)
    {
        Write(request.JUnitFile, path => RunFiles.WriteJUnit(outcomes, path));
        Write(request.MetricsFile, path => RunFiles.WriteMetrics(outcomes, path));
        Write(request.SummaryFile, path => RunFiles.WriteSummary(outcomes, path));
        // The step's other commands write to the same file.
        Write(request.SummaryFile is null ? GitHubActions.SummaryFile : null, path =>
        {
            using var writer = File.AppendText(path);
            StepSummary.Write(outcomes, writer);
        });

        if (GitHubActions.IsHere)
        {
            foreach (var outcome in outcomes.Where(outcome => !outcome.Succeeded))
            {
                _out.WriteLine(GitHubActions.Annotation(outcome));
            }
        }
    }

    /// <summary>Writes a file that was asked for. One that cannot be written keeps no other from being written.</summary>
    private void Write(string? file, Action<string> write)
    {
        try
        {
            if (file is not null)
            {
                Files.Write(file, write);
            }
        }
        catch (CommandException failure)
        {
            Complain(failure.Code, failure.Message);
        }
    }

    private void Complain(ExitCode code, string message, string prefix = "tandem: ")
    {
        lock (_error)
        {
            _worst = code > _worst ? code : _worst;
            _error.WriteLine($"{prefix}{message}");
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture);

    private static ExitCode CodeOf(RunStatus status) => status switch
    {
        RunStatus.Failed => ExitCode.CellFailed,
        RunStatus.Crashed => ExitCode.Crashed,
        RunStatus.TimedOut => ExitCode.TimedOut,
        _ => ExitCode.Interrupted,
    };
}
