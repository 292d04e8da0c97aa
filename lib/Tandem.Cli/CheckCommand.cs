using System.CommandLine;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary><c>tandem check</c>: looks for mistakes in notebooks without running them.</summary>
internal static class CheckCommand
{
    private static readonly string[] _extensions = [".dib", ".ipynb"];

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATHS") { Description = "Notebooks, and folders to look through for notebooks.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Checks notebooks: the format, the syntax of C# cells, and that NAME.dib and NAME.ipynb in one folder have the same cells. Exits with 1 when something is wrong.") { paths };
        command.SetAction(parsed => (int)Check(parsed.GetRequiredValue(paths)));
        return command;
    }

    private static ExitCode Check(string[] paths)
    {
        var worst = ExitCode.Success;
        var count = 0;
        var twins = new HashSet<string>();
        foreach (var file in paths.SelectMany(Notebooks))
        {
            var code = DocumentWork.Try(() => Tell([.. NotebookCheck.File(file), .. twins.Add(Path.ChangeExtension(Path.GetFullPath(file), null)) ? Twins(file) : []]));
            worst = code > worst ? code : worst;
            count++;
        }

        if (count == 0)
        {
            return DocumentWork.Complain(ExitCode.BadFile, $"{string.Join(", ", paths)}: there is no notebook (.dib, .ipynb).");
        }

        if (worst == ExitCode.Success)
        {
            Console.Out.WriteLine($"{DocumentWork.Count(count, "notebook")}, nothing wrong");
        }

        return worst;
    }

    private static ExitCode Tell(IReadOnlyList<NotebookProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        return problems.Count == 0 ? ExitCode.Success : ExitCode.Problem;
    }

    /// <summary>How a notebook and its twin differ. A file that does not parse is told of by itself.</summary>
    private static IEnumerable<NotebookProblem> Twins(string file)
    {
        var (dib, ipynb) = (Path.ChangeExtension(file, ".dib"), Path.ChangeExtension(file, ".ipynb"));
        if (!File.Exists(dib) || !File.Exists(ipynb))
        {
            return [];
        }

        try
        {
            return NotebookCheck.Twins(NotebookDocument.Read(dib), NotebookDocument.Read(ipynb)) is { } difference ? [difference] : [];
        }
        catch (NotebookFormatException)
        {
            return [];
        }
    }

    /// <summary>The file itself, or the notebooks below a folder; folders with a dot before their name hold copies and settings.</summary>
    private static IEnumerable<string> Notebooks(string path) =>
        !Directory.Exists(path) ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => _extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal);
}
