using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem data</c>: gets public data sets, and tells what is there of them.</summary>
internal static class DataCommand
{
    private static readonly string _names = $"Of {string.Join(", ", Datasets.All.Select(info => info.Name))}.";

    public static Command Create() => new("data", "Gets public data sets from their publishers, and tells what is there of them.") { List(), Get(), Verify(), Where(), Sample() };

    private static Command List()
    {
        var data = Folder();
        var command = new Command("list", "Lists the data sets: size, terms, and whether what is here is the publisher's own, derived, simulated or another.") { data };
        command.SetAction(parsed => Run(() =>
        {
            DataReport.List(Console.Out, DataFolder.Choose(parsed.GetValue(data)), Datasets.All);
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Where()
    {
        var (data, names) = (Folder(), Names());
        var command = new Command("where", "Tells which folder is used, why, and which data sets are in it.") { names, data };
        command.SetAction(parsed => Run(() =>
        {
            DataReport.Where(Console.Out, DataFolder.Choose(parsed.GetValue(data)), Chosen(parsed.GetValue(names) ?? []));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Verify()
    {
        var (data, names) = (Folder(), Names());
        var command = new Command("verify", "Compares the files with what is known of the published ones. Exits with 1 when one is missing or differs.") { names, data };
        command.SetAction(parsed => Run(() => Verify(DataFolder.Choose(parsed.GetValue(data)), parsed.GetValue(names) ?? [])));
        return command;
    }

    private static Command Get()
    {
        var data = Folder();
        var name = new Argument<string>("NAME") { Description = _names };
        var from = new Option<string?>("--from") { HelpName = "FILE|FOLDER|URL", Description = "Take it from an archive, a file or a folder that you have, or from another address." };
        var accept = new Option<bool>("--accept-license") { Description = "Accept the publisher's terms without being asked." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there already." };
        var command = new Command("get", "Downloads a data set from its publisher, checks it and puts it into the data folder. One that was interrupted goes on where it stopped.")
        {
            name, data, from, accept, force,
        };
        command.SetAction(async (parsed, _) => (int)await DataWork.TryAsync(interruption => new DataGet(
            DataWork.Find(parsed.GetRequiredValue(name)), DataFolder.Choose(parsed.GetValue(data)))
        {
            From = parsed.GetValue(from),
            Accepted = parsed.GetValue(accept),
            Force = parsed.GetValue(force),
        }.RunAsync(interruption)).ConfigureAwait(false));
        return command;
    }

    private static Command Sample()
    {
        var names = Names();
        var output = new Option<string>("--out") { HelpName = "DIR", Description = "The data folder to write them into.", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace files that are there already." };
        var command = new Command("sample", "Writes the generated samples, which notebooks use where there is no data, as files in the publishers' formats. Default: all.") { names, output, force };
        command.SetAction(async (parsed, _) => (int)await DataWork.TryAsync(interruption =>
        {
            WriteSamples(parsed.GetValue(names) ?? [], parsed.GetRequiredValue(output), parsed.GetValue(force), interruption);
            return Task.FromResult(ExitCode.Success);
        }).ConfigureAwait(false));
        return command;
    }

    private static void WriteSamples(string[] names, string folder, bool force, CancellationToken interruption)
    {
        var chosen = names.Length > 0 ? names.Select(DataWork.Find).ToArray() : [.. Datasets.All];
        foreach (var info in chosen)
        {
            if (!force && new DatasetFolder(info, folder).HasAny)
            {
                throw new CommandException(ExitCode.BadUsage, $"{Path.Combine(folder, info.Directory)} has files of {info.Title} already: give another --out, or --force to replace them.");
            }
        }

        foreach (var info in chosen)
        {
            DataReport.Verify(Console.Out, info, SampleFiles.Write(info, folder, interruption));
        }
    }

    private static ExitCode Verify(DataFolder folder, string[] names)
    {
        var chosen = Chosen(names).Select(info => (info, states: new DatasetFolder(info, folder.Path).States))
            .Where(set => names.Length > 0 || set.states.Any(state => state.FoundPath is not null)).ToArray();
        if (chosen.Length == 0)
        {
            throw new CommandException(ExitCode.Problem, $"{folder.Path} has no data set: 'tandem data get NAME' gets one, 'tandem data list' lists them.");
        }

        return chosen.Count(set => !DataReport.Verify(Console.Out, set.info, set.states)) == 0 ? ExitCode.Success : ExitCode.Problem;
    }

    private static IReadOnlyList<DatasetInfo> Chosen(string[] names) => names.Length == 0 ? Datasets.All : [.. names.Select(DataWork.Find)];

    private static int Run(Func<ExitCode> work) => (int)DataWork.TryAsync(_ => Task.FromResult(work())).GetAwaiter().GetResult();

    private static Option<string?> Folder() => new("--data")
    {
        HelpName = "DIR",
        Description = $"The data folder. Default: the one that {Datasets.FolderVariable} names, else {DataFolder.Default}.",
    };

    private static Argument<string[]> Names() => new("NAMES") { Description = $"{_names} Default: all.", Arity = ArgumentArity.ZeroOrMore };
}
