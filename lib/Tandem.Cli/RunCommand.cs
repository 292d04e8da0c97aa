using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary><c>tandem run</c>: runs notebooks without a front end.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILES") { Description = "Notebooks to run, one after another (.dib or .ipynb).", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { HelpName = "DIR", Description = "The folder for NAME.html, NAME.ipynb and NAME.metrics.json.", DefaultValueFactory = _ => "out" };
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "The folder that holds data sets; sets TANDEM_DATA for the notebooks." };
        var parameters = new Option<string[]>("--param") { HelpName = "NAME=VALUE", Description = "A value for a variable that the notebooks declare by '#!set --name NAME --value DEFAULT'. May be given several times.", AllowMultipleArgumentsPerToken = false };
        var timeout = new Option<double?>("--timeout") { HelpName = "SECONDS", Description = "The time that each notebook may take. Default: no limit." };
        var html = new Option<bool>("--html") { Description = "Write the HTML report (default).", DefaultValueFactory = _ => true };
        var noHtml = new Option<bool>("--no-html") { Description = "Do not write the HTML report." };
        var pictures = new Option<PictureMode>("--pictures") { HelpName = "auto|always|never", Description = "Add static pictures of charts and diagrams to the report and the .ipynb, drawn by a Chromium, Chrome or Edge of this machine: where one is found (auto, the default), or else fail (always), or not (never).", DefaultValueFactory = _ => PictureMode.Auto };
        files.Validators.Add(CheckFiles);
        parameters.Validators.Add(CheckParameters);
        timeout.Validators.Add(CheckTimeout);

        var command = new Command("run", "Runs notebooks, and writes for each an HTML report, the executed .ipynb and its metrics as JSON.") { files, output, data, parameters, timeout, html, noHtml, pictures };
        command.SetAction(async (parsed, _) =>
        {
            var request = new RunRequest(
                parsed.GetRequiredValue(files),
                parsed.GetRequiredValue(output),
                parsed.GetValue(data),
                (parsed.GetValue(parameters) ?? []).Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
                parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                parsed.GetValue(html) && !parsed.GetValue(noHtml),
                parsed.GetValue(pictures));
            return (int)await InvokeAsync(request).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<ExitCode> InvokeAsync(RunRequest request)
    {
        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        return await new NotebooksRun(request).RunAsync(interruption.Token).ConfigureAwait(false);

        void Interrupt(PosixSignalContext context)
        {
            // The second time the user means it: let the signal end the process.
            context.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        }
    }

    private static void CheckParameters(OptionResult result)
    {
        var names = new HashSet<string>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (text.IndexOf('=', StringComparison.Ordinal) < 1)
            {
                result.AddError($"--param {text}: write it as NAME=VALUE.");
            }
            else if (!names.Add(text.Split('=')[0]))
            {
                result.AddError($"--param {text}: {text.Split('=')[0]} was given a value before.");
            }
        }
    }

    private static void CheckTimeout(OptionResult result)
    {
        // What is no number at all the parser itself complains of.
        var text = result.Tokens.Single().Value;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && !(seconds > 0 && seconds <= _longestTimeout.TotalSeconds))
        {
            result.AddError($"--timeout {text}: give a positive number of seconds, {_longestTimeout.Days} days at most.");
        }
    }

    private static void CheckFiles(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError($"{token.Value}: there is no such option.");
        }
    }
}
