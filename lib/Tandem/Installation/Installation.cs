using System.Reflection;
using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>What a notebook runs on: its device, where its data come from, and the versions of what takes part. Shows as a table.</summary>
/// <param name="Facts">Names and what is to be said of them.</param>
[TypeFormatterSource(typeof(InstallationFormatterSource))]
internal sealed record Installation(IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>What the magic <c>#!tandem</c> does.</summary>
    public const string Summary = "Tells device, data folder and versions; chooses device and data folder.";

    /// <summary>What its <c>--device</c> is.</summary>
    public const string DeviceHelp = "The device for what follows: cpu, cuda or cuda:1, torch-cpu (both through the package Tandem.Torch), or auto.";

    /// <summary>What its <c>--data</c> is.</summary>
    public const string FolderHelp = $"The folder that has a folder for each data set; {Datasets.FolderVariable} for what follows.";

    /// <summary>Of the running program.</summary>
    /// <param name="host">What else there is to say, by who runs the cells.</param>
    public static Installation Current(params IEnumerable<KeyValuePair<string, string>> host)
    {
        var folder = DataFolder.Choose(null);
        return new Installation(
        [
            new("Device", DeviceInUse()),
            new("Data folder", $"{folder.Path} ({(folder.Origin == DataFolderOrigin.Environment ? $"named by {Datasets.FolderVariable}" : "the default")}{(Directory.Exists(folder.Path) ? "" : ", does not exist")})"),
            new("Data sets", DataSetsIn(folder)),
            new("Tandem", VersionOf(typeof(Installation).Assembly)),
            new(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.RuntimeIdentifier}"),
            .. host,
            .. TorchSharp(),
        ]);
    }

    /// <summary>Chooses device and data folder; neither changes when one of them cannot be had.</summary>
    /// <param name="device">The device's name, as for <see cref="Device.Use(string)"/>; <see langword="null"/> leaves the one in use.</param>
    /// <param name="dataFolder">The folder that has a folder for each data set; <see langword="null"/> leaves the one in use.</param>
    /// <exception cref="ArgumentException">There is no such device, or the folder's name is blank.</exception>
    /// <exception cref="DeviceUnavailableException">The device cannot be used here.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void Choose(string? device, string? dataFolder)
    {
        var folder = dataFolder is null ? null : DataFolder.Existing(dataFolder);
        if (device is not null)
        {
            Device.Use(device);
        }

        if (folder is not null)
        {
            Environment.SetEnvironmentVariable(Datasets.FolderVariable, folder.Path);
        }
    }

    /// <summary>The version of a library, with the commit it was built from where that is known.</summary>
    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{assembly.GetName().Version}";

    /// <summary>A line for each fact.</summary>
    public override string ToString() => string.Join('\n', Facts.Select(fact => $"{fact.Key}: {fact.Value}"));

    private static string DeviceInUse()
    {
        try
        {
            return Device.Current.Name;
        }
        catch (Exception wrong) when (wrong is ArgumentException or DeviceUnavailableException)
        {
            return wrong.Message;
        }
    }

    private static string DataSetsIn(DataFolder folder)
    {
        var states = Datasets.All.ToLookup(info => new DatasetFolder(info, folder.Path) switch
        {
            { IsComplete: true } => "",
            { HasAny: true } => "incomplete: ",
            _ => "not there: ",
        });
        return string.Join("; ", states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => state.Key + string.Join(", ", state.Select(info => info.Name))))
            + (folder.Origin == DataFolderOrigin.Default && states.Contains("not there: ") ? " (generated samples stand in)" : "");
    }

    private static IEnumerable<KeyValuePair<string, string>> TorchSharp() => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.GetName().Name == "TorchSharp")
        .Take(1)
        .Select(assembly => KeyValuePair.Create("TorchSharp", VersionOf(assembly)));
}
