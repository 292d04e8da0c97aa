namespace Tandem.Notebooks;

/// <summary>Where Jupyter looks for kernels on this system.</summary>
public static class JupyterFolders
{
    /// <summary>The folder of the user's own kernels: below <c>JUPYTER_DATA_DIR</c>, or below the system's folder for a user's data.</summary>
    public static KernelFolder User => new(Path.Combine(UserData(), "kernels"));

    /// <summary>The folder of the kernels of an installation, such as a Python environment.</summary>
    /// <param name="prefix">The installation's folder.</param>
    public static KernelFolder OfPrefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new KernelFolder(Path.Combine(prefix, "share", "jupyter", "kernels"));
    }

    /// <summary>All folders in which kernels may be, in the order in which Jupyter looks: those of <c>JUPYTER_PATH</c>, the user's, the active Python environment's, the system's.</summary>
    public static IReadOnlyList<KernelFolder> All() =>
    [
        .. Variable("JUPYTER_PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => new KernelFolder(Path.Combine(folder, "kernels"))) ?? [],
        User,
        .. ActivePrefix() is { } prefix ? [OfPrefix(prefix)] : Array.Empty<KernelFolder>(),
        .. SystemData().Select(folder => new KernelFolder(Path.Combine(folder, "kernels"))),
    ];

    /// <summary>The folder of the Python environment that is active in this shell; null when none is.</summary>
    public static string? ActivePrefix() => Variable("VIRTUAL_ENV") ?? Variable("CONDA_PREFIX");

    private static string UserData()
    {
        if (Variable("JUPYTER_DATA_DIR") is { } chosen)
        {
            return chosen;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
    }

    private static IReadOnlyList<string> SystemData() => OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
        : ["/usr/local/share/jupyter", "/usr/share/jupyter"];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
