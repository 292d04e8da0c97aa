using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>A notebook of the command line, read at the start, with what its run is given and where its results go.</summary>
internal sealed class NotebookJob
{
    private readonly RunRequest _request;
    private readonly string _outputFolder;
    private readonly FileStamp _stamp;

    private NotebookJob(FoundNotebook found, RunRequest request)
    {
        Path = found.Path;
        _request = request;
        _outputFolder = request.InPlace ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(found.Path))! : System.IO.Path.Combine(request.OutputFolder, found.OutputFolder);
        _stamp = FileStamp.Of(found.Path);
        try
        {
            Document = found.Problem is null ? NotebookDocument.Read(found.Path) : throw new CommandException(ExitCode.BadFile, found.Problem);
            new RunOptions().Check(Document);
        }
        catch (CommandException failure)
        {
            Problem = failure;
        }
        catch (Exception failure) when (failure is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            Problem = new CommandException(ExitCode.BadFile, failure.Message);
        }
    }

    /// <summary>The notebook, as the user is to see it named.</summary>
    public string Path { get; }

    /// <summary>The notebook; null when it could not be read.</summary>
    public NotebookDocument? Document { get; }

    /// <summary>Why it cannot run; null when it can.</summary>
    public CommandException? Problem { get; }

    public RunOptions Options { get; private set; } = new();

    /// <summary>True when the file is not any more what was read.</summary>
    public bool HasChanged => FileStamp.Of(Path) != _stamp;

    /// <summary>Finds and reads the notebooks, checks their parameters and the place of their results.</summary>
    /// <exception cref="CommandException">The command line does not fit them; nothing was run.</exception>
    public static IReadOnlyList<NotebookJob> Prepare(RunRequest request)
    {
        var found = new NotebookFinder(request.OutputFolder).Find(request.Notebooks, request.Excluded);
        if (found.Where(notebook => notebook.Problem is null).GroupBy(notebook => notebook.OutputStem).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new CommandException(ExitCode.BadUsage, $"{string.Join(" and ", same.Select(notebook => notebook.Path))} would write the same files; run them one by one, each with an --out of its own.");
        }

        var jobs = found.Select(notebook => new NotebookJob(notebook, request)).ToList();
        foreach (var job in jobs)
        {
            job.Options = job.OptionsFor();
        }

        CheckParameters(jobs, request);
        CheckValues(jobs);
        if (jobs.Exists(job => job.Problem is null) && !request.InPlace)
        {
            Files.CheckFolder(request.OutputFolder);
        }

        return jobs;
    }

    /// <summary>Writes the results of a run. A file that cannot be written keeps no other from being written.</summary>
    /// <returns>The files that were written, and for each of the others why it was not.</returns>
    public async Task<(IReadOnlyList<string> Written, IReadOnlyList<string> Problems)> WriteAsync(NotebookRun run)
    {
        var written = new List<string>();
        var problems = new List<string>();
        foreach (var (path, write) in ResultsOf(run))
        {
            try
            {
                await write(path).ConfigureAwait(false);
                written.Add(path);
            }
#pragma warning disable CA1031 // Whatever keeps a file from being written, the others are written, and the run goes on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                problems.Add(failure is CommandException ? failure.Message : $"{path}: cannot be written: {failure.Message}");
            }
        }

        return (written, problems);
    }

    private IEnumerable<(string Path, Func<string, Task> Write)> ResultsOf(NotebookRun run)
    {
        if (_request.InPlace)
        {
            yield return (System.IO.Path.ChangeExtension(Path, ".ipynb"), path => Do(() => WriteInPlace(run, path)));
            yield break;
        }

        var stem = System.IO.Path.Combine(_outputFolder, run.Document.Name);
        if (_request.Html)
        {
            yield return ($"{stem}.html", path => new IsolatedReport(HostCommand.ForReport(), ReportLimit).WriteAsync(run, path));
        }

        yield return ($"{stem}.ipynb", path => Do(() => RunFiles.WriteNotebook(run, path)));
        yield return ($"{stem}.metrics.json", path => Do(() => RunFiles.WriteMetrics(run, path)));
    }

    private void WriteInPlace(NotebookRun run, string path)
    {
        if (path == Path && HasChanged)
        {
            throw new CommandException(ExitCode.NotWritten, $"{Path}: the file was changed while it ran, and is left as it is now; run it again.");
        }

        RunFiles.WriteNotebook(run, path);
    }

    private static Task Do(Action write)
    {
        write();
        return Task.CompletedTask;
    }

    /// <summary>A report may take as long as a cell; but starting its process takes time, which short limits for cells do not foresee.</summary>
    private TimeSpan ReportLimit => (_request.CellTimeout ?? _request.Timeout) is { } limit ? TimeSpan.FromSeconds(Math.Max(30, limit.TotalSeconds)) : TimeSpan.FromMinutes(5);

    private RunOptions OptionsFor()
    {
        var declared = Document is null || _request.Parameters.Count == 0 ? [] : RunOptions.ParametersOf(Document);
        return new RunOptions
        {
            Timeout = _request.Timeout,
            CellTimeout = _request.CellTimeout,
            AllowErrors = _request.AllowErrors,
            OutputLimit = _request.OutputLimit,
            Parameters = _request.Parameters.Where(parameter => declared.Contains(parameter.Key)).ToDictionary(),
        };
    }

    /// <summary>A parameter is for the notebooks that declare it; one that none declares is a mistake.</summary>
    private static void CheckParameters(IReadOnlyList<NotebookJob> jobs, RunRequest request)
    {
        var unknown = request.Parameters.Keys.FirstOrDefault(name => !jobs.Any(job => job.Options.Parameters.ContainsKey(name)));
        var readable = jobs.Where(job => job.Document is not null).ToList();
        if (unknown is not null && readable.Count > 0)
        {
            var declared = readable.SelectMany(job => RunOptions.ParametersOf(job.Document!)).Distinct().ToList();
            var whose = readable.Count == 1 ? $"{readable[0].Document!.FileName} declares no parameter '{unknown}'; it declares" : $"None of the {readable.Count} notebooks declares a parameter '{unknown}'; they declare";
            throw new CommandException(
                ExitCode.BadUsage,
                $"{whose} {(declared.Count == 0 ? "none" : string.Join(", ", declared))}. "
                + RunOptions.HowToDeclareParameters);
        }
    }

    private static void CheckValues(IEnumerable<NotebookJob> jobs)
    {
        try
        {
            foreach (var job in jobs.Where(job => job.Problem is null))
            {
                job.Options.Check(job.Document!);
            }
        }
        catch (BadParameterException failure)
        {
            throw new CommandException(ExitCode.BadUsage, failure.Message);
        }
    }
}
