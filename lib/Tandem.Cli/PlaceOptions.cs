using System.CommandLine;
using System.CommandLine.Parsing;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>The options that say where a kernel is installed.</summary>
internal sealed class PlaceOptions
{
    public Option<bool> User { get; } = new("--user") { Description = "For this user (default): in Jupyter's data folder, which JUPYTER_DATA_DIR names." };

    public Option<string?> Prefix { get; } = new("--prefix") { HelpName = "DIR", Description = "In DIR/share/jupyter." };

    public Option<bool> SysPrefix { get; } = new("--sys-prefix") { Description = "In the active Python environment, which VIRTUAL_ENV or CONDA_PREFIX names." };

    /// <summary>Complains of options that contradict one another.</summary>
    public void Check(CommandResult result)
    {
        var given = new[] { (Option)User, Prefix, SysPrefix }.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 1)
        {
            result.AddError($"{string.Join(" and ", given)}: give one place only.");
        }
    }

    /// <exception cref="ArgumentException">There is no active Python environment.</exception>
    public KernelFolder Folder(ParseResult parsed) =>
        parsed.GetValue(Prefix) is { } prefix ? JupyterFolders.OfPrefix(prefix)
        : !parsed.GetValue(SysPrefix) ? JupyterFolders.User
        : JupyterFolders.ActivePrefix() is { } active ? JupyterFolders.OfPrefix(active)
        : throw new ArgumentException("--sys-prefix: no Python environment is active; activate one, or name its folder with --prefix.");
}
