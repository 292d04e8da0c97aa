using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary><c>tandem run</c>: runs notebooks without a front end.</summary>
internal sealed class RunCommand
{
    private const string Help = """
        Runs notebooks, each in a process of its own, and writes for each an HTML report, the executed .ipynb and its metrics as JSON.

        Examples:
          tandem run notebooks                          all notebooks below a folder
          tandem run 'notebooks/**/*.dib' --jobs 4      those that match a pattern, four at a time
          tandem run a.dib --param epochs=3 --timeout 600
          tandem run notebooks --no-html --junit results.xml --fail-fast
          tandem run notebooks --exclude notebooks/polyglot --device cuda
          tandem run report.ipynb --in-place            write the outputs into the notebook itself
        """;

    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    private readonly Argument<string[]> _notebooks = new("NOTEBOOKS")
    {
        Description = "Notebooks (.dib, .ipynb), folders, which are searched for notebooks, and patterns with * and **. Of a .dib file and its .ipynb twin a search takes the .dib; it leaves out hidden folders, bin, obj, node_modules and --out.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _exclude = new("--exclude")
    {
        HelpName = "NOTEBOOKS",
        Description = "Notebooks, folders or patterns to leave out. May be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string> _output = new("--out")
    {
        HelpName = "DIR",
        Description = "The folder for NAME.html, NAME.ipynb and NAME.metrics.json. Notebooks of several folders keep their folders below it.",
        DefaultValueFactory = _ => "out",
    };

    private readonly Option<bool> _inPlace = new("--in-place") { Description = "Write the executed NAME.ipynb beside each notebook — an .ipynb is replaced — and nothing to --out." };
    private readonly Option<bool> _html = new("--html") { Description = "Write the HTML report (default).", DefaultValueFactory = _ => true };
    private readonly Option<bool> _noHtml = new("--no-html") { Description = "Do not write the HTML report." };

    private readonly Option<PictureMode> _pictures = new("--pictures")
    {
        HelpName = "auto|always|never",
        Description = "Add static pictures of charts and diagrams to the report and the .ipynb, drawn by a Chromium, Chrome or Edge of this machine: where one is found (auto, the default), or else fail (always), or not (never).",
        DefaultValueFactory = _ => PictureMode.Auto,
    };

    private readonly Option<string?> _junit = new("--junit") { HelpName = "FILE", Description = "Write JUnit XML: a test suite a notebook, a test case a code cell." };
    private readonly Option<string?> _metrics = new("--metrics") { HelpName = "FILE", Description = "Write status, time, parameters and metrics of all notebooks as one JSON file." };

    private readonly Option<string?> _summary = new("--summary")
    {
        HelpName = "FILE",
        Description = "Write a Markdown summary. Within a GitHub workflow, the step's summary gets it without this option.",
    };

    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "The folder that holds data sets; sets TANDEM_DATA for the notebooks." };

    private readonly Option<string?> _device = new("--device")
    {
        HelpName = "NAME",
        Description = "What notebooks compute on: cpu, cuda, cuda:1, torch-cpu or auto; sets TANDEM_DEVICE for them. A GPU needs the packages Tandem.Torch and TorchSharp-cuda-…, which '#r \"nuget: Tandem\"' then fetches, too.",
    };

    private readonly Option<string[]> _parameters = new("--param")
    {
        HelpName = "NAME=VALUE",
        Description = "A value for a variable of the first C# cell, if all it does is give variables literal values, or of the C# cell tagged 'parameters', or one declared by '#!set --name NAME --value DEFAULT'. May be given several times. Of several notebooks, those that declare it get it.",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _parameterFile = new("--params") { HelpName = "FILE", Description = "Values of parameters: a JSON object of names and values. --param goes before it." };
    private readonly Option<double?> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "The time that each notebook may take. Default: no limit." };
    private readonly Option<double?> _cellTimeout = new("--cell-timeout") { HelpName = "SECONDS", Description = "The time that each cell may take. Default: no limit." };
    private readonly Option<double?> _outputLimit = new("--output-limit") { HelpName = "MB", Description = "How much each cell may show; a cell that shows more is stopped, and fails. Default: 16." };
    private readonly Option<bool> _allowErrors = new("--allow-errors") { Description = "Go on after a cell that fails, and count the notebook as a success. A cell tagged 'raises-exception' may always fail." };

    private readonly Option<int> _jobs = new("--jobs", "-j")
    {
        HelpName = "N",
        Description = "How many notebooks run at a time; 0: as many as there are cores. They share the cores unless TANDEM_THREADS says otherwise.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Start no further notebook after one that does not succeed." };

    public static Command Create() => new RunCommand().Build();

    private Command Build()
    {
        _notebooks.Validators.Add(CheckNotebooks);
        _parameters.Validators.Add(CheckParameters);
        _timeout.Validators.Add(result => CheckNumber(result, _longestTimeout.TotalSeconds, $"seconds, {_longestTimeout.Days} days at most"));
        _cellTimeout.Validators.Add(result => CheckNumber(result, _longestTimeout.TotalSeconds, $"seconds, {_longestTimeout.Days} days at most"));
        _outputLimit.Validators.Add(result => CheckNumber(result, 1024, "megabytes, 1024 at most"));
        _jobs.Validators.Add(result => CheckJobs(result));
        var command = new Command("run", Help)
        {
            _notebooks, _exclude, _output, _inPlace, _html, _noHtml, _pictures, _junit, _metrics, _summary, _data, _device, _parameters, _parameterFile,
            _timeout, _cellTimeout, _outputLimit, _allowErrors, _jobs, _failFast,
        };
        command.SetAction(async (parsed, _) => (int)await InvokeAsync(parsed).ConfigureAwait(false));
        return command;
    }

    private async Task<ExitCode> InvokeAsync(ParseResult parsed)
    {
        RunRequest request;
        try
        {
            request = RequestOf(parsed);
        }
        catch (CommandException failure)
        {
            await Console.Error.WriteLineAsync($"tandem: {failure.Message}").ConfigureAwait(false);
            return failure.Code;
        }

        using var interruption = new Interruption();
        return await new NotebooksRun(request).RunAsync(interruption.Token).ConfigureAwait(false);
    }

    private RunRequest RequestOf(ParseResult parsed)
    {
        var parameters = parsed.GetValue(_parameterFile) is { } file ? ReadParameters(file) : [];
        foreach (var pair in (parsed.GetValue(_parameters) ?? []).Select(text => text.Split('=', 2)))
        {
            parameters[pair[0]] = pair[1];
        }

        return new RunRequest
        {
            Notebooks = parsed.GetRequiredValue(_notebooks),
            Excluded = parsed.GetValue(_exclude) ?? [],
            OutputFolder = parsed.GetRequiredValue(_output),
            InPlace = parsed.GetValue(_inPlace),
            DataFolder = parsed.GetValue(_data),
            Device = parsed.GetValue(_device),
            Parameters = parameters,
            Timeout = Time(parsed.GetValue(_timeout)),
            CellTimeout = Time(parsed.GetValue(_cellTimeout)),
            OutputLimit = (long?)(parsed.GetValue(_outputLimit) * (1 << 20)),
            AllowErrors = parsed.GetValue(_allowErrors),
            Jobs = parsed.GetValue(_jobs) is > 0 and var jobs ? jobs : Environment.ProcessorCount,
            FailFast = parsed.GetValue(_failFast),
            Html = parsed.GetValue(_html) && !parsed.GetValue(_noHtml),
            Pictures = parsed.GetValue(_pictures),
            JUnitFile = parsed.GetValue(_junit),
            MetricsFile = parsed.GetValue(_metrics),
            SummaryFile = parsed.GetValue(_summary),
        };
    }

    private static TimeSpan? Time(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static Dictionary<string, string> ReadParameters(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.EnumerateObject().ToDictionary(
                entry => entry.Name,
                entry => entry.Value.ValueKind is JsonValueKind.String ? entry.Value.GetString()!
                    : entry.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? entry.Value.GetRawText()
                    : throw new CommandException(ExitCode.BadUsage, $"--params {file}: the value of '{entry.Name}' is neither a text, a number, true nor false."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadFile, $"--params {file}: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CommandException(ExitCode.BadUsage, $"--params {file}: not a JSON object of names and values: {failure.Message}");
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

    private static void CheckNumber(OptionResult result, double most, string what)
    {
        // What is no number at all the parser itself complains of; it takes a comma for a separator between thousands, and 0,5 for 5.
        var text = result.Tokens.Single().Value;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out _)
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most))
        {
            result.AddError($"{result.IdentifierToken?.Value} {text}: give a positive number of {what}.");
        }
    }

    private static void CheckJobs(OptionResult result)
    {
        if (int.TryParse(result.Tokens.FirstOrDefault()?.Value, CultureInfo.InvariantCulture, out var jobs) && jobs < 0)
        {
            result.AddError($"--jobs {jobs}: give the number of notebooks that run at a time, or 0 for as many as there are cores.");
        }
    }

    private static void CheckNotebooks(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError($"{token.Value}: there is no such option.");
        }
    }
}
