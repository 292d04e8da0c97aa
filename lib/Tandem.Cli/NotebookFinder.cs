using Microsoft.Extensions.FileSystemGlobbing;

namespace Tandem.Cli;

/// <summary>
/// Finds the notebooks that files, folders and patterns name. Results keep the folder structure below the folder that all of them have in common, so that
/// notebooks of one name in different folders do not meet.
/// </summary>
internal sealed class NotebookFinder(string outputFolder)
{
    private static readonly string[] _extensions = [".dib", ".ipynb"];
    private static readonly string[] _leftOut = ["bin", "obj", "node_modules"];

    private readonly string _outputFolder = Path.GetFullPath(outputFolder);

    /// <summary>The notebooks, in the order of the names, each once; those of a folder or a pattern in the order of their paths.</summary>
    /// <param name="names">Files, folders and patterns.</param>
    /// <param name="excluded">Files, folders and patterns whose notebooks are left out.</param>
    /// <exception cref="CommandException">What is to be left out is not among the notebooks.</exception>
    public IReadOnlyList<FoundNotebook> Find(IReadOnlyList<string> names, IReadOnlyList<string>? excluded = null)
    {
        var found = (excluded ?? []).Aggregate(names.Select(Find).ToList(), Without);
        var common = found.Where(named => named.Files.Count > 0).Select(named => named.Base).DefaultIfEmpty(Environment.CurrentDirectory).Aggregate(CommonFolder);
        return
        [
            .. found.SelectMany(named => named.Problem is { } problem
                    ? [new FoundNotebook(named.Name, "", problem)]
                    : named.Files.Select(file => new FoundNotebook(file, OutputFolderOf(file, common))))
                .DistinctBy(notebook => notebook.Problem is null ? Path.GetFullPath(notebook.Path) : notebook.Path),
        ];
    }

    private static string OutputFolderOf(string file, string common)
    {
        var relative = Path.GetRelativePath(common, Path.GetDirectoryName(Path.GetFullPath(file))!);
        return relative == "." ? "" : relative;
    }

    private Named Find(string name)
    {
        if (Directory.Exists(name))
        {
            return OrProblem(new Named(name, Path.GetFullPath(name), Below(name, [.. _extensions.Select(extension => "**/*" + extension)]), null), $"there is no notebook ({string.Join(", ", _extensions)}) in the folder");
        }

        if (File.Exists(name) || !name.Contains('*', StringComparison.Ordinal))
        {
            return new Named(name, Path.GetDirectoryName(Path.GetFullPath(name))!, [name], null);
        }

        var parts = name.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal)).ToArray();
        var folder = fixedParts is [""] ? "/" : string.Join('/', fixedParts);
        var pattern = string.Join('/', parts[fixedParts.Length..]);
        var files = Directory.Exists(folder.Length == 0 ? "." : folder) ? Below(folder, [pattern]) : [];
        return OrProblem(new Named(name, Path.GetFullPath(folder.Length == 0 ? "." : folder), files, null), "no notebook (.dib, .ipynb) matches the pattern");
    }

    private List<Named> Without(List<Named> found, string excluded)
    {
        var unwanted = Find(excluded).Files.Select(Path.GetFullPath).ToHashSet();
        var left = found.ConvertAll(named => named with { Files = [.. named.Files.Where(file => !unwanted.Contains(Path.GetFullPath(file)))] });
        return left.Sum(named => named.Files.Count) < found.Sum(named => named.Files.Count) ? left
            : throw new CommandException(ExitCode.BadUsage, $"--exclude {excluded}: none of the notebooks is there. Give a file, a folder or a pattern as for NOTEBOOKS, from the current folder.");
    }

    private static Named OrProblem(Named named, string problem) => named.Files.Count > 0 ? named : named with { Problem = $"{named.Name}: {problem}" };

    /// <summary>The notebooks below a folder; of a .dib file and its executed .ipynb twin, the .dib.</summary>
    private List<string> Below(string folder, string[] patterns)
    {
        var matcher = new Matcher();
        matcher.AddIncludePatterns(patterns);
        return
        [
            .. matcher.GetResultsInFullPath(folder.Length == 0 ? "." : folder)
                .Where(IsNotebook)
                .Select(file => Path.GetRelativePath(folder.Length == 0 ? "." : folder, file))
                .Where(file => !IsLeftOut(file, folder))
                .GroupBy(file => Path.ChangeExtension(file, null))
                .Select(twins => twins.MinBy(file => Array.IndexOf(_extensions, Path.GetExtension(file).ToLowerInvariant()))!)
                .Order(StringComparer.Ordinal)
                .Select(file => Path.Combine(folder, file)),
        ];
    }

    private static bool IsNotebook(string file) => _extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private bool IsLeftOut(string file, string folder)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        return parts.Any(part => part.StartsWith('.'))
            || parts[..^1].Any(_leftOut.Contains)
            || (!IsWithin(Path.GetFullPath(folder), _outputFolder) && IsWithin(Path.GetFullPath(Path.Combine(folder, file)), _outputFolder));
    }

    private static bool IsWithin(string path, string folder) => (path + Path.DirectorySeparatorChar).StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string CommonFolder(string first, string second)
    {
        while (!IsWithin(second, first))
        {
            first = Path.GetDirectoryName(first) ?? Path.GetPathRoot(first)!;
        }

        return first;
    }

    /// <param name="Name">What the command line says.</param>
    /// <param name="Base">The full path of the folder that the name itself gives.</param>
    /// <param name="Files">The notebooks.</param>
    /// <param name="Problem">Why there are none.</param>
    private sealed record Named(string Name, string Base, IReadOnlyList<string> Files, string? Problem);
}
