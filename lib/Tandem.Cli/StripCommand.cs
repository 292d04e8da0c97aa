using System.CommandLine;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary><c>tandem strip</c>: takes outputs off notebooks.</summary>
internal static class StripCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILES") { Description = "Notebooks (.ipynb; a .dib has no outputs).", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Change nothing; exit with 1 when a notebook has outputs." };
        var command = new Command("strip", "Takes outputs and execution counts off notebooks, in place. All else stays as it is.") { files, check };
        command.SetAction(parsed => (int)Strip(parsed.GetRequiredValue(files), parsed.GetValue(check)));
        return command;
    }

    private static ExitCode Strip(string[] files, bool check) => files.Select(file => DocumentWork.Try(() => Strip(file, check))).Max();

    private static ExitCode Strip(string file, bool check)
    {
        var document = NotebookDocument.Read(file);
        if (!document.HasResults)
        {
            Console.Out.WriteLine($"{file}: no outputs");
            return ExitCode.Success;
        }

        var outputs = DocumentWork.Count(document.Cells.Sum(cell => cell.OutputCount), "output");
        if (check)
        {
            Console.Out.WriteLine($"{file}: has {outputs}, or execution counts");
            return ExitCode.Problem;
        }

        var stripped = document.WithoutResults();
        stripped.Save(file);
        Console.Out.WriteLine($"{file}: {outputs} off");
        DocumentWork.Tell(file, stripped.FindRepairs());
        return ExitCode.Success;
    }
}
