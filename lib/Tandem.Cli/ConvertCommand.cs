using System.CommandLine;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary><c>tandem convert</c>: writes a notebook in another format.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("FROM") { Description = "The notebook (.dib or .ipynb)." };
        var target = new Argument<string>("TO") { Description = "The file to write; its extension tells the format. From .ipynb to .ipynb an old notebook becomes one of nbformat 4.5." };
        var force = new Option<bool>("--force") { Description = "Replace the file when it exists." };
        var command = new Command("convert", "Converts a notebook between .dib and .ipynb, and tells what the format cannot hold.") { source, target, force };
        command.SetAction(parsed => (int)DocumentWork.Try(() => Convert(parsed.GetRequiredValue(source), parsed.GetRequiredValue(target), parsed.GetValue(force))));
        return command;
    }

    private static ExitCode Convert(string source, string target, bool force)
    {
        var format = NotebookDocument.FormatOf(target);
        if (Directory.Exists(target) || !force && File.Exists(target))
        {
            return DocumentWork.Complain(ExitCode.BadUsage, $"{target} exists; {(Directory.Exists(target) ? "give another name" : "give another name, or --force to replace it")}.");
        }

        var document = NotebookDocument.Read(source);
        if (format == NotebookFormat.Dib && document.Format == format)
        {
            return DocumentWork.Complain(ExitCode.BadUsage, $"{source} is a .dib already; copy the file.");
        }

        IReadOnlyList<string> losses = [];
        var converted = format == NotebookFormat.Dib ? NotebookConversion.ToDib(document, out losses) : NotebookConversion.ToLatest(NotebookConversion.ToIpynb(document));
        converted.Save(target);
        var repairs = converted.FindRepairs();
        Console.Out.WriteLine($"{target}: {DocumentWork.Count(converted.Cells.Count, "cell")}");
        foreach (var loss in losses)
        {
            Console.Error.WriteLine($"{Path.GetFileName(target)} does not hold all of {Path.GetFileName(source)}: {loss}.");
        }

        DocumentWork.Tell(target, repairs);
        foreach (var problem in document.Format == NotebookFormat.Dib ? NotebookCheck.Markers(document) : [])
        {
            Console.Error.WriteLine(problem);
        }

        return ExitCode.Success;
    }
}
