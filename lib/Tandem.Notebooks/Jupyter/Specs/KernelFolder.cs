using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>A folder in which Jupyter looks for kernels, each in a folder of its own.</summary>
/// <param name="path">The folder's path; it need not exist.</param>
public sealed partial class KernelFolder(string path)
{
    private const string SpecFile = "kernel.json";

    /// <summary>The folder's full path.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>Lists the kernels in the folder, by name; none when there is no such folder.</summary>
    public IReadOnlyList<InstalledKernel> List() =>
        !Directory.Exists(FullPath) ? [] : [.. Directory.EnumerateDirectories(FullPath).Order(StringComparer.Ordinal).Select(folder => Find(Path.GetFileName(folder))).OfType<InstalledKernel>()];

    /// <summary>The kernel of a name; null when the folder has none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No kernel can have this name.</exception>
    public InstalledKernel? Find(string name)
    {
        var folder = FolderOf(name);
        var file = Path.Combine(folder, SpecFile);
        try
        {
            return File.Exists(file) ? new InstalledKernel(name, folder, KernelSpec.Read(file), null) : null;
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            return new InstalledKernel(name, folder, null, failure.Message);
        }
    }

    /// <summary>Installs a kernel, or replaces what this program installed under the name before.</summary>
    /// <param name="name">The name by which notebooks will refer to it: letters, digits, dots, hyphens and underscores.</param>
    /// <param name="spec">The kernel.</param>
    /// <param name="replaceOthers">True to replace another program's kernel too.</param>
    /// <returns>The path of the file that was written.</returns>
    /// <exception cref="ArgumentException">No kernel can have this name.</exception>
    /// <exception cref="InvalidOperationException">The name is taken by another program's kernel.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder's permissions forbid it.</exception>
    public string Install(string name, KernelSpec spec, bool replaceOthers = false)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!replaceOthers)
        {
            RefuseForeign(Find(name), "replace");
        }

        var file = Path.Combine(FolderOf(name), SpecFile);
        spec.Write(file);
        return file;
    }

    /// <summary>Removes a kernel that this program installed, with its folder.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="removeOthers">True to remove another program's kernel too.</param>
    /// <returns>False when there is none of this name.</returns>
    /// <exception cref="ArgumentException">No kernel can have this name.</exception>
    /// <exception cref="InvalidOperationException">The kernel is another program's.</exception>
    /// <exception cref="IOException">The folder cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions forbid it.</exception>
    public bool Uninstall(string name, bool removeOthers = false)
    {
        var kernel = Find(name);
        if (!removeOthers)
        {
            RefuseForeign(kernel, "remove");
        }

        if (kernel is not null)
        {
            Directory.Delete(kernel.Folder, recursive: true);
        }

        return kernel is not null;
    }

    private static void RefuseForeign(InstalledKernel? kernel, string verb)
    {
        if (kernel is { IsTandem: false })
        {
            var owner = kernel.Spec is { } spec ? $"\"{spec.DisplayName}\", started by: {string.Join(' ', spec.Command)}" : kernel.Problem;
            throw new InvalidOperationException($"{kernel.Folder} holds another program's kernel ({owner}); use --force to {verb} it.");
        }
    }

    private string FolderOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return KernelName().IsMatch(name) && name.Trim('.').Length > 0
            ? Path.Combine(FullPath, name)
            : throw new ArgumentException($"'{name}' cannot be a kernel's name; use letters, digits, dots, hyphens and underscores.", nameof(name));
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex KernelName();
}
