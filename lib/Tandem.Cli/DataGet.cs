namespace Tandem.Cli;

/// <summary><c>tandem data get</c>.</summary>
internal sealed class DataGet(DatasetInfo info, DataFolder folder)
{
    private readonly TextWriter _out = Console.Out;

    /// <summary>A file, a folder or an address to take it from; null for the publisher's.</summary>
    public string? From { get; init; }

    /// <summary>Whether the terms are accepted without being asked.</summary>
    public bool Accepted { get; init; }

    /// <summary>Whether files that are there are replaced.</summary>
    public bool Force { get; init; }

    public async Task<ExitCode> RunAsync(CancellationToken interruption)
    {
        if (!Force && IsThere())
        {
            return ExitCode.Success;
        }

        var downloads = Downloads();
        if (From is null && downloads.Count == 0)
        {
            throw new DatasetException(
                $"{info.Title} is given by its publisher to registered users only. Download it with a browser from {info.Url}, then run "
                + $"'tandem data get {info.Name} --from FILE' with the archive, or with the folder of its files.");
        }

        DataReport.Terms(_out, info);
        if (!Accepted && !await AskAsync(interruption).ConfigureAwait(false))
        {
            return DocumentWork.Complain(ExitCode.BadUsage, "the terms were not accepted: nothing was downloaded. Where nobody can be asked, --accept-license accepts them.");
        }

        var states = await GetAsync(downloads, interruption).ConfigureAwait(false);
        _out.WriteLine();
        DataReport.Verify(_out, info, states);
        _out.WriteLine($"in {Path.Combine(folder.Path, info.Directory)}");
        return ExitCode.Success;
    }

    private async Task<IReadOnlyList<DatasetFileState>> GetAsync(IReadOnlyList<DatasetDownload> downloads, CancellationToken interruption)
    {
        using var get = new DatasetGet(info, folder.Path);
        if (downloads.Count == 0)
        {
            return get.Import(From!, interruption);
        }

        using var client = Download.Client();
        using var display = new TransferDisplay(_out, live: !Console.IsOutputRedirected);
        return await get.DownloadAsync(downloads, new Download(client, display), interruption).ConfigureAwait(false);
    }

    /// <summary>What to download: nothing when it is here already, in a file or a folder.</summary>
    private IReadOnlyList<DatasetDownload> Downloads()
    {
        if (From is null)
        {
            return info.Downloads;
        }

        if (!Uri.TryCreate(From, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return [];
        }

        // Elsewhere, too, the publisher's archive is the publisher's archive.
        var name = Path.GetFileName(address.LocalPath);
        var same = info.Downloads.FirstOrDefault(download => Path.GetFileName(new Uri(download.Url).LocalPath) == name);
        return [(same ?? new DatasetDownload(From)) with { Url = From }];
    }

    /// <exception cref="CommandException">There are files that nobody should lose unasked.</exception>
    private bool IsThere()
    {
        var there = new DatasetFolder(info, folder.Path);
        var found = there.States.Where(state => state.FoundPath is not null).ToArray();
        if (!there.IsComplete && found.All(state => state.Status == DatasetFileStatus.Published))
        {
            return false;
        }

        var whole = DataReport.Verify(_out, info, there.States);
        return whole
            ? Told($"is in {Path.Combine(folder.Path, info.Directory)} already; --force gets it again and replaces it.")
            : throw new CommandException(ExitCode.Problem, $"{Path.Combine(folder.Path, info.Directory)} has files of {info.Title} that are not all the publisher's own: --force replaces them.");
    }

    private bool Told(string line)
    {
        _out.WriteLine(line);
        return true;
    }

    private async Task<bool> AskAsync(CancellationToken interruption)
    {
        if (Console.IsInputRedirected)
        {
            return false;
        }

        // Nothing makes the console's reading end early, so it is left alone when the user interrupts.
        _out.Write("Do you accept these terms? [y/N] ");
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(interruption).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
