namespace Tandem.Cli;

/// <summary>What <c>tandem data</c> tells of data sets.</summary>
internal static class DataReport
{
    public static void List(TextWriter console, DataFolder folder, IEnumerable<DatasetInfo> sets)
    {
        string[] headings = ["Name", "Title", "Size", "Here", "Terms"];
        ConsoleTable.Write(console, [headings, .. sets.Select(info => Row(folder, info))], right: 2);
        console.WriteLine();
        console.WriteLine(Place(folder));
    }

    public static void Where(TextWriter console, DataFolder folder, IEnumerable<DatasetInfo> sets)
    {
        console.WriteLine(Place(folder));
        ConsoleTable.Write(console, [.. sets.Select(info => (string[])[info.Name, new DatasetFolder(info, folder.Path) switch
        {
            { IsComplete: true } => Path.Combine(folder.Path, info.Directory),
            { HasAny: true } => $"{Path.Combine(folder.Path, info.Directory)} (not complete)",
            _ => folder.Origin == DataFolderOrigin.Default ? "absent: notebooks use a generated sample" : "absent: an error, since the folder was named",
        }])]);
    }

    /// <summary>Tells of each file what it is.</summary>
    /// <returns>Whether all is there, and nothing is another file than the published one or a known variant.</returns>
    public static bool Verify(TextWriter console, DatasetInfo info, IReadOnlyList<DatasetFileState> states)
    {
        console.WriteLine($"{info.Name}: {info.Title}");
        ConsoleTable.Write(console, [.. states.Where(state => state.FoundPath is not null || !state.File.Optional).Select(Row)], right: 2);
        return states.All(state => state.Status != DatasetFileStatus.Different && (state.File.Optional || state.FoundPath is not null));
    }

    public static void Terms(TextWriter console, DatasetInfo info)
    {
        console.WriteLine(info.Title);
        ConsoleTable.Write(console, [["  from", info.Url], ["  licence", info.License], ["  passing on", info.Redistribution], ["  to cite", info.Citation]]);
    }

    private static string[] Row(DataFolder folder, DatasetInfo info)
    {
        var states = new DatasetFolder(info, folder.Path).States;
        return [info.Name, info.Title, Size(states), Summary(states), info.License.Split("; ")[0].Split(": ")[0].Split(". ")[0].TrimEnd('.')];
    }

    private static string[] Row(DatasetFileState state) =>
    [
        $"  {Path.GetFileName(state.FoundPath ?? state.File.Path)}",
        Name(state.Status),
        state.FoundPath is { } path ? DataSize.Text(new FileInfo(path).Length) : "",
        state.Note,
    ];

    private static string Place(DataFolder folder) => $"{folder.Path} ({folder.Origin switch
    {
        DataFolderOrigin.Argument => "given by --data",
        DataFolderOrigin.Environment => $"named by {Datasets.FolderVariable}",
        _ => $"the default, since neither --data nor {Datasets.FolderVariable} names one",
    }})";

    private static string Summary(IReadOnlyList<DatasetFileState> states)
    {
        if (states.All(state => state.FoundPath is null))
        {
            return "absent";
        }

        DatasetFileStatus[] tell = [DatasetFileStatus.Missing, DatasetFileStatus.Different, DatasetFileStatus.Simulated, DatasetFileStatus.Derived, DatasetFileStatus.Unchecked];
        var parts = tell.Select(status => (status, files: states.Where(state => state.Status == status && !(state.File.Optional && state.FoundPath is null)).ToArray()))
            .Where(part => part.files.Length > 0)
            .Select(part => $"{Name(part.status)}: {string.Join(", ", part.files.Select(state => Path.GetFileName(state.FoundPath ?? state.File.Path)))}")
            .ToArray();
        return parts.Length > 0 ? string.Join("; ", parts) : Name(DatasetFileStatus.Published);
    }

    private static string Name(DatasetFileStatus status) => status switch
    {
        DatasetFileStatus.Missing => "missing",
        DatasetFileStatus.Published => "publisher's own",
        DatasetFileStatus.Derived => "derived",
        DatasetFileStatus.Simulated => "simulated",
        DatasetFileStatus.Unchecked => "not checkable",
        _ => "differs",
    };

    private static string Size(IReadOnlyList<DatasetFileState> states)
    {
        var sizes = states.Where(state => !state.File.Optional || state.FoundPath is not null)
            .Select(state => state.FoundPath is { } path ? new FileInfo(path).Length : state.File.Bytes).ToArray();
        return sizes.Contains(null) ? "?" : DataSize.Text(sizes.Sum(size => size!.Value));
    }
}
